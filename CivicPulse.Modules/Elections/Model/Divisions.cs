using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Text;
using CivicPulse.Platform.Portal;

namespace CivicPulse.Modules.Elections.Model;

/// <summary>What can be read from an OCD division id itself.</summary>
internal static class Divisions
{
    /// <returns>The divisions themselves and all that they lie in by their names: a county's voters vote in its state too.</returns>
    public static string[] WithWider(IEnumerable<string> divisions) => [.. divisions.SelectMany(Wider).Distinct(StringComparer.Ordinal)];

    /// <summary>As OCD ids write names: lower case, spaces as underscores, what is no letter or digit as a tilde.</summary>
    public static string Slug(string name)
    {
        var slug = new StringBuilder(name.Length);
        foreach (var c in name.Trim().ToLower(CultureInfo.InvariantCulture)) slug.Append(Written(c));
        return slug.ToString();
    }

    private static char Written(char c) => c switch
    {
        '-' or '.' or '_' => c,
        ' ' => '_',
        _ => char.IsLetterOrDigit(c) ? c : '~',
    };

    private static IEnumerable<string> Wider(string division)
    {
        for (var end = division.Length; end > 0; end = division.LastIndexOf('/', end - 1))
        {
            // What is left of the first part is `ocd-division`, no division.
            if (division.IndexOf('/', StringComparison.Ordinal) < end) yield return division[..end];
        }
    }
}

/// <summary>OCD divisions, several.</summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Parameter)]
public sealed class DivisionIdsAttribute() : ValidationAttribute("{0} takes OCD division ids.")
{
    private static readonly DivisionIdAttribute One = new();

    public override bool IsValid(object? value) => value is null || (value is IEnumerable<string> ids && ids.All(One.IsValid));
}
