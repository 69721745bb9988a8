using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using CivicPulse.Platform.Ai;
using CivicPulse.Platform.Http;
using Microsoft.Extensions.AI;

namespace CivicPulse.AiService.Models;

/// <summary>What a model claims, before anybody has looked it up.</summary>
internal sealed record Claim(string? Text, IReadOnlyList<ClaimedQuote?>? Citations, bool NotFound = false)
{
    /// <summary>Longer lines are no sentences.</summary>
    private const int Longest = 8_000;

    /// <summary>The lines of a stream as soon as each is complete; what is not JSON (fences, chatter) is passed over.</summary>
    public static async IAsyncEnumerable<Claim> ReadAsync(IAsyncEnumerable<ChatResponseUpdate> updates, [EnumeratorCancellation] CancellationToken ct)
    {
        var text = new StringBuilder();
        await foreach (var update in updates.WithCancellation(ct))
        {
            text.Append(update.Text);
            while (text.ToString().IndexOf('\n', StringComparison.Ordinal) is >= 0 and var end)
            {
                if (Parse(text.ToString(0, end)) is { } claim) yield return claim;
                text.Remove(0, end + 1);
            }
            if (text.Length > Longest) throw new InvalidDataException("The model does not write lines.");
        }
        if (Parse(text.ToString()) is { } last) yield return last;
    }

    public static Claim? Parse(string line)
    {
        var json = line.Trim().TrimEnd(',');
        if (!json.StartsWith('{')) return null;
        try
        {
            return JsonSerializer.Deserialize<Claim>(json, Wire.Json);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Null when not one of its quotes is true.</summary>
    public ModelLine? Verified(Notebook notebook)
    {
        if (NotFound) return ModelLine.NotFound;
        if (string.IsNullOrWhiteSpace(Text) || Citations is null) return null;
        var found = Citations.OfType<ClaimedQuote>().Select(c => notebook.Verify(c.Passage, c.Quote)).OfType<AiCitation>().ToList();
        return found.Count == 0 ? null : new ModelLine(new AiSentence(Text.Trim(), found));
    }
}

internal sealed record ClaimedQuote(int Passage, string? Quote);
