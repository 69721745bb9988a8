using CivicPulse.Platform.Http;
using CivicPulse.Platform.Transfers.Tables;

namespace CivicPulse.Platform.Transfers;

/// <summary>Which column of a file is which field of a kind.</summary>
internal sealed class ImportMapping
{
    private readonly int?[] _columns;
    private readonly Transfer _transfer;

    /// <param name="mapping">From a column's heading to a field's name; what is not named is left out.</param>
    public ImportMapping(Transfer transfer, IReadOnlyList<string> columns, IReadOnlyDictionary<string, string> mapping)
    {
        _transfer = transfer;
        _columns = [.. transfer.Fields.Select(f => columns.Index().Where(c => mapping.GetValueOrDefault(c.Item) == f.Name).Select(c => (int?)c.Index).FirstOrDefault())];
    }

    public bool[] Given => [.. _columns.Select(c => c is not null)];

    /// <summary>Fields without which nothing can be created.</summary>
    public IReadOnlyList<string> Missing => [.. _transfer.Fields.Where((f, i) => f.Required && _columns[i] is null).Select(f => f.Name)];

    /// <summary>Fields without which a row cannot be told from another.</summary>
    public IReadOnlyList<string> MissingKeys => [.. Missing.Intersect(_transfer.Keys, StringComparer.Ordinal)];

    /// <summary>The first column that a field knows by one of its names; no field twice.</summary>
    public static Dictionary<string, string> Propose(Transfer transfer, IReadOnlyList<string> columns)
    {
        var mapping = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var field in transfer.Fields)
        {
            var column = columns.FirstOrDefault(c => c == field.Name) ?? columns.FirstOrDefault(c => !mapping.ContainsKey(c) && field.IsCalled(c));
            if (column is not null) mapping.TryAdd(column, field.Name);
        }
        return mapping;
    }

    /// <exception cref="BadInput">It names a column or a field that is not there, or a field twice.</exception>
    public static void Check(Transfer transfer, IReadOnlyList<string> columns, IReadOnlyDictionary<string, string> mapping)
    {
        foreach (var (column, field) in mapping)
        {
            if (!columns.Contains(column, StringComparer.Ordinal)) throw Wrong($"The file has no column '{Short(column)}'.");
            if (!transfer.Fields.Any(f => f.Name == field)) throw Wrong($"'{transfer.Kind}' has no field '{Short(field)}'. It has: {string.Join(", ", transfer.Fields.Select(f => f.Name))}.");
        }
        if (mapping.Values.GroupBy(f => f, StringComparer.Ordinal).FirstOrDefault(g => g.Count() > 1) is { } twice) throw Wrong($"Two columns are mapped to '{twice.Key}'.");
    }

    public ParsedRow Parse(TableRow row)
    {
        var values = new object?[_columns.Length];
        var problem = row.Problem;
        for (var i = 0; i < values.Length; i++)
        {
            if (_columns[i] is not { } column) continue;
            var wrong = _transfer.Fields[i].Parse(row.Cells[column], out values[i]);
            problem ??= wrong;
        }
        return new ParsedRow(row, values, problem);
    }

    private static string Short(string text) => text.Length > 100 ? text[..100] + "..." : text;

    private static BadInput Wrong(string message) => new("transfer.bad_mapping", message, Microsoft.AspNetCore.Http.StatusCodes.Status422UnprocessableEntity);
}
