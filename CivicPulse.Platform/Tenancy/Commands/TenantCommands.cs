using System.CommandLine;
using System.Diagnostics;
using CivicPulse.Platform.Commands;
using Microsoft.Extensions.DependencyInjection;

namespace CivicPulse.Platform.Tenancy.Commands;

/// <summary><c>./civicpulse tenant ...</c>: from its first day to suspension; <see cref="ArchiveCommands"/> has the rest.</summary>
internal static class TenantCommands
{
    private static Argument<string> Slug() => new("slug") { Description = "The tenant's slug." };

    public static void AddTenants(this CommandList commands)
    {
        var services = commands.Services;
        var tenant = commands.Noun("tenant", "Organizations of this installation: create, suspend, export, delete, restore.");
        tenant.Add(Listing(services));
        tenant.Add(Create(services));
        tenant.Add(Show(services));
        tenant.Add(Rename(services));
        tenant.Add(Suspend(services));
        tenant.Add(Resume(services));
        tenant.Add(Owner(services));
        tenant.Add(DomainCommands.Create(services));
        tenant.AddArchives(services);
    }

    private static TenantRegistry Registry(IServiceProvider services) => services.GetRequiredService<TenantRegistry>();

    private static Command Listing(IServiceProvider services)
    {
        var json = Output.JsonOption();
        var list = new Command("list", "All tenants with their state.") { json };
        list.SetAction((parsed, ct) => Output.GuardAsync(parsed, async () =>
        {
            var rows = await Registry(services).ListAsync(ct);
            if (parsed.GetValue(json)) parsed.WriteJson(rows.Select(TenantLine.Of));
            else parsed.WriteTable(["slug", "state", "schema", "database", "created at", "name"],
                rows.Select(t => new[] { t.Slug, Output.Word(t.State), $"{t.SchemaVersion}", t.Database ?? "shared", Output.At(t.CreatedAt), t.Name }));
            return 0;
        }));
        return list;
    }

    private static Command Create(IServiceProvider services)
    {
        var slug = new Argument<string[]>("slug") { Description = "Slugs: several are created side by side.", Arity = ArgumentArity.OneOrMore };
        var name = new Option<string?>("--name") { Description = "What people call it; the slug when not given." };
        var email = new Option<string?>("--owner-email") { Description = "Its first owner; a new account's password is printed once." };
        var own = new Option<string?>("--database") { Description = "The name of a configured connection, Tenants:<name>:ConnectionString; otherwise the shared database." };
        var json = Output.JsonOption();
        var create = new Command("create", "Creates tenants, or finishes what was interrupted.") { slug, name, email, own, json };
        create.SetAction((parsed, ct) => Output.GuardAsync(parsed, async () =>
        {
            var made = new System.Collections.Concurrent.ConcurrentBag<CreatedTenant>();
            await Parallel.ForEachAsync(parsed.GetValue(slug)!, new ParallelOptions { MaxDegreeOfParallelism = 4, CancellationToken = ct }, async (wanted, token) =>
                made.Add(await CreateAsync(services, wanted, parsed.GetValue(name) ?? wanted, parsed.GetValue(own), parsed.GetValue(email), token)));
            if (parsed.GetValue(json)) parsed.WriteJson(made.OrderBy(t => t.Slug, StringComparer.Ordinal));
            else foreach (var one in made.OrderBy(t => t.Slug, StringComparer.Ordinal)) parsed.WriteLine($"{one.Slug} is ready ({one.Milliseconds} ms).{Account(one)}");
            return 0;
        }));
        return create;
    }

    private static async Task<CreatedTenant> CreateAsync(IServiceProvider services, string slug, string name, string? database, string? email, CancellationToken ct)
    {
        var started = Stopwatch.GetTimestamp();
        var tenant = await services.GetRequiredService<Installation>().ProvisionAsync(slug, name, ct, database);
        var took = (int)Stopwatch.GetElapsedTime(started).TotalMilliseconds;
        return new(tenant.Slug, tenant.Id, took, email, email is null ? null : await AddOwnerAsync(services, tenant, email, ct));
    }

