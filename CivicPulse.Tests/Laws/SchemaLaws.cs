using CivicPulse.Tests.Support;

namespace CivicPulse.Tests.Laws;

/// <summary>What the catalogue says of every tenant's schema and role, whoever made the tables.</summary>
public sealed class SchemaLaws(TestSystem system)
{
    /// <summary>Name, query for what breaks the law, and an owner's mistake that must show in it.</summary>
    private static readonly (string Law, string Broken, string Mistake)[] All =
    [
        ("no tenant table lies outside a tenant's schema", """
            select n.nspname || '.' || c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace
            where c.relkind in ('r', 'p') and (n.nspname = 'public' or (n.nspname in ('platform', 'reference') and c.relname in (
                select relname from pg_class t join pg_namespace s on s.oid = t.relnamespace where s.nspname like 't\_%' and t.relkind in ('r', 'p') and t.relname <> 'audit_entries'
                    and t.relname not like 'audit\_%')))
            """, "create table public.meetings (id int)"),
        ("a tenant's role has rows and nothing else", """
            select n.nspname || '.' || c.relname || ' ' || a.privilege_type from pg_class c join pg_namespace n on n.oid = c.relnamespace, aclexplode(c.relacl) a join pg_roles r on r.oid = a.grantee
            where r.rolname like 'tenant\_%' and (a.is_grantable or a.privilege_type not in ('SELECT', 'INSERT', 'UPDATE', 'DELETE', 'USAGE'))
            union all select n.nspname || ' ' || a.privilege_type from pg_namespace n, aclexplode(n.nspacl) a join pg_roles r on r.oid = a.grantee
            where r.rolname like 'tenant\_%' and (a.is_grantable or a.privilege_type <> 'USAGE')
            """, "grant truncate on {0}.meetings to {1}"),
        ("a tenant's role reaches its own schema, the shared ones and no other", """
            select r.rolname || ' ' || n.nspname from pg_roles r cross join pg_namespace n
            where r.rolname like 'tenant\_%' and n.nspname not in ('pg_catalog', 'information_schema', 'extensions', 'reference', 'search') and n.nspname !~ '^pg_(toast|temp)'
              and n.nspname <> 't_' || substr(r.rolname, 8) and has_schema_privilege(r.oid, n.oid, 'usage, create')
              and exists (select from pg_namespace own where own.nspname = 't_' || substr(r.rolname, 8))
            """, "grant usage on schema {2} to {1}"),
        ("a tenant's role is a member of the shared one only, cannot log in and bypasses nothing", """
            select r.rolname || ' ' || coalesce(m.rolname, 'itself') from pg_roles r left join pg_auth_members g on g.member = r.oid left join pg_roles m on m.oid = g.roleid
            where r.rolname like 'tenant\_%' and exists (select from pg_namespace own where own.nspname = 't_' || substr(r.rolname, 8))
              and (m.rolname is distinct from 'civicpulse_tenant' or r.rolcanlogin or r.rolsuper or r.rolcreaterole or r.rolcreatedb or r.rolbypassrls or r.rolreplication)
            """, "alter role {1} login"),
        ("the owner owns everything", """
            select n.nspname || '.' || c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace
            where (n.nspname like 't\_%' or n.nspname in ('platform', 'audit', 'reference')) and pg_get_userbyid(c.relowner) <> current_user
            union all select n.nspname from pg_namespace n where (n.nspname like 't\_%' or n.nspname in ('platform', 'audit', 'reference', 'extensions', 'search')) and pg_get_userbyid(n.nspowner) <> current_user
            """, "alter table {0}.meetings owner to civicpulse_tenant"),
        ("nobody else reads or writes a tenant's tables", """
            select n.nspname || '.' || c.relname || ' ' || coalesce(r.rolname, 'PUBLIC') from pg_class c join pg_namespace n on n.oid = c.relnamespace, aclexplode(c.relacl) a left join pg_roles r on r.oid = a.grantee
            where n.nspname like 't\_%' and coalesce(r.rolname, 'PUBLIC') not in ('tenant_' || substr(n.nspname, 3), current_user)
            """, "grant select on {0}.meetings to public"),
    ];

    public static TheoryData<string> Laws => [.. All.Select(l => l.Law)];

    [Theory]
    [MemberData(nameof(Laws))]
    public async Task The_catalogue_obeys(string law)
    {
        await system.NewTenantAsync();
        Assert.Empty(await system.Site.TextsAsync(All.Single(l => l.Law == law).Broken));
    }

    [Fact]
    public async Task Every_law_notices_a_mistake()
    {
        await using var site = await Site.WithoutHostsAsync(system.Backing, "mistakes");
        var installation = (CivicPulse.Platform.Installation)site.Commands.GetService(typeof(CivicPulse.Platform.Installation))!;
        foreach (var (law, broken, mistake) in All)
        {
            var slug = $"mistake-{Array.FindIndex(All, l => l.Law == law)}";
            var (mine, theirs) = (await installation.ProvisionAsync(slug, "x", CancellationToken.None), await installation.ProvisionAsync(slug + "-b", "x", CancellationToken.None));
            Assert.True((await site.TextsAsync(broken)).Count == 0, law);
            await site.RowsAsync(string.Format(System.Globalization.CultureInfo.InvariantCulture, mistake, mine.Schema, mine.Role, theirs.Schema));
            Assert.True((await site.TextsAsync(broken)).Count > 0, $"Not noticed: {law}");
            // Roles belong to the whole server, where other tests look too.
            await site.RowsAsync($"drop table if exists public.meetings; alter role {mine.Role} nologin; drop schema {mine.Schema} cascade; drop owned by {mine.Role}");
        }
    }
}
