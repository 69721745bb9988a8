using System.CommandLine;
using CivicPulse.Platform.Facts;
using CivicPulse.Platform.Search;
using CivicPulse.Platform.Tenancy.Commands;
using Microsoft.Extensions.Hosting;

namespace CivicPulse.Platform.Commands;

/// <summary>What operators type: <c>./civicpulse noun verb</c>. Commands run as the database's owner, beside the running system.</summary>
public sealed class CommandList(IServiceProvider services)
{
    internal RootCommand Root { get; } = new("CivicPulse: commands for operators.");

    /// <summary>For the moment a command runs; nothing is connected before it asks.</summary>
    public IServiceProvider Services { get; } = services;

    /// <summary>The command that holds the verbs of one noun: <c>commands.Noun("tenant", "...").Add(new Command("create", "..."))</c>.</summary>
    public Command Noun(string name, string description)
    {
        if (Root.Subcommands.FirstOrDefault(c => c.Name == name) is { } known) return known;
        var noun = new Command(name, description);
        Root.Add(noun);
        return noun;
    }
}

public static class OperatorCommands
{
    /// <returns>The exit code: 0 done, 1 failed, 2 not understood.</returns>
    public static async Task<int> RunCommandAsync(this IHost host, ModuleList modules, string[] args, CancellationToken ct, InvocationConfiguration? console = null)
    {
        var commands = new CommandList(host.Services);
        commands.Root.Add(MigrateCommand.Create(host.Services));
        commands.AddTenants();
        commands.AddFactCommands();
        commands.AddSearch();
        Transfers.TransferCommands.Add(commands);
        foreach (var module in modules.All) module.Commands(commands);
        var parsed = commands.Root.Parse(args);
        var code = await parsed.InvokeAsync(console, ct);
        return parsed.Errors.Count > 0 ? 2 : code;
    }
}
