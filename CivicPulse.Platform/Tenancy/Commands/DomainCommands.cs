using System.CommandLine;
using Microsoft.Extensions.DependencyInjection;

namespace CivicPulse.Platform.Tenancy.Commands;

internal static class DomainCommands
{
    public static Command Create(IServiceProvider services)
    {
        var domain = new Command("domain", "Host names of its own that lead to a tenant.");
        domain.Add(Change(services, "add", "Lets a host name lead to the tenant.", (registry, slug, name, ct) => registry.AddDomainAsync(slug, name, ct)));
        domain.Add(Change(services, "remove", "The host name leads nowhere any more.", (registry, slug, name, ct) => registry.RemoveDomainAsync(slug, name, ct)));
        var (slug, json) = (new Argument<string>("slug"), Output.JsonOption());
        var list = new Command("list", "The tenant's host names.") { slug, json };
        list.SetAction((parsed, ct) => Output.GuardAsync(parsed, async () =>
        {
            var registry = services.GetRequiredService<TenantRegistry>();
            var domains = await registry.DomainsAsync((await registry.FindAsync(parsed.GetValue(slug)!, ct)).Id, ct);
            if (parsed.GetValue(json)) parsed.WriteJson(domains);
            else foreach (var name in domains) parsed.WriteLine(name);
            return 0;
        }));
        domain.Add(list);
        return domain;
    }

    private static Command Change(IServiceProvider services, string verb, string description, Func<TenantRegistry, string, string, CancellationToken, Task<string>> change)
    {
        var (slug, name) = (new Argument<string>("slug"), new Argument<string>("domain"));
        var command = new Command(verb, description) { slug, name };
        command.SetAction((parsed, ct) => Output.GuardAsync(parsed, async () =>
        {
            parsed.WriteLine(await change(services.GetRequiredService<TenantRegistry>(), parsed.GetValue(slug)!, parsed.GetValue(name)!, ct));
            return 0;
        }));
        return command;
    }
}
