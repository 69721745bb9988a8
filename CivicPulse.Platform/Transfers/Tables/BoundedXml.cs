using System.Text;
using System.Xml;
using CivicPulse.Platform.Http;

namespace CivicPulse.Platform.Transfers.Tables;

/// <summary>
/// XML from strangers, read forwards. Whatever it makes a reader hold has a bound, however small the file is: one token, the
/// names that were met, and the elements that are open.
/// </summary>
internal sealed class BoundedXml : IDisposable
{
    private const int Deepest = 100;
    private readonly char[] _piece = new char[4096];
    private readonly BoundedBytes _bytes;
    private readonly XmlReader _xml;
    private readonly string _what;

    /// <param name="what">What a problem calls the file: workbook.</param>
    /// <param name="most">Characters of the whole text, whatever an archive says of it.</param>
    public BoundedXml(string what, Stream text, long most)
    {
        _what = what;
        _bytes = new BoundedBytes(what, text);
        _xml = XmlReader.Create(_bytes, new XmlReaderSettings
        {
            // No document type, nothing from elsewhere.
            DtdProcessing = DtdProcessing.Prohibit,
            XmlResolver = null,
            CloseInput = true,
            CheckCharacters = false,
            IgnoreComments = true,
            IgnoreProcessingInstructions = true,
            MaxCharactersInDocument = most,
            NameTable = new BoundedNames(what),
        });
    }

    /// <summary>How many elements the current one lies in.</summary>
    public int Depth => _xml.Depth;

    public string? this[string attribute] => _xml.GetAttribute(attribute);

    public string? Attribute(string name, string space) => _xml.GetAttribute(name, space);

    /// <summary>The name of the element that begins here; null at anything else.</summary>
    public string? Element => _xml.NodeType == XmlNodeType.Element ? _xml.LocalName : null;

    public IReadOnlyList<(string Name, string Value)> Attributes()
    {
        var found = new List<(string, string)>();
        while (_xml.MoveToNextAttribute()) found.Add((_xml.LocalName, _xml.Value));
        _xml.MoveToElement();
        return found;
    }

    public bool Is(string element) => _xml.NodeType == XmlNodeType.Element && _xml.LocalName == element;

    public bool IsEndOf(string element) => _xml.LocalName == element && (_xml.NodeType == XmlNodeType.EndElement || _xml is { NodeType: XmlNodeType.Element, IsEmptyElement: true });

    /// <returns>False behind the end of the text.</returns>
    public bool Read()
    {
        _bytes.StartToken();
        if (!_xml.Read()) return false;
        return _xml.Depth <= Deepest ? true : throw new BadInput("transfer.broken_file", $"The {_what} has elements that are more than {Deepest} deep.");
    }

    /// <summary>Each node within the element that it is at, one after another; what its taker reads on is not shown again.</summary>
    public IEnumerable<BoundedXml> Inside()
    {
        if (_xml.IsEmptyElement) yield break;
        var depth = _xml.Depth;
        while (Read() && _xml.Depth > depth) yield return this;
    }

    /// <summary>Leaves out what is within the element that it is at.</summary>
    public void Skip()
    {
        foreach (var _ in Inside())
        {
        }
    }

    /// <summary>The text directly within the element that it is at.</summary>
    /// <exception cref="BadInput">It grows beyond <paramref name="most"/>.</exception>
    public void AppendTo(StringBuilder text, int most)
    {
        foreach (var _ in Inside()) AppendHere(text, most);
    }

    /// <summary>The text that it is at, if it is one.</summary>
    /// <inheritdoc cref="AppendTo"/>
    public void AppendHere(StringBuilder text, int most)
    {
        if (!_xml.CanReadValueChunk || _xml.NodeType is not (XmlNodeType.Text or XmlNodeType.SignificantWhitespace or XmlNodeType.Whitespace or XmlNodeType.CDATA)) return;
        int read;
        while ((read = _xml.ReadValueChunk(_piece, 0, _piece.Length)) > 0)
        {
            _bytes.StartToken();
            text.Append(_piece, 0, read);
            if (text.Length > most) throw new BadInput("transfer.row_too_long", $"A cell is longer than {most} characters.");
        }
    }

    public void Dispose() => _xml.Dispose();

    /// <summary>No honest file has many names of elements and attributes; a reader never forgets one.</summary>
    private sealed class BoundedNames(string what) : NameTable
    {
        private const int Most = 10_000;
        private int _names;

        public override string Add(char[] key, int start, int len) => Get(key, start, len) ?? Count(base.Add(key, start, len));

        public override string Add(string key) => Get(key) ?? Count(base.Add(key));

        private string Count(string name) => ++_names <= Most ? name : throw new BadInput("transfer.broken_file", $"The {what} has more than {Most} names of elements.");
    }

    /// <summary>Unpacked bytes, with an end when one token does not end.</summary>
    private sealed class BoundedBytes(string what, Stream unpacked) : Stream
    {
        private long _read;

        public void StartToken() => _read = 0;

        public override int Read(byte[] buffer, int offset, int count) => Count(unpacked.Read(buffer, offset, count));

        public override int Read(Span<byte> buffer) => Count(unpacked.Read(buffer));

        private int Count(int read)
        {
            _read += read;
            return _read <= TableLimits.Token ? read : throw new BadInput("transfer.broken_file", $"A name, text or attribute in the {what} is longer than {TableLimits.Token} bytes.");
        }

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override void Flush() => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            if (disposing) unpacked.Dispose();
            base.Dispose(disposing);
        }
    }
}
