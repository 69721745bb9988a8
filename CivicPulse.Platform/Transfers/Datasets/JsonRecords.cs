using System.Runtime.CompilerServices;
using System.Text.Json;
using CivicPulse.Platform.Transfers.Tables;

namespace CivicPulse.Platform.Transfers.Datasets;

/// <summary>The elements of one array of a JSON file, one at a time.</summary>
public static class JsonRecords
{
    /// <param name="within">The name of the array in the outermost object; there are no elements when it is not there.</param>
    /// <exception cref="Http.BadInput">The JSON breaks off or is none.</exception>
    public static async IAsyncEnumerable<JsonElement> ReadAsync(Stream file, string within, [EnumeratorCancellation] CancellationToken ct)
    {
        await foreach (var (_, element, _) in new JsonElements(file, within).ReadAsync(ct))
        {
            if (element is { } whole) yield return whole;
        }
    }
}
