using CivicPulse.Platform.Data;

namespace CivicPulse.Modules.Governance.Model;

/// <summary>Who sits in the made-up council, and what they decide in its made-up meetings. Seconds are those of the recording.</summary>
internal sealed class DemoCouncil(TenantDb db, Body body)
{
    public const string Town = "ocd-division/country:us/state:ga/place:riverton";
    private static readonly DateTimeOffset Before = new(2026, 3, 10, 18, 30, 0, TimeSpan.Zero);
    private static readonly (string Name, string Role)[] Seats =
        [("Alvarez", "Chair"), ("Boone", "Treasurer"), ("Chen", "Council Member"), ("Diaz", "Council Member"), ("Ellery", "Council Member")];

    private readonly Dictionary<string, Official> _officials = new(StringComparer.Ordinal);

    public static Meeting Meeting(string name, DateTimeOffset start, Body body, MeetingStatus status) => new()
    {
        Name = name,
        StartDate = start,
        BodyId = body.Id,
        Status = status,
        Classification = "regular",
        LocationName = "Town hall of Riverton (made up)",
    };

    public void TakeSeats()
    {
        foreach (var (name, role) in Seats) Seat(name, role);
    }

    /// <summary>The matter that the council deals with.</summary>
    public Matter Introduce()
    {
        var roof = new Matter
        {
            BodyId = body.Id,
            Identifier = "RES 2026-7",
            Name = "Repair of the library roof (demo)",
            Classification = MatterClassification.Resolution,
            Status = MatterStatus.Passed,
            Abstract = "Forty thousand dollars from the reserve fund for the roof of the public library of a made-up town.",
            Subjects = ["Library", "Budget"],
            IntroducedOn = new(2026, 3, 10),
        };
        db.Matters.Add(roof);
        var chen = _officials["Chen"];
        db.Sponsorships.Add(new Sponsorship { MatterId = roof.Id, OfficialId = chen.Id, Name = chen.Name, Classification = SponsorClassification.Primary });
        db.MatterActions.Add(new MatterAction { MatterId = roof.Id, Order = 1, Date = new(2026, 3, 10), Description = "Introduced and laid over to the April meeting", Classification = ["introduction", "deferral"] });
        db.MatterActions.Add(new MatterAction { MatterId = roof.Id, Order = 2, Date = new(2026, 4, 14), Description = "Passed, four to one", Classification = ["passage"] });
        return roof;
    }

    /// <summary>The meeting before the recorded one, with minutes that one person wrote and reviewed and another published.</summary>
    public void MeetBefore(Matter roof, DateTimeOffset now, IReadOnlyList<Guid> staff)
    {
        var meeting = Meeting("Riverton Town Council, regular meeting in March (demo)", Before, body, MeetingStatus.Passed);
        var item = new AgendaItem { MeetingId = meeting.Id, Order = 1, Title = "Library roof: first reading", MatterId = roof.Id };
        db.Meetings.Add(meeting);
        db.AgendaItems.Add(item);
        Attend(meeting, excused: "Diaz");
        Vote(meeting, Move(meeting, "To lay the repair of the library roof over to the April meeting", MotionClassification.Tabling, item, roof, "Boone", "Chen", null), 1200, against: null, absent: "Diaz");
        if (staff is not [var writer, ..]) return;
        var minutes = Minutes.Write(meeting.Id, now, writer);
        minutes.Add(LineKind.Summary, "The council heard of the leaks in the roof of the library and wants a second offer before it decides.", null, null, now, writer);
        minutes.Add(LineKind.Decision, "The repair of the library roof (RES 2026-7) is laid over to the April meeting: four in favor, one excused.", null, null, now, writer);
        minutes.Add(LineKind.ActionItem, "Ask for a second offer for the roof.", _officials["Boone"].Name, null, now, writer);
        minutes.Review(now, writer);
        if (staff.Count > 1) minutes.Publish(now, staff[1]);
        db.Minutes.Add(minutes);
    }

