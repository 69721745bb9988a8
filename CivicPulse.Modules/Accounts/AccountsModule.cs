using CivicPulse.Modules.Accounts.Endpoints;
using CivicPulse.Modules.Accounts.Model;
using CivicPulse.Modules.Accounts.Public;
using CivicPulse.Platform;
using CivicPulse.Platform.Access;
using CivicPulse.Platform.Data;
using CivicPulse.Platform.Tenancy;
using CivicPulse.Platform.Tenancy.Archive;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace CivicPulse.Modules.Accounts;

internal sealed class AccountsModule : IModule
{
    public string Name => "Accounts";

    public string About => "Who can sign in, sessions, and what each account may do here.";

    public IReadOnlyList<Permission> Permissions => AccountPermissions.All;

    public void HostTables(ModelBuilder model) => model.AccountTables();

    public void Tables(ModelBuilder model) => model.GrantTables();

    public void Services(IServiceCollection services)
    {
        services.AddIdentityCore<Account>(o =>
        {
            (o.Password.RequiredLength, o.Password.RequireNonAlphanumeric, o.Password.RequireDigit) = (12, false, false);
            (o.Password.RequireUppercase, o.Password.RequireLowercase) = (false, false);
            (o.Lockout.MaxFailedAccessAttempts, o.Lockout.DefaultLockoutTimeSpan) = (10, TimeSpan.FromMinutes(5));
            o.User.RequireUniqueEmail = true;
        }).AddEntityFrameworkStores<HostDb>();
        services.AddScoped<AccountAccess>().AddScoped<IAccountAccess>(p => p.GetRequiredService<AccountAccess>()).AddScoped<SignIn>().AddSingleton<PasswordTurns>().AddScoped<IAccountsHolding, AccountsHolding>().AddScoped<Granting>().AddScoped<IDemoData, DemoAccount>();
        services.AddScoped<ITenantOwners, FirstOwner>().AddScoped<ITravelsWithTenant, AccountNames>();
    }

    public void Routes(IEndpointRouteBuilder routes)
    {
        routes.MapTokens();
        routes.MapSessions();
        routes.MapRoles();
        routes.MapPermissions();
        routes.MapAccounts();
        routes.MapGrants();
        routes.MapAccess();
        routes.MapTeams();
        routes.MapTeamMembers();
    }
}
