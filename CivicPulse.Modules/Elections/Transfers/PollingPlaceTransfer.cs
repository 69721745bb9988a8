using System.ComponentModel.DataAnnotations;
using System.Linq.Expressions;
using CivicPulse.Modules.Elections.Model;
using CivicPulse.Platform.Data;
using CivicPulse.Platform.Portal;
using CivicPulse.Platform.Transfers;
using Microsoft.EntityFrameworkCore;

namespace CivicPulse.Modules.Elections.Transfers;

/// <summary>Polling places by their election and name.</summary>
internal sealed class PollingPlaceTransfer : Transfer<PollingPlace, PollingPlaceRow>
{
    private readonly References _references = new();

    public override string Kind => "polling_places";

    public override string ReadWord => ElectionsPermissions.Read;

    public override string WriteWord => ElectionsPermissions.Write;

    public override string PublishWord => ElectionsPermissions.Publish;

    public override IReadOnlyList<string> Keys => ["election", "name"];

    public override IReadOnlyDictionary<string, string[]> Aliases { get; } = new Dictionary<string, string[]>(StringComparer.Ordinal)
    {
        ["name"] = ["polling place", "location", "polling location"],
        ["address_lines"] = ["address", "street"],
        ["latitude"] = ["lat"],
        ["longitude"] = ["lon", "lng", "long"],
        ["precincts"] = ["precinct"],
    };

    protected override Expression<Func<PollingPlace, PollingPlaceRow>> Row => p => new PollingPlaceRow(
        p.Election!.Identifier ?? p.Election.Name, p.Name, p.Identifier, p.AddressLines, p.Latitude, p.Longitude, p.IsDropBox, p.IsEarlyVoting, p.Directions, p.PhotoUri,
        p.Divisions, p.Precincts, p.Hours, p.Sources);

    protected override IQueryable<PollingPlace> Records(TenantDb db) => db.PollingPlaces.OrderBy(p => p.Election!.Identifier ?? p.Election.Name).ThenBy(p => p.Name);

    protected override async Task<IQueryable<PollingPlace>> FindAsync(TenantDb db, IReadOnlyList<PollingPlaceRow> rows, CancellationToken ct)
    {
        await _references.FindElectionsAsync(db, rows.Select(r => r.Election), ct);
        var elections = rows.Select(r => _references.KnownElection(r.Election)?.Id).OfType<Guid>().Distinct().ToArray();
        var names = rows.Select(r => r.Name).Distinct(StringComparer.Ordinal).ToArray();
        return db.PollingPlaces.Include(p => p.Election).Where(p => elections.Contains(p.ElectionId) && names.Contains(p.Name));
    }

    protected override PollingPlace Create(PollingPlaceRow row)
    {
        var place = new PollingPlace { ElectionId = _references.Election(row.Election).Id, Name = row.Name };
        Change(place, row);
        return place;
    }

    protected override void Change(PollingPlace record, PollingPlaceRow row)
    {
        record.Identifier = row.Identifier;
        (record.AddressLines, record.Latitude, record.Longitude) = (row.AddressLines ?? [], row.Latitude, row.Longitude);
        (record.IsDropBox, record.IsEarlyVoting) = (row.IsDropBox ?? false, row.IsEarlyVoting ?? false);
        (record.Directions, record.PhotoUri) = (row.Directions, row.PhotoUri);
        (record.Divisions, record.Precincts, record.Hours) = (row.Divisions ?? [], row.Precincts ?? [], row.Hours ?? []);
        record.Sources = row.Sources ?? [];
        record.Check();
    }
}

/// <param name="Hours">Each as <c>2026-11-03 07:00-19:00 America/New_York</c>.</param>
public sealed record PollingPlaceRow(
    [Required, MaxLength(300)][property: RefersTo("elections")] string Election, [Required, MaxLength(300)] string Name, [MaxLength(300)] string? Identifier = null,
    [MaxLength(10)] string[]? AddressLines = null, [Range(-90, 90)] double? Latitude = null, [Range(-180, 180)] double? Longitude = null, bool? IsDropBox = null, bool? IsEarlyVoting = null,
    [MaxLength(2000)] string? Directions = null, [WebAddress] string? PhotoUri = null, [MaxLength(100), DivisionIds] string[]? Divisions = null, [MaxLength(200)] string[]? Precincts = null,
    [MaxLength(100), OpeningHours] string[]? Hours = null, [MaxLength(100), WebAddress] string[]? Sources = null);
