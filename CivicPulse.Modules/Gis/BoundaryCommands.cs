using System.CommandLine;
using System.Globalization;
using CivicPulse.Modules.Gis.Model;
using CivicPulse.Platform.Commands;
using CivicPulse.Platform.Tenancy;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace CivicPulse.Modules.Gis;

/// <summary><c>civicpulse boundaries ...</c>: what all tenants share comes from a tenant that imported and looked at it.</summary>
internal static class BoundaryCommands
{
    public static void AddBoundaryCommands(this CommandList commands)
    {
        var boundaries = commands.Noun("boundaries", "Boundary sets that all tenants share.");
        boundaries.Add(Share(commands.Services));
        boundaries.Add(List(commands.Services));
        boundaries.Add(Withdraw(commands.Services));
    }

    private static Command Share(IServiceProvider services)
    {
        var set = new Argument<string>("set") { Description = "The slug of the tenant's set." };
        var tenant = new Option<string>("--tenant") { Required = true, Description = "The tenant that imported it." };
        var share = new Command("share", "Copies a tenant's set to where all tenants read it; again after it changed.") { set, tenant };
        share.SetAction(async (asked, ct) =>
        {
            var (slug, from) = (asked.GetValue(set)!, asked.GetValue(tenant)!);
            if (await services.GetRequiredService<TenantDirectory>().FindAsync(from, ct) is not { } known) return await WrongAsync(asked, $"There is no tenant '{from}'.");
            if (known.Database is not null) return await WrongAsync(asked, $"'{from}' has a database of its own. Import the set into a tenant of the shared database.");
            if (await services.GetRequiredService<NpgsqlDataSource>().ShareAsync(known, slug, ct) is not { } done) return await WrongAsync(asked, $"'{from}' has no boundary set '{slug}'.");
            return await TellAsync(asked, string.Create(CultureInfo.InvariantCulture,
                $"{slug}: {done.Boundaries} boundaries, created {done.Created}, updated {done.Updated}, unchanged {done.Unchanged}, removed {done.Removed}; {done.Divisions} divisions, {done.Jurisdictions} jurisdictions\nsha256 {done.Checksum}"));
        });
        return share;
    }

    private static Command List(IServiceProvider services)
    {
        var list = new Command("list", "Lists the shared sets.");
        list.SetAction(async (asked, ct) =>
        {
            foreach (var set in await services.GetRequiredService<NpgsqlDataSource>().ListSharedAsync(ct))
                await TellAsync(asked, string.Create(CultureInfo.InvariantCulture, $"{set.Slug}\t{set.Classification}\t{set.Boundaries}\trevision {set.Revision}\t{set.Name}"));
            return 0;
        });
        return list;
    }

    private static Command Withdraw(IServiceProvider services)
    {
        var set = new Argument<string>("set") { Description = "The slug of the shared set." };
        var withdraw = new Command("withdraw", "Takes a shared set away. What tenants imported themselves stays.") { set };
        withdraw.SetAction(async (asked, ct) => await services.GetRequiredService<NpgsqlDataSource>().WithdrawAsync(asked.GetValue(set)!, ct) is { } gone
            ? await TellAsync(asked, string.Create(CultureInfo.InvariantCulture, $"{asked.GetValue(set)}: {gone} boundaries withdrawn"))
            : await WrongAsync(asked, $"There is no shared set '{asked.GetValue(set)}'."));
        return withdraw;
    }

    private static async Task<int> TellAsync(ParseResult asked, string line)
    {
        await asked.InvocationConfiguration.Output.WriteLineAsync(line);
        return 0;
    }

    private static async Task<int> WrongAsync(ParseResult asked, string line)
    {
        await asked.InvocationConfiguration.Error.WriteLineAsync(line);
        return 1;
    }
}
