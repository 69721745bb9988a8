using System.ComponentModel.DataAnnotations;
using CivicPulse.Platform.Portal;

namespace CivicPulse.Modules.Elections.Model;

/// <summary>A party that people stand for.</summary>
internal sealed class Party : PublicRecord
{
    public required string Name { get; set; }

    public string? Abbreviation { get; set; }

    /// <summary>For charts and maps: six hexadecimal digits.</summary>
    public string? Color { get; set; }

    public string? LogoUri { get; set; }

    public string[] Links { get; set; } = [];

    public override string Title => Name;

    /// <summary>How rows of files name it.</summary>
    public string Reference => Identifier ?? Name;
}

/// <summary>A colour as six hexadecimal digits in lower case.</summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Parameter)]
public sealed class HexColorAttribute() : RegularExpressionAttribute("[0-9a-f]{6}");
