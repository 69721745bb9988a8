using System.ComponentModel;
using System.Text;
using CivicPulse.AiService.Answers;
using CivicPulse.AiService.Passages;
using CivicPulse.AiService.Retrieval;
using CivicPulse.AiService.Vectors;
using CivicPulse.Platform.Ai;
using Microsoft.SemanticKernel;

namespace CivicPulse.AiService.Models;

/// <summary>
/// The numbered passages a model has been shown for one question, and its plug-in for finding more. It searches as the
/// asker, within the meeting that was asked about: it can be talked into nothing that the asker could not read.
/// </summary>
internal sealed class Notebook(Retriever retriever, TextVectors vectors, Guid? meetingId)
{
    private const int Shown = 12;
    private const int PerSearch = 6;

    private readonly List<StoredPassage> _passages = [];

    public string Open(IEnumerable<Found> found) => Write(found.Select(f => f.Stored).Take(Shown));

    [KernelFunction("search_record"), Description("Finds more passages of the record. Use it when the passages at hand do not answer the question.")]
    public async Task<string> SearchAsync([Description("What to look for, in a few words")] string words, CancellationToken ct)
    {
        if (string.IsNullOrWhiteSpace(words) || words.Length > Question.MaxLength) return "Nothing found.";
        var found = await retriever.FindAsync(Question.From(words, vectors), null, meetingId, PerSearch, ct);
        var fresh = found.Select(f => f.Stored).Where(p => _passages.TrueForAll(known => known.Id != p.Id)).ToList();
        return fresh.Count == 0 ? "Nothing new found." : Write(fresh);
    }

    /// <summary>The citation, when those words stand in that passage.</summary>
    public AiCitation? Verify(int number, string? quote)
    {
        if (number < 1 || number > _passages.Count || string.IsNullOrWhiteSpace(quote)) return null;
        var stored = _passages[number - 1];
        if (stored.Passage.FirstTurn is not { } first)
            return Verbatim.Find(stored.Passage.Text, quote) is { } words ? Citations.Of(stored, null, null, words) : null;
        return stored.Passage.Text.Split('\n')
            .Select((line, i) => (Turn: first + i, Words: Verbatim.Find(Line.Parse(line).Text, quote)))
            .Where(said => said.Words is not null)
            .Select(said => Citations.Of(stored, said.Turn, said.Turn, said.Words!))
            .FirstOrDefault();
    }

    /// <summary>A passage cannot close its own tag, so its end is where we put it.</summary>
    private string Write(IEnumerable<StoredPassage> passages)
    {
        var text = new StringBuilder();
        foreach (var stored in passages)
        {
            _passages.Add(stored);
            text.Append($"<passage number=\"{_passages.Count}\">\n");
            text.Append(stored.Passage.Text.Replace("</passage", "< /passage", StringComparison.OrdinalIgnoreCase)).Append("\n</passage>\n");
        }
        return text.ToString();
    }
}
