using System.Text;
using CivicPulse.Modules.Governance.Model;
using CivicPulse.Platform.Http;
using CivicPulse.Tests.Support;

namespace CivicPulse.Tests.Governance;

public sealed class TranscriptFormatRules
{
    [Fact]
    public void WebVTT_voices_name_speakers_and_cues_of_one_speaker_become_one_turn()
    {
        var turns = Read("a.vtt", """
            WEBVTT - Council

            NOTE made by hand

            1
            00:01.000 --> 00:03.500
            <v Chair Alvarez>Good evening, <i>everybody</i>.</v>

            00:00:03.500 --> 00:00:05.000 align:start
            <v Chair Alvarez>The budget &amp; the roof.</v>

            00:00:06.000 --> 00:00:07.000
            Treasurer Boone: It costs forty thousand.
            """);
        Assert.Equal(
            [new Turn("Chair Alvarez", "Good evening, everybody. The budget & the roof.", 1, 5), new Turn("Treasurer Boone", "It costs forty thousand.", 6, 7)],
            turns);
    }

    [Fact]
    public void SubRip_times_use_commas_and_may_have_windows_line_ends()
    {
        var turns = Read("a.srt", "1\r\n00:00:01,500 --> 00:00:02,000\r\nMayor: Hello there.\r\n\r\n2\r\n01:00:00,000 --> 01:00:01,000\r\nNo name here.\r\n");
        Assert.Equal([new Turn("Mayor", "Hello there.", 1.5, 2), new Turn("Unknown speaker", "No name here.", 3600, 3601)], turns);
    }

    [Fact]
    public void Plain_lines_name_a_speaker_or_go_on_with_the_one_before()
    {
        var turns = Read("a.txt", "\uFEFFDr. O’Neil-Smith (Ward 3): First point.\nand it goes on\n\nBoone: Yes: I agree.\n");
        Assert.Equal([("Dr. O’Neil-Smith (Ward 3)", "First point. and it goes on"), ("Boone", "Yes: I agree.")], turns.Select(t => (t.Speaker, t.Text)));
    }

    [Fact]
    public void Json_turns_may_carry_times_keep_their_places_and_other_members_are_ignored()
    {
        var turns = Read("a.json", """{"meeting":"x","turns":[{"i":0,"speaker":"A","text":" one  two ","start":0.5,"end":1},{"speaker":null,"text":"three"},{"speaker":"B","text":" "}]}""");
        Assert.Equal([new Turn("A", "one two", 0.5, 1), new Turn("Unknown speaker", "three", null, null), new Turn("B", "", null, null)], turns);
    }

    [Theory]
    [InlineData("a.vtt", "Mayor: no header", "governance.transcript_malformed")]
    [InlineData("a.vtt", "WEBVTT\n\nnothing in it", "governance.transcript_malformed")]
    [InlineData("a.srt", "Mayor: no times", "governance.transcript_malformed")]
    [InlineData("a.json", "[1,2]", "governance.transcript_malformed")]
    [InlineData("a.json", "{\"turns\":", "malformed_json")]
    [InlineData("a.json", "{\"turns\":[]}", "governance.transcript_malformed")]
    [InlineData("a.json", "{\"turns\":[{\"speaker\":\"A\",\"text\":\"x\",\"start\":5,\"end\":1}]}", "governance.transcript_malformed")]
    [InlineData("a.txt", "   \n \n", "governance.transcript_malformed")]
    [InlineData("a.exe", "Mayor: hello", "governance.transcript_kind")]
    public void What_is_no_transcript_is_refused_with_a_code(string name, string content, string code) =>
        Assert.Equal(code, Assert.Throws<BadInput>(() => Read(name, content)).Code);

    [Fact]
    public void Binary_content_is_refused_whatever_its_name()
    {
        var random = new byte[4096];
        new Random(7).NextBytes(random);
        foreach (var name in (string[])["a.vtt", "a.srt", "a.txt", "a.json"])
            Assert.Equal("governance.transcript_malformed", Assert.Throws<BadInput>(() => TranscriptFormats.Read(random, name)).Code);
        Assert.Throws<BadInput>(() => TranscriptFormats.Read(Encoding.Unicode.GetBytes("Mayor: hello"), "a.txt"));
    }

    [Fact]
    public void Too_many_or_too_long_turns_are_refused()
    {
        Assert.Throws<BadInput>(() => TranscriptFormats.Check([.. Enumerable.Repeat(new Turn("A", "x", null, null), TranscriptFormats.MostTurns + 1)]));
        Assert.Throws<BadInput>(() => TranscriptFormats.Check([new Turn("A", new string('x', TranscriptFormats.LongestTurn + 1), null, null)]));
    }

    [Fact]
    public void Every_real_meeting_keeps_its_turns_and_speakers()
    {
        var file = Path.Combine(SharedData.Folder("meetings"), "tasks", "train", "meetings.jsonl");
        foreach (var line in File.ReadLines(file).Take(30))
        {
            using var meeting = System.Text.Json.JsonDocument.Parse(line);
            var original = meeting.RootElement.List("turns");
            var turns = Read("meeting.json", line);
            Assert.Equal(original.Select(t => t.Text("speaker").Trim()), turns.Select(t => t.Speaker));
        }
    }

    private static IReadOnlyList<Turn> Read(string name, string content) => TranscriptFormats.Read(Encoding.UTF8.GetBytes(content), name);
}
