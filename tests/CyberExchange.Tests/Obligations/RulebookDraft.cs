using System.Text;
using System.Text.Json.Nodes;
using CyberExchange.Domain.Obligations;
using Xunit;

namespace CyberExchange.Tests.Obligations;

/// <summary>The shipped rulebook with something changed.</summary>
internal static class RulebookDraft
{
    public static RulebookReading Read(Action<JsonObject> change)
    {
        var document = JsonNode.Parse(Rulebook.Shipped.Document.Span)!.AsObject();
        change(document);
        return RulebookReader.Read(Encoding.UTF8.GetBytes(document.ToJsonString()));
    }

    public static Rulebook Of(Action<JsonObject> change)
    {
        var reading = Read(change);
        Assert.Empty(reading.Faults);
        return reading.Rulebook!;
    }

    /// <summary>The entry of a section.</summary>
    public static JsonObject Entry(this JsonObject document, string section, string id) =>
        document[section]!.AsArray().Select(e => e!.AsObject()).Single(e => (string?)e["id"] == id);

    public static int Index(string section, string id) =>
        JsonNode.Parse(Rulebook.Shipped.Document.Span)![section]!.AsArray().Select((e, i) => (Id: (string?)e!["id"], i)).Single(e => e.Id == id).i;
}
