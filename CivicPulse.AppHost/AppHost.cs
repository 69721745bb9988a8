using CivicPulse.AppHost.Backing;
using CivicPulse.AppHost.Instance;
using Microsoft.Extensions.DependencyInjection;

var instance = LocalInstance.Open(Repository.Root, args);
var builder = DistributedApplication.CreateBuilder(new DistributedApplicationOptions
{
    Args = instance.Settings,
    DisableDashboard = instance.ServicesOnly,
});
builder.AddInstance(instance);

var appPassword = builder.AddParameter("app-password", instance.Secrets.Password("app"), secret: true);
var backing = builder.AddBackingServices(instance, appPassword);
if (instance.ServicesOnly)
{
    builder.WriteServices(instance, backing);
    await builder.Build().RunAsync();
    return;
}

await builder.Build().RunAsync();
