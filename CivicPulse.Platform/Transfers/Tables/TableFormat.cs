namespace CivicPulse.Platform.Transfers.Tables;

/// <summary>How a table is written down; the last ones are only read, and a data set has a form of its own.</summary>
public enum TableFormat { Csv, Json, Jsonl, Xlsx, Geojson, Kml, Shapefile, Dataset }

internal enum CellKind { Text, Number, Truth, Json }

/// <summary>What a reader must know of a file; found once, when it comes in.</summary>
/// <param name="Encoding">The name of a text file's encoding.</param>
/// <param name="Delimiter">What stands between the cells of a text file.</param>
/// <param name="InItems">JSON: the rows are the <c>items</c> of an object.</param>
/// <param name="Layer">Features: the name of what they are, from the file's.</param>
/// <param name="Epsg">GeoJSON: the number of the coordinate system that it states.</param>
/// <param name="Projection">GeoJSON: that system as WKT, when it is not degrees.</param>
internal sealed record TableDialect(
    TableFormat Format, string Encoding = "utf-8", char Delimiter = ',', bool InItems = false, string? Layer = null, int? Epsg = null, string? Projection = null);

/// <summary>What bounds a file, so that a hostile one costs little.</summary>
internal static class TableLimits
{
    public const int Columns = 500;

    /// <summary>Characters or bytes of one row.</summary>
    public const int Row = 16_000_000;

    /// <summary>Characters of the rows that are held at once, to be saved or shown together; the last of them may go beyond it.</summary>
    public const int HeldRows = 8_000_000;

    /// <summary>Unpacked bytes of one piece of XML in a workbook: a tag with its attributes, or a text that must be held whole.</summary>
    public const int Token = 4_000_000;

    /// <summary>Characters of all texts that a workbook's cells share; they must be held while it is read.</summary>
    public const int SharedText = 50_000_000;

    public const long UnpackedSheet = 4_000_000_000;

    /// <summary>Points of one feature's shape, and rings.</summary>
    public const int Points = 500_000;
    public const int Rings = 10_000;

    /// <summary>Features of one file.</summary>
    public const int Features = 1_000_000;

    /// <summary>Unpacked bytes of one file in an archive of features.</summary>
    public const long UnpackedLayer = 2_000_000_000;

    /// <summary>Rows of a sheet, as spreadsheets have it.</summary>
    public const int SheetRows = 1_048_576;
}

/// <summary>Reads a file row by row and never holds more than one.</summary>
internal interface ITableReader : IAsyncDisposable
{
    IReadOnlyList<string> Columns { get; }

    /// <summary>How much of the file was read, from 0 to 1.</summary>
    double Progress { get; }

    /// <exception cref="Http.BadInput">The file cannot be read any further.</exception>
    IAsyncEnumerable<TableRow> RowsAsync(CancellationToken ct);
}

/// <summary>Writes a file row by row, straight to where it goes.</summary>
internal interface ITableWriter : IAsyncDisposable
{
    ValueTask WriteAsync(IReadOnlyList<string?> cells, CancellationToken ct);

    /// <summary>Writes what closes the file; without it the file is not whole.</summary>
    ValueTask FinishAsync(CancellationToken ct);
}

internal sealed record TableColumn(string Name, CellKind Kind);

internal static class TableFiles
{
    public static string ContentType(this TableFormat format) => format switch
    {
        TableFormat.Csv => "text/csv; charset=utf-8",
        TableFormat.Json => "application/json; charset=utf-8",
        TableFormat.Jsonl => "application/x-ndjson; charset=utf-8",
        TableFormat.Geojson => "application/geo+json; charset=utf-8",
        _ => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    };

    /// <summary>Whether records with these columns can leave in this format.</summary>
    public static bool CanHold(this TableFormat format, IEnumerable<string> columns) => format switch
    {
        TableFormat.Geojson => columns.Contains(FeatureColumns.Geometry, StringComparer.Ordinal),
        _ => format is TableFormat.Csv or TableFormat.Json or TableFormat.Jsonl or TableFormat.Xlsx,
    };

    /// <param name="file">Seekable; disposed by the reader.</param>
    public static async Task<ITableReader> OpenAsync(Stream file, TableDialect dialect, CancellationToken ct) => dialect.Format switch
    {
        TableFormat.Csv => await CsvTableReader.OpenAsync(file, dialect, ct),
        TableFormat.Xlsx => await XlsxTableReader.OpenAsync(file, ct),
        TableFormat.Geojson => await GeoJsonTableReader.OpenAsync(file, dialect, ct),
        TableFormat.Kml => await KmlTableReader.OpenAsync(file, dialect, ct),
        TableFormat.Shapefile => await ShapefileReader.OpenAsync(file, dialect, ct),
        _ => await JsonTableReader.OpenAsync(file, dialect, ct),
    };

    /// <param name="target">Left open.</param>
    public static async Task<ITableWriter> CreateAsync(Stream target, TableFormat format, IReadOnlyList<TableColumn> columns, CancellationToken ct) => format switch
    {
        TableFormat.Csv => await CsvTableWriter.CreateAsync(target, columns, ct: ct),
        TableFormat.Xlsx => await XlsxTableWriter.CreateAsync(target, columns, ct),
        TableFormat.Geojson => new GeoJsonTableWriter(target, columns),
        _ => new JsonTableWriter(target, columns, format == TableFormat.Json),
    };
}
