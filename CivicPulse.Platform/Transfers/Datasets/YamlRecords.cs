using System.Text.Json.Nodes;
using CivicPulse.Platform.Http;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace CivicPulse.Platform.Transfers.Datasets;

/// <summary>
/// The items of a YAML file's outermost list or mapping, one at a time. Scalars are texts, as written; anchors, aliases and tags, with
/// which a small file grows without end, are refused.
/// </summary>
public static class YamlRecords
{
    private const int Deepest = 20;
    private const int MostNodes = 100_000;

    /// <param name="file">Disposed at the end.</param>
    /// <returns>Items of a list, without a key; or the values of a mapping with their keys.</returns>
    /// <exception cref="BadInput">It is no YAML of that kind.</exception>
    public static IEnumerable<(string? Key, JsonNode? Value)> Read(Stream file)
    {
        using var text = new StreamReader(file);
        var parser = new Parser(new Scanner(text, skipComments: true));
        Next<StreamStart>(parser);
        if (Peek(parser) is StreamEnd) yield break;
        Next<DocumentStart>(parser);
        var keyed = Peek(parser) is MappingStart;
        if (!keyed && Peek(parser) is not SequenceStart) throw Broken(parser, "A list or a mapping was expected.");
        Move(parser);
        while (Peek(parser) is not (MappingEnd or SequenceEnd))
        {
            var key = keyed ? Next<Scalar>(parser).Value : null;
            var left = MostNodes;
            yield return (key, Value(parser, 0, ref left));
        }
    }

    private static JsonNode? Value(Parser parser, int depth, ref int left)
    {
        if (depth > Deepest || --left < 0) throw Broken(parser, "It is nested too deeply, or one record is too large.");
        switch (Peek(parser))
        {
            case AnchorAlias or NodeEvent { Anchor.IsEmpty: false }:
                throw Broken(parser, "Anchors and aliases are not read.");
            case Scalar { Style: ScalarStyle.Plain, Value: "" or "~" or "null" }:
                Move(parser);
                return null;
            case Scalar scalar:
                Move(parser);
                return JsonValue.Create(scalar.Value);
            case SequenceStart:
                return List(parser, depth, ref left);
            case MappingStart:
                return Mapping(parser, depth, ref left);
            default:
                throw Broken(parser, "A value was expected.");
        }
    }

    private static JsonArray List(Parser parser, int depth, ref int left)
    {
        var list = new JsonArray();
        Move(parser);
        while (Peek(parser) is not SequenceEnd) list.Add(Value(parser, depth + 1, ref left));
        Move(parser);
        return list;
    }

    private static JsonObject Mapping(Parser parser, int depth, ref int left)
    {
        var mapping = new JsonObject();
        Move(parser);
        while (Peek(parser) is not MappingEnd)
        {
            var key = Next<Scalar>(parser).Value;
            mapping[key] = Value(parser, depth + 1, ref left);
        }
        Move(parser);
        return mapping;
    }

    private static ParsingEvent Peek(Parser parser)
    {
        if (parser.Current is null) Move(parser);
        return parser.Current ?? throw Broken(parser, "It breaks off.");
    }

    private static T Next<T>(Parser parser) where T : ParsingEvent
    {
        if (Peek(parser) is not T found) throw Broken(parser, "It has another form than expected.");
        if (found is not StreamEnd) Move(parser);
        return found;
    }

    private static void Move(Parser parser)
    {
        try
        {
            if (!parser.MoveNext()) throw Broken(parser, "It breaks off.");
        }
        catch (YamlException e)
        {
            throw new BadInput("transfer.bad_yaml", $"The YAML cannot be read at line {e.Start.Line}.");
        }
    }

    private static BadInput Broken(Parser parser, string why) => new("transfer.bad_yaml", $"The YAML cannot be read at line {parser.Current?.Start.Line ?? 0}. {why}");
}
