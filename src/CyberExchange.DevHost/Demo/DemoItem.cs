using System.Text.Json;
using System.Text.Json.Serialization;
using CyberExchange.Contracts.Sharing;

namespace CyberExchange.DevHost.Demo;

/// <summary>One item of the demo, a line of <c>demo.json</c>.</summary>
/// <param name="By">The member that posts it.</param>
/// <param name="File">Its file beside <c>demo.json</c>: a whole report, or a CSAF document.</param>
/// <param name="Sharing">For a CSAF document, with whom it is shared; a report says so itself, and has null here.</param>
public sealed record DemoItem(string By, string File, SharingDocument? Sharing = null)
{
    /// <exception cref="LauncherException">The folder does not hold a demo.</exception>
    public static IReadOnlyList<DemoItem> ReadAll(string folder)
    {
        var list = Path.Combine(folder, "demo.json");
        try
        {
            return JsonSerializer.Deserialize(System.IO.File.ReadAllBytes(list), DemoJson.Default.IReadOnlyListDemoItem)
                ?? throw new LauncherException($"{list} lists nothing");
        }
        catch (Exception e) when (e is IOException or JsonException)
        {
            throw new LauncherException($"{list} cannot be read: {e.Message}");
        }
    }
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(IReadOnlyList<DemoItem>))]
internal sealed partial class DemoJson : JsonSerializerContext;
