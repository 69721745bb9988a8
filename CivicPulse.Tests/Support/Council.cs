namespace CivicPulse.Tests.Support;

/// <summary>A made-up council meeting, short enough to know by heart.</summary>
internal static class Council
{
    public static readonly (string Speaker, string Text)[] Turns =
    [
        ("Chair Alvarez", "Good evening. I call this meeting of the Riverton town council to order. The first item is the budget for the public library."),
        ("Treasurer Boone", "The library asks for forty thousand dollars to repair the roof before winter. The reserve fund can cover it without raising any tax."),
        ("Council Member Chen", "I move to approve forty thousand dollars from the reserve fund for the library roof."),
        ("Council Member Diaz", "I second the motion."),
        ("Chair Alvarez", "All in favor say aye. The motion carries five to zero, the library roof repair is approved."),
        ("Council Member Diaz", "Next, residents of Maple Street complain about speeding cars near the school. They want speed bumps."),
        ("Engineer Ito", "Speed bumps cost about three thousand dollars each. I will measure the traffic on Maple Street and bring a report to the April meeting."),
        ("Council Member Chen", "Please also ask the school principal about drop-off times."),
        ("Chair Alvarez", "Thank you. The farmers market permit is postponed because the insurance papers are missing. We are adjourned."),
    ];
}
