using System.Security.Cryptography;
using System.Text;
using CivicPulse.AiService.Text;
using CivicPulse.AiService.Vectors;

namespace CivicPulse.Tests.AiService;

public sealed class TextRules
{
    /// <summary>SHA-256 over the stems of the whole vocabulary, made once by the program that trained the vectors.</summary>
    private const string VocabularyStems = "bce9360c6f9212c258184dd44f19952e716b6ab7a14240c174dbb297acbe2c8b";

    [Fact]
    public void Words_have_the_stems_the_vectors_were_trained_with()
    {
        var pairs = File.ReadLines(Path.Combine(AppContext.BaseDirectory, "AiService", "Fixtures", "stems.txt")).Select(l => l.Split(' ')).ToList();
        Assert.True(pairs.Count > 1_000);
        Assert.All(pairs, pair => Assert.Equal(pair[1], Porter.Stem(pair[0])));
    }

    [Fact]
    public void All_10313_entries_of_the_vocabulary_stem_as_they_did_in_training()
    {
        using var stream = typeof(TextVectors).Assembly.GetManifestResourceStream("text-contrastive-200.vocab.txt")!;
        using var reader = new StreamReader(stream);
        var entries = reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => l.Split('\t')[0]).ToList();
        Assert.Equal(10_313, entries.Count);
        Assert.Equal(VocabularyStems, Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(string.Join('\n', entries.Select(Porter.Stem))))));
    }

    [Theory]
    [InlineData("The Council's budget isn't final.", "council budget final")]
    [InlineData("It’s 7:30 p.m. on 5th Street", "7 30 5th street")]
    [InlineData("Café Núñez, Cafe\u0301", "cafe nunez cafe")]
    [InlineData("uh, so, you know -- 2 dogs", "2 dog")]
    [InlineData("… !? \t", "")]
    [InlineData("Über Łódź 'quoted' o'clock", "uber lodz quot")]
    public void Terms_are_stems_of_meaningful_words(string text, string terms) => Assert.Equal(terms, string.Join(' ', Words.Terms(text)));

    [Theory]
    [InlineData("What did the group think about the parking meters?", "park meter")]
    [InlineData("Summarize the discussion about zoning", "zone")]
    [InlineData("What was said in the meeting?", "")]
    public void A_question_is_about_what_is_left_without_its_form(string question, string terms) =>
        Assert.Equal(terms, string.Join(' ', Words.QuestionTerms(question)));

    [Fact]
    public void A_run_of_letters_is_never_longer_than_the_database_takes() =>
        Assert.All(Words.Terms(new string('x', 5_000)), term => Assert.True(term.Length <= 64));

    [Theory]
    [InlineData("We met Mr. Smith. He agreed.", "We met Mr. Smith.|He agreed.")]
    [InlineData("It costs 3.5 million. Really? Yes!", "It costs 3.5 million.|Really?|Yes!")]
    [InlineData("J. Doe and the U.S. Army left", "J. Doe and the U.S. Army left")]
    [InlineData("He said \"no.\" Then he left.", "He said \"no.\"|Then he left.")]
    [InlineData("one line\nnext line", "one line|next line")]
    [InlineData("   ", "")]
    public void Sentences_end_where_a_reader_would_end_them(string text, string sentences) =>
        Assert.Equal(sentences, string.Join('|', Sentences.Of(text).Select(r => text[r])));

    [Fact]
    public void Speech_without_punctuation_is_cut_into_pieces_that_can_be_quoted()
    {
        var text = string.Join(' ', Enumerable.Range(0, 500).Select(i => i % 17 == 0 ? $"word{i}," : $"word{i}"));
        var pieces = Sentences.Of(text).Select(r => text[r]).ToList();
        Assert.All(pieces, piece => Assert.InRange(piece.Split(' ').Length, 1, 60));
        Assert.Equal(text, string.Join(' ', pieces));
    }

    [Fact]
    public void A_text_without_any_blank_is_cut_too()
    {
        var text = string.Concat(Enumerable.Repeat("\U0001F5F3", 4_000));
        var pieces = Sentences.Of(text).Select(r => text[r]).ToList();
        Assert.All(pieces, piece => Assert.False(char.IsLowSurrogate(piece[0])));
        Assert.Equal(text, string.Concat(pieces));
    }

    [Fact]
    public void Vectors_are_unit_long_and_nearer_for_the_same_subject()
    {
        var vectors = new TextVectors();
        var (roof, leak, school) = (vectors.Embed("the library roof leaks"), vectors.Embed("water damage in the building's ceiling"), vectors.Embed("students and teachers in school"));
        Assert.Equal(1, roof.Sum(x => x * x), 3);
        Assert.True(Dot(roof, leak) > Dot(roof, school));
        Assert.All(vectors.Embed("xyzzy plugh"), x => Assert.Equal(0, x));

        static float Dot(float[] a, float[] b) => a.Zip(b, (x, y) => x * y).Sum();
    }

    [Fact]
    public void A_rare_word_says_more_than_a_common_one()
    {
        var vectors = new TextVectors();
        Assert.True(vectors.Information("ordin") > vectors.Information("year"));
        Assert.True(vectors.Information("beekeep") >= vectors.Information("ordin"));
    }
}
