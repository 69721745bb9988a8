using CivicPulse.Api;
using CivicPulse.Modules;
using CivicPulse.Platform;
using CivicPulse.Platform.Access;
using CivicPulse.Platform.Http;

var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults();
builder.AddPlatform(AllModules.List).AsApi();
builder.Services.AddRequestValidation();
builder.AddWebConsole();

var app = builder.Build();
app.UseSecurityHeaders();
app.UseWebConsoleFiles();
app.UsePlatform();
app.UseWebSockets();
app.MapPlatform(AllModules.List);
app.MapPortalPages();
app.MapWebConsole();
app.RefuseUnguardedRoutes(AllModules.List);
app.MapDefaultEndpoints();
await app.RunAsync();
