using CivicPulse.Platform.Data;
using CivicPulse.Platform.Http;
using CivicPulse.Platform.Search;
using CivicPulse.Tests.Scratch.Gardens.Public;

namespace CivicPulse.Tests.Scratch.Gardens.Model;

/// <summary>A piece of a community garden that somebody can take.</summary>
internal sealed class Plot : Entity, ISearchable
{
    public required string Name { get; set; }

    public string? Gardener { get; set; }

    public int Takings { get; private set; }

    public void Take(string gardener)
    {
        RuleBroken.Unless(Gardener is null, "gardens.plot_taken", "Somebody has this plot already.");
        Gardener = gardener;
        Tell(new PlotTaken(Id));
    }

    public void CountTaking() => Takings++;

    public SearchEntry ToSearch() => new("plot", Name, "/plots", GardensPermissions.Read);
}
