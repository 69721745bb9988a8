using CivicPulse.AppHost;
using CivicPulse.AppHost.Backing;
using CivicPulse.AppHost.Instance;

// The running diagram of CivicPulse: what runs, what it stands on, who waits for whom.
var instance = LocalInstance.Open(Repository.Root, args);
var builder = DistributedApplication.CreateBuilder(new DistributedApplicationOptions
{
    Args = instance.Settings,
    DisableDashboard = instance.ServicesOnly,
});
builder.AddInstance(instance);
builder.AddPublishTarget();

var appPassword = builder.AddParameter("app-password", instance.Secrets.Password("app"), secret: true);
var hostPassword = builder.AddParameter("host-password", instance.Secrets.Password("host"), secret: true);
var keyRing = builder.AddParameter("key-ring", instance.Secrets.Certificate("key_ring"), secret: true);
var sealKey = builder.AddParameter("seal-key", instance.Secrets.SealKey("seal"), secret: true);
var demoPassword = builder.AddParameter("demo-password", instance.Secrets.Typeable("demo"), secret: true);

var backing = builder.AddBackingServices(instance, new DatabaseLogins(appPassword, hostPassword));
if (instance.ServicesOnly)
{
    builder.WriteServices(instance, backing);
    await builder.Build().RunAsync();
    return;
}

var migrate = builder.AddProject<Projects.CivicPulse_Worker>("migrate", Settings.ComeFromHere)
    .WithArgs("migrate", "--keep-going")
    .WithReference(backing.Owner, "civicpulse").WaitFor(backing.Postgres)
    .WithReference(backing.Redis, "redis").WaitFor(backing.Redis)
    .WithReference(backing.Blobs, "blobs").WaitFor(backing.Blobs)
    .WithEnvironment("Database__AppPassword", appPassword)
    .WithEnvironment("Database__HostPassword", hostPassword)
    .WithEnvironment("DataProtection__Certificate", keyRing)
    .WithEnvironment("Demo__Tenant", Demo.Tenant)
    .WithEnvironment("Demo__Name", Demo.Name)
    .WithEnvironment("Demo__Email", Demo.Email)
    .WithEnvironment("Demo__Password", demoPassword)
    .PublishAsJob();

var ai = builder.AddProject<Projects.CivicPulse_AiService>("ai", Settings.ComeFromHere)
    .WithBackingServices(backing, keyRing)
    .WithModelSettings()
    .WithOwnPort(instance)
    .WithHttpHealthCheck("/health")
    .WaitForCompletion(migrate);

var worker = builder.AddProject<Projects.CivicPulse_Worker>("worker", Settings.ComeFromHere)
    .WithBackingServices(backing, keyRing)
    .WithEnvironment("Audit__SealKey", sealKey)
    .WithReference(ai)
    .WithOwnPort(instance)
    .WithHttpHealthCheck("/health")
    .WithReplicas(builder.Replicas("worker"))
    .WaitForCompletion(migrate);

var api = builder.AddProject<Projects.CivicPulse_Api>("api", Settings.ComeFromHere)
    .WithBackingServices(backing, keyRing)
    .WithEnvironment("Audit__SealKey", sealKey)
    .WithReference(ai)
    .WithOwnPort(instance)
    .WithExternalHttpEndpoints()
    .WithHttpHealthCheck("/health")
    .WaitForCompletion(migrate);

var web = builder.AddWebConsole(instance, api);

builder.WriteStatus(instance, api, web, [worker.Resource.Name, ai.Resource.Name], demoPassword);
builder.WriteCommandEnvironment(backing, new DatabaseLogins(appPassword, hostPassword), keyRing, sealKey);
await builder.Build().RunAsync();
