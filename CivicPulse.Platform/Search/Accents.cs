using System.Collections.Frozen;

namespace CivicPulse.Platform.Search;

/// <summary>Latin letters without their accents. Unicode normalization does nothing in a process without culture data.</summary>
public static class Accents
{
    private static readonly FrozenDictionary<char, char> Plain = Table().SelectMany(row => row.Accented.Select(c => (c, row.Letter)))
        .ToFrozenDictionary(x => x.c, x => x.Letter);

    public static char Without(char lower) => Plain.GetValueOrDefault(lower, lower);

    private static (string Accented, char Letter)[] Table() =>
    [
        ("àáâãäåāăąǎǟǡǻȁȃȧ", 'a'),
        ("çćĉċč", 'c'),
        ("ďđ", 'd'),
        ("èéêëēĕėęěȅȇȩ", 'e'),
        ("ĝğġģǧǵ", 'g'),
        ("ĥȟħ", 'h'),
        ("ìíîïĩīĭįǐȉȋı", 'i'),
        ("ĵǰ", 'j'),
        ("ķǩ", 'k'),
        ("ĺļľł", 'l'),
        ("ñńņňǹ", 'n'),
        ("òóôõöōŏőơǒǫǭȍȏȫȭȯȱø", 'o'),
        ("ŕŗřȑȓ", 'r'),
        ("śŝşšș", 's'),
        ("ţťțŧ", 't'),
        ("ùúûüũūŭůűųưǔǖǘǚǜȕȗ", 'u'),
        ("ŵ", 'w'),
        ("ýÿŷȳ", 'y'),
        ("źżž", 'z'),
    ];
}
