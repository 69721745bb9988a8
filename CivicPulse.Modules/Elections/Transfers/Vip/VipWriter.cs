using System.Globalization;
using System.Text;
using System.Xml;
using CivicPulse.Modules.Elections.Model;
using CivicPulse.Modules.Elections.Transfers.Files;

namespace CivicPulse.Modules.Elections.Transfers.Vip;

/// <summary>Writes a feed of one election, element after element. Within each they stand in the order of the schema.</summary>
internal sealed class VipWriter(ElectionBook book)
{
    private const string NoState = "state-local-0";
    private const string NoLocality = "locality-local-0";
    private VipElements _xml = null!;

    public async Task WriteAsync(Stream file, CancellationToken ct)
    {
        await using var xml = XmlWriter.Create(file, new XmlWriterSettings { Async = true, Encoding = new UTF8Encoding(false), Indent = true, CheckCharacters = false });
        _xml = new VipElements(xml);
        await xml.WriteStartDocumentAsync();
        xml.WriteStartElement("VipObject");
        xml.WriteAttributeString("schemaVersion", "5.2");
        Source();
        Election();
        foreach (var part in (Action[])[Districts, Parties, Contests, Hours, Places, Units])
        {
            ct.ThrowIfCancellationRequested();
            part();
            await xml.FlushAsync();
        }
        await xml.WriteEndElementAsync();
        await xml.WriteEndDocumentAsync();
        await xml.FlushAsync();
    }

    private ReportingUnit? State => book.Units.Find(u => u.Type == ReportingUnitType.State);

    private string StateId => State is { } state ? book.IdOf(state.Id) : NoState;

