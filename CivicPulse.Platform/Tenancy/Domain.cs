using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;

namespace CivicPulse.Platform.Tenancy;

/// <summary>A host name as browsers send it: lower case, without port or trailing dot, other scripts as punycode.</summary>
internal static partial class Domain
{
    public static string Read(string text)
    {
        string ascii;
        try
        {
            ascii = new IdnMapping { UseStd3AsciiRules = true }.GetAscii(text.Trim().TrimEnd('.')).ToLowerInvariant();
        }
        catch (ArgumentException)
        {
            ascii = "";
        }
        return ascii.Length <= 253 && Pattern().IsMatch(ascii) && !IPAddress.TryParse(ascii, out _)
            ? ascii
            : throw new ArgumentException($"'{text}' is no host name such as council.example.org.", nameof(text));
    }

    [GeneratedRegex(@"^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9][a-z0-9-]{0,61}[a-z0-9]$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Pattern();
}
