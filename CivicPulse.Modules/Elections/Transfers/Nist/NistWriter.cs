using System.Text.Encodings.Web;
using System.Text.Json;
using CivicPulse.Modules.Elections.Model;
using CivicPulse.Modules.Elections.Transfers.Files;
using CivicPulse.Platform.Data;
using Microsoft.EntityFrameworkCore;

namespace CivicPulse.Modules.Elections.Transfers.Nist;

/// <summary>Writes an ElectionReport of one election; counts go out as they come from the database.</summary>
internal sealed class NistWriter(TenantDb db, ElectionBook book, Stream file)
{
    private const int Held = 64_000;
    private readonly Utf8JsonWriter _json = new(file, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    public async Task WriteAsync(CancellationToken ct)
    {
        _json.WriteStartObject();
        Head();
        Array("Person", book.Contests.SelectMany(c => book.Selections[c.Id]).Where(s => s.PersonName is not null || s.PersonIdentifier is not null), Person);
        Array("Office", book.Contests.Where(c => c.Office is not null), Office);
        Array("Party", book.Parties, Party);
        await _json.FlushAsync(ct);
        await UnitsAsync(ct);
        _json.WriteStartArray("Election");
        await ElectionAsync(ct);
        _json.WriteEndArray();
        _json.WriteEndObject();
        await _json.FlushAsync(ct);
        await _json.DisposeAsync();
    }

    private void Head()
    {
        var election = book.Election;
        Type("ElectionReport");
        _json.WriteString("Format", "precinct-level");
        _json.WriteString("GeneratedDate", book.ChangedAt.UtcDateTime);
        _json.WriteString("Issuer", "CivicPulse");
        _json.WriteString("IssuerAbbreviation", "CP");
        _json.WriteNumber("SequenceStart", 1);
        _json.WriteNumber("SequenceEnd", 1);
        _json.WriteString("Status", election.Status switch
        {
            ElectionStatus.Certified => "certified",
            ElectionStatus.Held => book.Units.TrueForAll(u => u.CountStatus == CountStatus.Completed) ? "unofficial-complete" : "unofficial-partial",
            _ => "pre-election",
        });
        _json.WriteString("VendorApplicationId", "CivicPulse");
    }

    private void Person(ContestSelection s)
    {
        Id("person-" + book.IdOf(s.Id));
        Type("Person");
        if (s.PersonName is { } name) Text("FullName", name);
        if (s.PersonIdentifier is { } id) Identifiers(("other", FileTerms.PersonIdentifier, id));
    }

    private void Office(Contest c)
    {
        Id("office-" + book.IdOf(c.Id));
        Type("Office");
        Text("Name", c.Office!);
        _json.WriteString("ElectoralDistrictId", book.DistrictOf(c));
    }

    private void Party(Party p)
    {
        Id(book.IdOf(p.Id));
        Type("Party");
        Text("Name", p.Name);
        String("Abbreviation", p.Abbreviation);
        String("Color", p.Color);
        String("LogoUri", p.LogoUri);
    }

    private async Task UnitsAsync(CancellationToken ct)
    {
        var parts = book.Units.Where(u => u.ParentId is not null).ToLookup(u => u.ParentId!.Value);
        _json.WriteStartArray("GpUnit");
        Object(() => District(ElectionBook.NoDistrict, null, null));
        foreach (var ((division, district), id) in book.Districts) Object(() => District(id, division, district));
        foreach (var unit in book.Units)
        {
            Object(() => Unit(unit, parts[unit.Id]));
            if (_json.BytesPending > Held) await _json.FlushAsync(ct);
        }
        _json.WriteEndArray();
    }

    private void District(string id, string? division, string? district)
    {
        Id(id);
        Type("ReportingUnit");
        _json.WriteString("Type", "other");
        String("Number", district);
        String("Name", district ?? division ?? "Everywhere");
        if (division is not null) Identifiers(("ocd-id", null, division));
    }

    private void Unit(ReportingUnit u, IEnumerable<ReportingUnit> parts)
    {
        Id(book.IdOf(u.Id));
        Type("ReportingUnit");
        _json.WriteString("Type", FileTerms.Word(u.Type));
        _json.WriteString("Name", u.Name);
        String("Number", u.Number);
        if (u.DivisionId is { } division) Identifiers(("ocd-id", null, division));
        if (u.RegisteredVoters is { } registered) _json.WriteNumber("VotersRegistered", registered);
        if (u.BallotsCast is { } cast) _json.WriteNumber("VotersParticipated", cast);
        if (u.CountStatus is { } status)
            Array("CountStatus", [status], s =>
            {
                Type("CountStatus");
                _json.WriteString("Status", FileTerms.Word(s));
                _json.WriteString("Type", "total");
            });
        Strings("ComposingGpUnitIds", parts.Select(p => book.IdOf(p.Id)));
    }

    private async Task ElectionAsync(CancellationToken ct)
    {
        var election = book.Election;
        _json.WriteStartObject();
        Type("Election");
        Text("Name", election.Name);
        _json.WriteString("StartDate", FileTerms.Day(election.Date));
        _json.WriteString("EndDate", FileTerms.Day(election.Date));
        _json.WriteString("Type", FileTerms.Word(election.ElectionType));
        _json.WriteString("ElectionScopeId", book.Scope);
        if (election.Identifier is { } id) Identifiers(("other", FileTerms.Identifier, id));
        Array("Candidate", book.Contests.Where(c => c.Kind == ContestKind.Candidate).SelectMany(c => book.Selections[c.Id]), Candidate);
        await _json.FlushAsync(ct);
        await ContestsAsync(ct);
        _json.WriteEndObject();
    }

    private void Candidate(ContestSelection s)
    {
        Id("candidate-" + book.IdOf(s.Id));
        Type("Candidate");
        Text("BallotName", s.Name);
        String("FileDate", FileTerms.Day(s.FileDate));
        _json.WriteBoolean("IsIncumbent", s.IsIncumbent);
        _json.WriteBoolean("IsTopTicket", s.IsTopTicket);
        String("PartyId", book.IdOf(s.PartyId));
        if (s.PersonName is not null || s.PersonIdentifier is not null) _json.WriteString("PersonId", "person-" + book.IdOf(s.Id));
        if (s.PreElectionStatus is { } before) _json.WriteString("PreElectionStatus", FileTerms.Word(before));
        if (s.PostElectionStatus is PostElectionStatus.Defeated) Identifiers(("other", FileTerms.PostElectionStatus, FileTerms.Word(PostElectionStatus.Defeated)));
        else if (s.PostElectionStatus is { } after) _json.WriteString("PostElectionStatus", FileTerms.Word(after));
    }

    /// <summary>Counts come in the order of contests and selections, so both are written along, and each count once.</summary>
    private async Task ContestsAsync(CancellationToken ct)
    {
        var counts = db.VoteCounts;
        await using var votes = counts.Where(v => v.ElectionId == book.Election.Id)
            .OrderBy(v => v.Selection!.Contest!.SequenceOrder).ThenBy(v => v.Selection!.Contest!.Name).ThenBy(v => v.Selection!.SequenceOrder).ThenBy(v => v.Selection!.Name)
            .ThenBy(v => v.ReportingUnit!.Name).ThenBy(v => v.CountItemType)
            .Select(v => new Counted(v.SelectionId, v.ReportingUnitId, v.CountItemType, v.Votes)).AsAsyncEnumerable().GetAsyncEnumerator(ct);
        var more = await votes.MoveNextAsync();
        _json.WriteStartArray("Contest");
        foreach (var contest in book.Contests)
        {
            _json.WriteStartObject();
            new NistContest(_json, book).Write(contest);
            _json.WriteStartArray("BallotSelection");
            foreach (var selection in book.Selections[contest.Id])
            {
                _json.WriteStartObject();
                new NistContest(_json, book).Write(contest, selection);
                _json.WriteStartArray("VoteCounts");
                for (; more && votes.Current.Selection == selection.Id; more = await votes.MoveNextAsync())
                {
                    Object(() => Count(votes.Current));
                    if (_json.BytesPending > Held) await _json.FlushAsync(ct);
                }
                _json.WriteEndArray();
                _json.WriteEndObject();
            }
            _json.WriteEndArray();
            _json.WriteEndObject();
            await _json.FlushAsync(ct);
        }
        _json.WriteEndArray();
        if (more) throw new InvalidOperationException("A count belongs to no selection that was written.");
    }

    private void Count(Counted v)
    {
        Type("VoteCounts");
        _json.WriteString("GpUnitId", book.IdOf(v.Unit));
        _json.WriteString("Type", FileTerms.Word(v.Way));
        _json.WriteNumber("Count", v.Votes);
    }

    private void Array<T>(string name, IEnumerable<T> things, Action<T> write)
    {
        _json.WriteStartArray(name);
        foreach (var thing in things) Object(() => write(thing));
        _json.WriteEndArray();
    }

    private void Object(Action write)
    {
        _json.WriteStartObject();
        write();
        _json.WriteEndObject();
    }

    private void Strings(string name, IEnumerable<string> values) => NistContest.Strings(_json, name, values);

    private void Id(string id) => _json.WriteString("@id", id);

    private void Type(string name) => _json.WriteString("@type", "ElectionResults." + name);

    private void Text(string name, string text) => NistContest.Text(_json, name, text);

    private void String(string name, string? value)
    {
        if (value is not null) _json.WriteString(name, value);
    }

    private void Identifiers(params (string Type, string? Other, string Value)[] identifiers) => Array("ExternalIdentifier", identifiers, i =>
    {
        Type("ExternalIdentifier");
        _json.WriteString("Type", i.Type);
        String("OtherType", i.Other);
        _json.WriteString("Value", i.Value);
    });

    private sealed record Counted(Guid Selection, Guid Unit, CountItemType Way, int Votes);
}
