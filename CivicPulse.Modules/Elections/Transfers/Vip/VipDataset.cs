using System.Runtime.CompilerServices;
using CivicPulse.Modules.Elections.Transfers.Files;
using CivicPulse.Platform.Data;
using CivicPulse.Platform.Http;
using CivicPulse.Platform.Transfers.Datasets;
using Microsoft.AspNetCore.Http;

namespace CivicPulse.Modules.Elections.Transfers.Vip;

/// <summary>Feeds of the Voting Information Project, version 5, in XML: contests, candidates, precincts and polling places; no counts.</summary>
internal sealed class VipDataset : Dataset
{
    public override string Kind => "vip";

    public override string About => "An election before it is held, as a feed of the Voting Information Project 5.2 in XML: a file, or a zip archive of several; one for each election goes out.";

    public override string ReadWord => ElectionsPermissions.Read;

    public override string WriteWord => ElectionsPermissions.Write;

    public override bool AbsentSaysNothing => true;

    public override IReadOnlyList<DatasetPart> Parts { get; } =
    [
        new("elections", "name", "date", "identifier", "election_type", "is_statewide", "division_id", "has_election_day_registration", "registration_info", "absentee_info", "results_uri"),
        new("deadlines", "election", "kind", "date"),
        .. ElectionFile.Ballot,
        new("reporting_units", "election", "name", "type", "number", "parent", "division_id", "identifier"),
        new("polling_places", "election", "name", "identifier", "address_lines", "latitude", "longitude", "is_drop_box", "is_early_voting", "directions", "photo_uri", "divisions", "precincts", "hours"),
    ];

    public override bool IsWritten => true;

    public override (string ContentType, string FileName) Written => ("application/zip", "vip-feeds.zip");

    protected override async IAsyncEnumerable<DatasetRow> ReadAsync(DatasetFiles files, [EnumeratorCancellation] CancellationToken ct)
    {
        var feeds = new List<(string, ElectionFile)>();
        foreach (var name in files.Names.Where(n => n.EndsWith(".xml", StringComparison.OrdinalIgnoreCase) || files.Names.Count == 1))
        {
            ct.ThrowIfCancellationRequested();
            await using (var head = files.Read(name))
            {
                if (XmlRecords.Root(head) != "VipObject") throw NoFeed();
            }
            await using var file = files.Read(name);
            if (new VipFeed().Read(file) is { } feed) feeds.Add((name, feed));
        }
        if (feeds.Count == 0) throw NoFeed();
        foreach (var row in ElectionFile.Rows(feeds, Parts)) yield return row;
    }

    protected override async Task WriteAsync(TenantDb db, Stream target, CancellationToken ct)
    {
        using var archive = new DatasetArchive(target);
        await foreach (var book in ElectionBook.AllAsync(db, ct)) await archive.AddAsync($"vip-{book.Election.Slug}.xml", file => new VipWriter(book).WriteAsync(file, ct), ct);
        await archive.FinishAsync(ct);
    }

    private static BadInput NoFeed() => new("elections.not_vip", "This is no feed of the Voting Information Project: a VipObject with an Election.", StatusCodes.Status422UnprocessableEntity);
}
