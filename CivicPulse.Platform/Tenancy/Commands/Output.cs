using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using CivicPulse.Platform.Http;

namespace CivicPulse.Platform.Tenancy.Commands;

/// <summary>How commands speak: tables for people, one JSON document for programs, errors on the error stream.</summary>
internal static class Output
{
    public static Option<bool> JsonOption() => new("--json") { Description = "One JSON document instead of text." };

    /// <summary>What is wrong with a command's words or the world is one line, not a stack of calls.</summary>
    public static async Task<int> GuardAsync(ParseResult parsed, Func<Task<int>> work)
    {
        try
        {
            return await work();
        }
        catch (Exception e) when (e is InvalidOperationException or ArgumentException or IOException or InvalidDataException or Npgsql.NpgsqlException or Azure.RequestFailedException)
        {
            parsed.WriteError(e.Message.Split(" (Parameter", 2)[0]);
            return 1;
        }
    }

    public static void WriteLine(this ParseResult parsed, string text) => parsed.InvocationConfiguration.Output.WriteLine(text);

    public static void WriteError(this ParseResult parsed, string text) => parsed.InvocationConfiguration.Error.WriteLine(text);

    public static void WriteJson(this ParseResult parsed, object document) => parsed.WriteLine(JsonSerializer.Serialize(document, Wire.Json));

    public static void WriteTable(this ParseResult parsed, string[] head, IEnumerable<string[]> rows)
    {
        var all = rows.Prepend(head).ToList();
        var widths = head.Select((_, i) => all.Max(r => r[i].Length)).ToArray();
        foreach (var row in all) parsed.WriteLine(string.Join("  ", row.Select((cell, i) => cell.PadRight(widths[i]))).TrimEnd());
    }

    public static string Word(Enum value) => JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString());

    public static string At(DateTimeOffset? at) => at?.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture) ?? "";
}
