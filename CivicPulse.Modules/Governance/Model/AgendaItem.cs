using CivicPulse.Platform.Data;
using CivicPulse.Platform.Search;

namespace CivicPulse.Modules.Governance.Model;

/// <summary>What a meeting is about, point by point (OCD <c>EventAgendaItem</c>).</summary>
internal sealed class AgendaItem : Entity, ISearchable
{
    public required Guid MeetingId { get; init; }

    public Meeting? Meeting { get; init; }

    /// <summary>Place on the agenda, from 1.</summary>
    public required int Order { get; set; }

    public required string Title { get; set; }

    public string? Notes { get; set; }

    public Guid? MatterId { get; set; }

    public Matter? Matter { get; init; }

    public string? Classification { get; set; }

    public string[] Subjects { get; set; } = [];

    public string[] Links { get; set; } = [];

    /// <summary>Where it begins in the recording.</summary>
    public int? VideoSeconds { get; set; }

    public SearchEntry ToSearch() => new("agenda_item", Title, $"/meetings/{MeetingId}", GovernancePermissions.Read)
    {
        Keywords = Subjects,
        Body = Notes ?? "",
        PartOf = ("meeting", MeetingId),
    };

    /// <summary>Puts one at another place; the others make room, and all are counted from 1 again.</summary>
    public static void Move(List<AgendaItem> agenda, AgendaItem item, int order)
    {
        agenda.Sort((a, b) => a.Order.CompareTo(b.Order));
        agenda.Remove(item);
        agenda.Insert(Math.Clamp(order - 1, 0, agenda.Count), item);
        for (var i = 0; i < agenda.Count; i++) agenda[i].Order = i + 1;
    }
}
