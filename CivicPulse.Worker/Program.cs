using CivicPulse.Modules;
using CivicPulse.Platform;

var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults();

if (args is ["migrate", ..])
{
    builder.AddPlatform(AllModules.List).AsMigrator();
    await using var migrate = builder.Build();
    await migrate.Services.GetRequiredService<Installation>().BringUpToDateAsync(CancellationToken.None);
    return;
}

if (args is [[>= 'a' and <= 'z', ..] word, ..])
{
    await Console.Error.WriteLineAsync($"There is no command '{word}'. Known: migrate.");
    Environment.ExitCode = 2;
    return;
}

builder.AddPlatform(AllModules.List).AsWorker();
var app = builder.Build();
app.MapDefaultEndpoints();
await app.RunAsync();