    private void Source() => _xml.Element("Source", "source-1", () =>
    {
        _xml.Value("DateTime", book.ChangedAt.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss'Z'", CultureInfo.InvariantCulture));
        _xml.Value("Name", "CivicPulse");
        _xml.Value("VipId", "civicpulse");
    });

    private void Election()
    {
        var e = book.Election;
        _xml.Element("Election", FileTerms.Id("election", e.Identifier, 1), () =>
        {
            _xml.Text("AbsenteeBallotInfo", e.AbsenteeInfo);
            _xml.Value("AbsenteeRequestDeadline", Deadline(DeadlineKind.AbsenteeRequest));
            _xml.Value("Date", FileTerms.Day(e.Date));
            _xml.Text("ElectionType", FileTerms.Word(e.ElectionType));
            _xml.Truth("HasElectionDayRegistration", e.HasElectionDayRegistration);
            _xml.Truth("IsStatewide", e.IsStatewide);
            _xml.Text("Name", e.Name);
            _xml.Value("RegistrationDeadline", Deadline(DeadlineKind.Registration));
            _xml.Text("RegistrationInfo", e.RegistrationInfo);
            _xml.Value("ResultsUri", e.ResultsUri);
            _xml.Value("StateId", StateId);
        });
    }

    private string? Deadline(DeadlineKind kind) => FileTerms.Day(book.Deadlines.Find(d => d.Kind == kind && d.Label is null)?.Date);

    private void Districts()
    {
        _xml.Element("ElectoralDistrict", ElectionBook.NoDistrict, () => District(null, null));
        foreach (var ((division, district), id) in book.Districts) _xml.Element("ElectoralDistrict", id, () => District(division, district));
    }

    private void District(string? division, string? district)
    {
        _xml.Identifiers(("ocd-id", null, division), ("local-level", null, district));
        _xml.Value("Name", district ?? division ?? "Everywhere");
        _xml.Value("Type", "other");
    }

    private void Parties()
    {
        foreach (var p in book.Parties)
            _xml.Element("Party", book.IdOf(p.Id), () =>
            {
                _xml.Value("Abbreviation", p.Abbreviation);
                _xml.Value("Color", p.Color);
                _xml.Value("LogoUri", p.LogoUri);
                _xml.Text("Name", p.Name);
            });
    }

    private void Contests()
    {
        var contests = new VipContestWriter(book, _xml);
        foreach (var contest in book.Contests) contests.Write(contest);
    }

    private void Hours()
    {
        foreach (var place in book.Places.Where(p => p.Hours.Length > 0))
            _xml.Element("HoursOpen", "hours-" + book.IdOf(place.Id), () =>
            {
                foreach (var hours in OpeningHours.Of(place.Hours)) Schedule(hours);
            });
    }

    /// <summary>The form has offsets; the name of the zone, from which they come, goes along as a label.</summary>
    private void Schedule(OpeningHours hours) => _xml.Labelled("Schedule", hours.TimeZone ?? "local", () =>
    {
        var day = hours.Date!.Value;
        string At(TimeOnly time)
        {
            var offset = hours.TimeZone is { } zone && TimeZoneInfo.TryFindSystemTimeZoneById(zone, out var known) ? known.GetUtcOffset(day.ToDateTime(time)) : TimeSpan.Zero;
            return string.Create(CultureInfo.InvariantCulture, $"{time:HH:mm:ss}{(offset < TimeSpan.Zero ? '-' : '+')}{offset:hh\\:mm}");
        }
        _xml.Group("Hours", () =>
        {
            _xml.Value("StartTime", At(hours.Opens!.Value));
            _xml.Value("EndTime", At(hours.Closes!.Value));
        });
        _xml.Value("StartDate", FileTerms.Day(day));
        _xml.Value("EndDate", FileTerms.Day(day));
    });

    private void Places()
    {
        foreach (var p in book.Places)
            _xml.Element("PollingLocation", book.IdOf(p.Id), () =>
            {
                foreach (var line in p.AddressLines.DefaultIfEmpty(p.Name)) _xml.Value("AddressLine", line);
                _xml.Text("Directions", p.Directions);
                _xml.Value("HoursOpenId", p.Hours.Length > 0 ? "hours-" + book.IdOf(p.Id) : null);
                _xml.Truth("IsDropBox", p.IsDropBox);
                _xml.Truth("IsEarlyVoting", p.IsEarlyVoting);
                if (p is { Latitude: { } latitude, Longitude: { } longitude })
                    _xml.Group("LatLng", () =>
                    {
                        _xml.Value("Latitude", latitude.ToString("R", CultureInfo.InvariantCulture));
                        _xml.Value("Longitude", longitude.ToString("R", CultureInfo.InvariantCulture));
                    });
                _xml.Value("Name", p.Name);
                _xml.Value("PhotoUri", p.PhotoUri);
            });
    }

    private void Units()
    {
        var precincts = book.Units.Where(u => u.Type is ReportingUnitType.Precinct or ReportingUnitType.SplitPrecinct or ReportingUnitType.CombinedPrecinct).ToList();
        var localities = book.Units.Where(u => u != State).Except(precincts).ToList();
        _xml.Element("State", StateId, () => StateBody(State));
        foreach (var unit in localities) _xml.Element("Locality", book.IdOf(unit.Id), () => Locality(unit.Name, unit));
        if (precincts.Exists(p => p.ParentId is null || !localities.Exists(l => l.Id == p.ParentId))) _xml.Element("Locality", NoLocality, () => Locality("Elsewhere", null));
        var within = localities.Select(l => l.Id).ToHashSet();
        foreach (var unit in precincts) _xml.Element("Precinct", book.IdOf(unit.Id), () => Precinct(unit, unit.ParentId is { } parent && within.Contains(parent) ? book.IdOf(parent) : NoLocality));
    }

    private void StateBody(ReportingUnit? state)
    {
        var division = state?.DivisionId ?? book.Election.DivisionId;
        _xml.Identifiers(("ocd-id", null, division));
        _xml.Value("Name", state?.Name ?? "Everywhere");
        _xml.Value("PollingLocationIds", Serving(division));
    }

    private void Locality(string name, ReportingUnit? unit)
    {
        _xml.Identifiers(("ocd-id", null, unit?.DivisionId));
        _xml.Value("Name", name);
        _xml.Value("PollingLocationIds", Serving(unit?.DivisionId));
        _xml.Value("StateId", StateId);
        _xml.Value("Type", unit?.Type == ReportingUnitType.County ? "county" : "other");
        if (unit is not null && unit.Type != ReportingUnitType.County) _xml.Value("OtherType", FileTerms.Word(unit.Type));
    }

    private void Precinct(ReportingUnit unit, string locality)
    {
        _xml.Identifiers(("ocd-id", null, unit.DivisionId), ("other", FileTerms.UnitType, unit.Type == ReportingUnitType.Precinct ? null : FileTerms.Word(unit.Type)));
        _xml.Value("LocalityId", locality);
        _xml.Value("Name", unit.Name);
        _xml.Value("Number", unit.Number);
        var places = book.Places.Where(p => p.Precincts.Contains(unit.Name, StringComparer.Ordinal)).Select(p => book.IdOf(p.Id));
        _xml.Value("PollingLocationIds", string.Join(' ', places) is { Length: > 0 } ids ? ids : null);
    }

    private string? Serving(string? division) =>
        division is not null && string.Join(' ', book.Places.Where(p => p.Divisions.Contains(division, StringComparer.Ordinal)).Select(p => book.IdOf(p.Id))) is { Length: > 0 } ids ? ids : null;
}
