using CivicPulse.Modules;
using CivicPulse.Platform;
using CivicPulse.Platform.Commands;

var isCommand = args is [[>= 'a' and <= 'z', ..], ..];
var builder = WebApplication.CreateBuilder(isCommand ? [] : args);
builder.AddServiceDefaults();

if (isCommand)
{
    builder.AddPlatform(AllModules.List).AsMigrator();
    await using var commands = builder.Build();
    Environment.ExitCode = await commands.RunCommandAsync(AllModules.List, args, CancellationToken.None);
    return;
}

builder.AddPlatform(AllModules.List).AsWorker();
var app = builder.Build();
app.MapDefaultEndpoints();
await app.RunAsync();
