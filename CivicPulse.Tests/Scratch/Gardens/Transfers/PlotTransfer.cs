using System.Linq.Expressions;
using CivicPulse.Platform.Data;
using CivicPulse.Platform.Transfers;
using CivicPulse.Tests.Scratch.Gardens.Endpoints;
using CivicPulse.Tests.Scratch.Gardens.Model;
using Microsoft.EntityFrameworkCore;

namespace CivicPulse.Tests.Scratch.Gardens.Transfers;

/// <summary>Plots by their name.</summary>
internal sealed class PlotTransfer : Transfer<Plot, CreatePlot>
{
    public override string Kind => "plots";

    public override string ReadWord => GardensPermissions.Read;

    public override string WriteWord => GardensPermissions.Write;

    public override IReadOnlyList<string> Keys => ["name"];

    protected override Expression<Func<Plot, CreatePlot>> Row => p => new CreatePlot(p.Name);

    protected override IQueryable<Plot> Records(TenantDb db) => db.Plots.OrderBy(p => p.Name);

    protected override Task<IQueryable<Plot>> FindAsync(TenantDb db, IReadOnlyList<CreatePlot> rows, CancellationToken ct)
    {
        var names = rows.Select(r => r.Name).ToArray();
        return Task.FromResult(db.Plots.Where(p => names.Contains(p.Name)));
    }

    protected override Plot Create(CreatePlot row) => new() { Name = row.Name };
}
