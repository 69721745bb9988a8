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

builder.AddPlatform(AllModules.List).AsWorker();
var app = builder.Build();
app.MapDefaultEndpoints();
await app.RunAsync();
