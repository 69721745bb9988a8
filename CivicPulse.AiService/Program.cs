using CivicPulse.AiService;
using CivicPulse.Modules;
using CivicPulse.Platform;
using CivicPulse.Platform.Access;

var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults();
builder.AddPlatform(AllModules.List).AsAi();
builder.Services.AddAiEngines(builder.Configuration);

var app = builder.Build();
app.UsePlatform();
app.MapAiRoutes();
app.RefuseUnguardedRoutes(AllModules.List);
app.MapDefaultEndpoints();
await app.RunAsync();