    public void Decide(Meeting meeting, IReadOnlyList<AgendaItem> agenda, Matter roof)
    {
        Attend(meeting, excused: null);
        agenda[0].MatterId = roof.Id;
        Vote(meeting, Move(
            meeting, "To approve forty thousand dollars from the reserve fund for the library roof, on the condition that staff write a maintenance plan for all town buildings",
            MotionClassification.Passage, agenda[0], roof, "Chen", "Diaz", 72), 88, against: "Ellery");
        Vote(meeting, Move(meeting, "To table the permit until the proof of insurance has arrived", MotionClassification.Tabling, agenda[2], null, "Diaz", "Ellery", 242), 252, against: null);
        Say(meeting, roof);
    }

    private void Seat(string name, string role)
    {
        var official = new Official { Name = $"{role} {name} (demo)", FamilyName = name, SortName = name, Summary = "A made-up member of a made-up council." };
        var post = new Post { BodyId = body.Id, Label = $"Seat of {name} (demo)", Role = role, DivisionId = Town };
        _officials[name] = official;
        db.Officials.Add(official);
        db.Posts.Add(post);
        db.Memberships.Add(new Membership { BodyId = body.Id, PostId = post.Id, OfficialId = official.Id, PersonName = official.Name, Role = role, Mandate = Mandate.Elected, StartDate = "2026-01-05" });
    }

    private void Attend(Meeting meeting, string? excused)
    {
        foreach (var (name, official) in _officials)
            db.Attendances.Add(new Attendance { MeetingId = meeting.Id, OfficialId = official.Id, PersonName = official.Name, Status = name == excused ? AttendanceStatus.Excused : AttendanceStatus.Present });
        db.Attendances.Add(new Attendance { MeetingId = meeting.Id, PersonName = "Clerk Novak (demo)", Note = "Called the roll." });
    }

    private Motion Move(Meeting meeting, string text, MotionClassification classification, AgendaItem item, Matter? matter, string mover, string seconder, int? second)
    {
        var motion = new Motion
        {
            MeetingId = meeting.Id,
            AgendaItemId = item.Id,
            MatterId = matter?.Id,
            Text = text,
            Classification = classification,
            MoverId = _officials[mover].Id,
            MoverName = _officials[mover].Name,
            SeconderId = _officials[seconder].Id,
            SeconderName = _officials[seconder].Name,
            VideoSeconds = second,
        };
        db.Motions.Add(motion);
        return motion;
    }

    private void Vote(Meeting meeting, Motion motion, int second, string? against, string? absent = null)
    {
        var vote = new VoteEvent { MotionId = motion.Id, StartDate = meeting.StartDate.AddSeconds(second), VideoSeconds = motion.VideoSeconds is null ? null : second };
        vote.Call(motion, [.. _officials.Select(o => new PersonVote
        {
            OfficialId = o.Value.Id,
            VoterName = o.Value.Name,
            Option = OptionOf(o.Key),
            VotedAt = vote.StartDate,
        })], null, vote.StartDate);
        db.VoteEvents.Add(vote);

        VoteOption OptionOf(string name)
        {
            if (name == against) return VoteOption.No;
            return name == absent ? VoteOption.Excused : VoteOption.Yes;
        }
    }

    private void Say(Meeting meeting, Matter roof)
    {
        var stance = new Stance
        {
            OfficialId = _officials["Ellery"].Id,
            Topic = "Repair of the library roof",
            MatterId = roof.Id,
            Position = StancePosition.Against,
            Statement = "The reserve is not for what should have been planned for: a maintenance plan comes first.",
            StatedOn = DateOnly.FromDateTime(meeting.StartDate.UtcDateTime),
            Citations = CitedPlace.Kept([new CitedPlace(null, meeting.Id, 61, "Riverton Town Council (demo)", "I would rather see a maintenance plan first.")]),
        };
        stance.Answer("With the plan in hand I would have voted yes. (A made-up reply.)", _officials["Ellery"].Name, stance.StatedOn.Value.AddDays(2));
        db.Stances.Add(stance);
    }
}
