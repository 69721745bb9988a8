namespace CivicPulse.Platform.Http;

/// <summary>A request or an answer as it looks on the wire, for the description of the API. A law sends every request's example.</summary>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class ExampleAttribute(string json) : Attribute
{
    public string Json { get; } = json;
}
