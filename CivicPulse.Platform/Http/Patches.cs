namespace CivicPulse.Platform.Http;

/// <summary>What a PATCH says of a field that may be empty: left out, it stays; an empty text takes it away.</summary>
public static class Patches
{
    public static string? Or(this string? asked, string? had) => asked switch
    {
        null => had,
        "" => null,
        _ => asked,
    };
}
