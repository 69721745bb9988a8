using System.Runtime.InteropServices;
using CivicPulse.Platform.Data;
using CivicPulse.Platform.Http;

namespace CivicPulse.Modules.Governance.Model;

public enum AttendanceStatus { Present, Absent, Excused, Late, Remote }

/// <summary>Whether somebody was at a meeting.</summary>
internal sealed class Attendance : Entity
{
    public required Guid MeetingId { get; init; }

    public Meeting? Meeting { get; init; }

    public Guid? OfficialId { get; init; }

    public Official? Official { get; init; }

    /// <summary>As the source has it; kept also when the official is known.</summary>
    public required string PersonName { get; init; }

    public AttendanceStatus Status { get; set; }

    public DateTimeOffset? ArrivedAt { get; set; }

    public DateTimeOffset? LeftAt { get; set; }

    public string? Note { get; set; }

    public void Check() => RuleBroken.Unless(
        ArrivedAt is not { } came || LeftAt is not { } left || came <= left, "governance.leaves_before_arriving", "Somebody leaves after they arrive.");

    public static bool Counts(AttendanceStatus status) => status is AttendanceStatus.Present or AttendanceStatus.Late or AttendanceStatus.Remote;
}

/// <summary>Whether enough members of the body were there: more than half of those who belonged to it on that day.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Quorum(int Members, int Present)
{
    public int Required => (Members / 2) + 1;

    /// <returns>Null when nobody is known to belong to the body.</returns>
    public bool? IsReached => Members == 0 ? null : Present >= Required;
}
