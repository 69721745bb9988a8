using System.Linq.Expressions;
using CivicPulse.Modules.Governance.Endpoints;
using CivicPulse.Modules.Governance.Model;
using CivicPulse.Platform.Data;
using CivicPulse.Platform.Transfers;
using Microsoft.EntityFrameworkCore;

namespace CivicPulse.Modules.Governance.Transfers;

/// <summary>Bodies by their name, which is unique.</summary>
internal sealed class BodyTransfer : Transfer<Body, CreateBody>
{
    public override string Kind => "bodies";

    public override string ReadWord => GovernancePermissions.Read;

    public override string WriteWord => GovernancePermissions.Write;

    public override IReadOnlyList<string> Keys => ["name"];

    public override IReadOnlyDictionary<string, string[]> Aliases { get; } = new Dictionary<string, string[]>(StringComparer.Ordinal)
    {
        ["name"] = ["body", "body name", "organization", "organisation", "committee"],
        ["classification"] = ["type", "kind", "class"],
        ["description"] = ["about", "notes", "purpose"],
    };

    protected override Expression<Func<Body, CreateBody>> Row => b => new CreateBody(b.Name, b.Classification, b.Description, b.DistrictId);

    protected override IQueryable<Body> Records(TenantDb db) => db.Bodies.OrderBy(b => b.Name);

    protected override Task<List<Body>> FindAsync(TenantDb db, IReadOnlyList<CreateBody> rows, CancellationToken ct)
    {
        var names = rows.Select(r => r.Name).Distinct(StringComparer.Ordinal).ToArray();
        return db.Bodies.Where(b => names.Contains(b.Name)).ToListAsync(ct);
    }

    protected override Body Create(CreateBody row) => new() { Name = row.Name, Classification = row.Classification, Description = row.Description, DistrictId = row.DistrictId };

    protected override void Change(Body record, CreateBody row) => (record.Classification, record.Description, record.DistrictId) = (row.Classification, row.Description, row.DistrictId);
}
