namespace CivicPulse.Platform.Feeds;

/// <summary>One content line, taken apart.</summary>
internal sealed record IcalProperty(string Name, IReadOnlyList<KeyValuePair<string, string>> Parameters, string Value)
{
    private const int LongestName = 100;
    private const int MostParameters = 50;

    public string? Parameter(string name) => Parameters.FirstOrDefault(p => p.Key.Equals(name, StringComparison.OrdinalIgnoreCase)).Value;

    public string Text => IcalText.Unescape(Value);

    /// <returns>None for a line that is no property.</returns>
    public static IcalProperty? Read(string line)
    {
        var name = line.AsSpan().IndexOfAny(';', ':');
        if (name is < 1 or > LongestName || line.AsSpan(0, name).ContainsAnyExcept(NameCharacters)) return null;
        List<KeyValuePair<string, string>> parameters = [];
        var at = name;
        while (line[at] == ';')
        {
            if (!ReadParameter(line, ref at, parameters)) return null;
        }
        return new(line[..name].ToUpperInvariant(), parameters, line[(at + 1)..]);
    }

    private static readonly System.Buffers.SearchValues<char> NameCharacters =
        System.Buffers.SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_");

    /// <summary>Leaves <paramref name="at"/> on the semicolon or colon behind the parameter; quotes protect both.</summary>
    private static bool ReadParameter(string line, ref int at, List<KeyValuePair<string, string>> parameters)
    {
        var start = ++at;
        var quoted = false;
        for (; at < line.Length && (quoted || line[at] is not (';' or ':')); at++)
            if (line[at] == '"') quoted = !quoted;
        if (at == line.Length || parameters.Count == MostParameters) return false;
        var text = line[start..at];
        var equals = text.IndexOf('=', StringComparison.Ordinal);
        if (equals > 0) parameters.Add(new(text[..equals], IcalText.Unquote(text[(equals + 1)..].Replace("\"", "", StringComparison.Ordinal))));
        return true;
    }
}

/// <summary>What stands between a BEGIN and its END.</summary>
internal sealed class IcalComponent(string name, long line)
{
    public string Name => name;

    public long Line => line;

    public List<IcalProperty> Properties { get; } = [];

    public List<IcalComponent> Children { get; } = [];

    /// <summary>Characters, of its children too.</summary>
    public long Size { get; set; }

    public IcalProperty? First(string name) => Properties.Find(p => p.Name == name);

    public IEnumerable<IcalProperty> All(string name) => Properties.Where(p => p.Name == name);
}
