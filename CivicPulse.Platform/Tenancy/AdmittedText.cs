using System.Collections.Concurrent;
using System.Data;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Npgsql;

namespace CivicPulse.Platform.Tenancy;

/// <summary>
/// A query's text as it is sent. What the rules of access ask, whether the asker sees everything or is a visitor, is written into it as
/// <c>true</c> or <c>false</c>: with a parameter in its place PostgreSQL would plan every query anew, and could use no index that
/// holds only what is published. Each kind of asker has a text of its own, which is made once.
/// </summary>
internal static partial class AdmittedText
{
    /// <summary>How Entity Framework names what a query filter asks of the context.</summary>
    private const string Filter = "@ef_filter__";

    /// <summary>Roles differ without end; askers of the rarer kinds are answered with parameters.</summary>
    private const int MostTexts = 32;

    /// <summary>Weak: a text lives as long as the query that Entity Framework keeps it for.</summary>
    private static readonly ConditionalWeakTable<string, ConcurrentDictionary<long, string>> Known = [];

    /// <summary>Takes the answers out of the command's parameters and gives its text with them, after <paramref name="admission"/>.</summary>
    public static string Take(NpgsqlCommand command, string admission)
    {
        var (asked, answers) = (0, 1L);
        foreach (NpgsqlParameter parameter in command.Parameters)
        {
            if (!IsAnswer(parameter)) continue;
            answers = answers << 1 | (parameter.Value is true ? 1L : 0L);
            asked++;
        }
        if (asked is 0 or > 60) return admission + command.CommandText;
        var texts = Known.GetValue(command.CommandText, _ => new());
        if (!texts.TryGetValue(answers, out var text))
        {
            if (texts.Count >= MostTexts) return admission + command.CommandText;
            texts[answers] = text = admission + Written(command);
        }
        // Taking out one after the other, the collection loses track of the names that stay.
        NpgsqlParameter[] others = [.. command.Parameters.Where(p => !IsAnswer(p))];
        command.Parameters.Clear();
        command.Parameters.AddRange(others);
        return text;
    }

    private static bool IsAnswer(NpgsqlParameter parameter) => parameter.DbType == DbType.Boolean && parameter.ParameterName.StartsWith(Filter, StringComparison.Ordinal);

    private static string Written(NpgsqlCommand command)
    {
        var answers = command.Parameters.Where(IsAnswer).ToDictionary(p => p.ParameterName, p => p.Value is true ? "true" : "false", StringComparer.Ordinal);
        return Name().Replace(command.CommandText, found => answers.GetValueOrDefault(found.Value, found.Value));
    }

    [GeneratedRegex("@[A-Za-z0-9_]+", RegexOptions.None, 1000)]
    private static partial Regex Name();
}
