namespace CivicPulse.AiService.Text;

/// <summary>M. F. Porter's suffix stripping (1980). Expects lower-case a-z and 0-9; the vectors' vocabulary was made with it.</summary>
internal static class Porter
{
    private static readonly string[] VerbEndings = ["ed", "ing"];

    private static readonly (string Suffix, string Replacement)[] DoubleSuffixes =
    [
        ("ational", "ate"), ("ization", "ize"), ("iveness", "ive"), ("fulness", "ful"), ("ousness", "ous"),
        ("tional", "tion"), ("biliti", "ble"), ("entli", "ent"), ("ousli", "ous"), ("ation", "ate"),
        ("alism", "al"), ("aliti", "al"), ("iviti", "ive"), ("enci", "ence"), ("anci", "ance"),
        ("izer", "ize"), ("abli", "able"), ("alli", "al"), ("ator", "ate"), ("eli", "e"),
    ];

    private static readonly (string Suffix, string Replacement)[] Endings =
    [
        ("icate", "ic"), ("ative", ""), ("alize", "al"), ("iciti", "ic"), ("ical", "ic"), ("ness", ""), ("ful", ""),
    ];

    private static readonly string[] Residues =
    [
        "ement", "ance", "ence", "able", "ible", "ment", "ant", "ent", "ion", "ism",
        "ate", "iti", "ous", "ive", "ize", "al", "er", "ic", "ou",
    ];

    public static string Stem(string word)
    {
        if (word.Length <= 2) return word;
        word = Plural(word);
        word = PastOrProgressive(word);
        if (word.EndsWith('y') && HasVowel(word[..^1])) word = word[..^1] + "i";
        word = Replace(word, DoubleSuffixes);
        word = Replace(word, Endings);
        word = DropResidue(word);
        return Tidy(word);
    }

    private static string Plural(string word)
    {
        if (Ends(word, "sses") || Ends(word, "ies")) return word[..^2];
        return Ends(word, "s") && !Ends(word, "ss") ? word[..^1] : word;
    }

    private static string PastOrProgressive(string word)
    {
        if (Ends(word, "eed")) return Measure(word[..^3]) > 0 ? word[..^1] : word;
        if (Array.Find(VerbEndings, e => Ends(word, e)) is not { } ending || !HasVowel(word[..^ending.Length])) return word;
        var stem = word[..^ending.Length];
        if (Ends(stem, "at") || Ends(stem, "bl") || Ends(stem, "iz")) return stem + "e";
        if (EndsInDouble(stem) && stem[^1] is not ('l' or 's' or 'z')) return stem[..^1];
        return Measure(stem) == 1 && EndsInShortSyllable(stem) ? stem + "e" : stem;
    }

    /// <summary>Only the longest matching suffix counts: the tables are ordered by length.</summary>
    private static string Replace(string word, (string Suffix, string Replacement)[] table)
    {
        foreach (var (suffix, replacement) in table)
        {
            if (!Ends(word, suffix)) continue;
            var stem = word[..^suffix.Length];
            return Measure(stem) > 0 ? stem + replacement : word;
        }
        return word;
    }

    private static string DropResidue(string word)
    {
        foreach (var suffix in Residues)
        {
            if (!Ends(word, suffix)) continue;
            var stem = word[..^suffix.Length];
            var droppable = Measure(stem) > 1 && (suffix != "ion" || stem[^1] is 's' or 't');
            return droppable ? stem : word;
        }
        return word;
    }

    private static string Tidy(string word)
    {
        if (word.EndsWith('e'))
        {
            var stem = word[..^1];
            var measure = Measure(stem);
            if (measure > 1 || (measure == 1 && !EndsInShortSyllable(stem))) word = stem;
        }
        return word.EndsWith('l') && EndsInDouble(word) && Measure(word) > 1 ? word[..^1] : word;
    }

    private static bool Ends(string word, string suffix) => word.EndsWith(suffix, StringComparison.Ordinal);

    private static bool IsConsonant(string word, int i) => word[i] switch
    {
        'a' or 'e' or 'i' or 'o' or 'u' => false,
        'y' => i == 0 || !IsConsonant(word, i - 1),
        _ => true,
    };

    /// <summary>Porter's m: how many times a vowel is followed by a consonant.</summary>
    private static int Measure(string stem)
    {
        var count = 0;
        for (var i = 1; i < stem.Length; i++)
            if (IsConsonant(stem, i) && !IsConsonant(stem, i - 1)) count++;
        return count;
    }

    private static bool HasVowel(string stem) => Enumerable.Range(0, stem.Length).Any(i => !IsConsonant(stem, i));

    private static bool EndsInDouble(string stem) =>
        stem.Length >= 2 && stem[^1] == stem[^2] && IsConsonant(stem, stem.Length - 1);

    private static bool EndsInShortSyllable(string stem) =>
        stem.Length >= 3 && stem[^1] is not ('w' or 'x' or 'y') && IsConsonant(stem, stem.Length - 1)
        && !IsConsonant(stem, stem.Length - 2) && IsConsonant(stem, stem.Length - 3);
}