    private static async Task<string?> AddOwnerAsync(IServiceProvider services, Tenant tenant, string email, CancellationToken ct)
    {
        await using var scope = services.GetRequiredService<TenantScopes>().Enter(tenant);
        return await scope.ServiceProvider.GetRequiredService<ITenantOwners>().AddAsync(email, ct);
    }

    private static string Account(CreatedTenant made) => made switch
    {
        { OwnerEmail: null } => "",
        { Password: null } => $" {made.OwnerEmail} signs in with the password it has.",
        _ => $" {made.OwnerEmail} signs in with {made.Password} (shown only now).",
    };

    private static Command Show(IServiceProvider services)
    {
        var (slug, json) = (Slug(), Output.JsonOption());
        var show = new Command("show", "Everything the installation knows about one tenant.") { slug, json };
        show.SetAction((parsed, ct) => Output.GuardAsync(parsed, async () =>
        {
            var row = await Registry(services).FindAsync(parsed.GetValue(slug)!, ct);
            var line = TenantLine.Of(row) with { Domains = await Registry(services).DomainsAsync(row.Id, ct) };
            if (parsed.GetValue(json)) parsed.WriteJson(line);
            else parsed.WriteTable(["", ""], line.Rows());
            return 0;
        }));
        return show;
    }

    private static Command Rename(IServiceProvider services)
    {
        var slug = Slug();
        var name = new Option<string?>("--name") { Description = "The new name." };
        var to = new Option<string?>("--slug") { Description = "The new slug: the tenant must be suspended, and everybody signs in again." };
        var rename = new Command("rename", "Changes a tenant's name or slug.") { slug, name, to };
        rename.SetAction((parsed, ct) => Output.GuardAsync(parsed, async () =>
        {
            if (parsed.GetValue(name) is null && parsed.GetValue(to) is null) throw new InvalidOperationException("Say --name or --slug.");
            await Registry(services).RenameAsync(parsed.GetValue(slug)!, parsed.GetValue(name), parsed.GetValue(to), ct);
            parsed.WriteLine($"{parsed.GetValue(slug)} is {parsed.GetValue(name) ?? parsed.GetValue(to)} now.");
            return 0;
        }));
        return rename;
    }

    private static Command Suspend(IServiceProvider services)
    {
        var slug = Slug();
        var suspend = new Command("suspend", "Nobody can use the tenant, within 5 seconds; everything is kept.") { slug };
        suspend.SetAction((parsed, ct) => Output.GuardAsync(parsed, async () =>
        {
            await Registry(services).SuspendAsync(parsed.GetValue(slug)!, ct);
            parsed.WriteLine($"{parsed.GetValue(slug)} is suspended.");
            return 0;
        }));
        return suspend;
    }

    private static Command Resume(IServiceProvider services)
    {
        var slug = Slug();
        var resume = new Command("resume", "Lets a suspended tenant go on.") { slug };
        resume.SetAction((parsed, ct) => Output.GuardAsync(parsed, async () =>
        {
            await Registry(services).ResumeAsync(parsed.GetValue(slug)!, ct);
            parsed.WriteLine($"{parsed.GetValue(slug)} is active.");
            return 0;
        }));
        return resume;
    }

    private static Command Owner(IServiceProvider services)
    {
        var slug = Slug();
        var email = new Argument<string>("email") { Description = "The account's email address." };
        var owner = new Command("owner", "Makes an account an owner of the tenant; a new account's password is printed once.") { slug, email };
        owner.SetAction((parsed, ct) => Output.GuardAsync(parsed, async () =>
        {
            var row = await Registry(services).FindAsync(parsed.GetValue(slug)!, ct);
            var password = await AddOwnerAsync(services, row.ToTenant(), parsed.GetValue(email)!, ct);
            parsed.WriteLine(Account(new(row.Slug, row.Id, 0, parsed.GetValue(email), password)).TrimStart());
            return 0;
        }));
        return owner;
    }
}
