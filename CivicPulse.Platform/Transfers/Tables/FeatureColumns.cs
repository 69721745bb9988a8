using CivicPulse.Platform.Http;

namespace CivicPulse.Platform.Transfers.Tables;

/// <summary>
/// The columns of a file of features: the name of the layer, whatever the features name, all of that as one JSON object, and the shape
/// as a GeoJSON geometry in degrees (WGS 84), whatever the file has it in.
/// </summary>
internal sealed class FeatureColumns
{
    public const string Layer = "layer";
    public const string Properties = "properties";
    public const string Geometry = "geometry";

    /// <summary>Features that are looked at for their names before the first row is read.</summary>
    public const int Sampled = 100;

    private readonly Dictionary<string, int> _places = new(StringComparer.Ordinal);
    private readonly string? _layer;

    public FeatureColumns(string? layer, IEnumerable<string> names)
    {
        _layer = layer;
        string[] all = [Layer, .. names.Where(n => n is not (Layer or Properties or Geometry)), Properties, Geometry];
        foreach (var name in all) _places.TryAdd(name, _places.Count);
        if (_places.Count > TableLimits.Columns) throw new BadInput("transfer.too_many_columns", $"A table has at most {TableLimits.Columns} columns.");
        All = [.. _places.Keys];
    }

    public IReadOnlyList<string> All { get; }

    /// <param name="number">From 1; the heading of a spreadsheet would be row 1.</param>
    /// <param name="values">What the feature itself names wins over what is made of it.</param>
    public TableRow Row(long number, IEnumerable<(string Name, string? Value)> values, string? properties, string? geometry, RowProblem? problem = null)
    {
        if (number > TableLimits.Features) throw new BadInput("transfer.too_many_rows", $"A file holds at most {TableLimits.Features} features.");
        var cells = new string?[All.Count];
        (cells[_places[Layer]], cells[_places[Properties]]) = (_layer, properties);
        foreach (var (name, value) in values)
        {
            if (_places.TryGetValue(name, out var place)) cells[place] = value;
        }
        cells[_places[Geometry]] = geometry;
        return new TableRow(number + 1, cells, problem);
    }

    /// <summary>A name for the layer out of the file's: <c>GA Counties (2024).zip</c> is <c>ga-counties-2024</c>.</summary>
    public static string? LayerOf(string fileName)
    {
        var cut = fileName.IndexOf('.', 1);
        var words = string.Concat((cut > 0 ? fileName[..cut] : fileName).ToLowerInvariant().Select(c => char.IsAsciiLetterOrDigit(c) ? c : ' ')).Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var name = string.Join('-', words);
        return name.Length is 0 ? null : name[..Math.Min(name.Length, 60)].Trim('-');
    }
}
