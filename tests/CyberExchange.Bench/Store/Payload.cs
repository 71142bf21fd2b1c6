using System.Text;

namespace CyberExchange.Bench.Store;

/// <summary>A body as long as a usual report, and the few bytes that go with it.</summary>
internal static class Payload
{
    private const int BodyBytes = 935;

    public const string Type = "bench.happened";

    public static readonly byte[] Body = Encoding.UTF8.GetBytes($$"""{"text":"{{new string('x', BodyBytes - """{"text":""}""".Length)}}"}""");
    public static readonly byte[] Addressing = """{"label":"AMBER","partners":["grid-jp"]}"""u8.ToArray();
    public static readonly byte[] Metadata = """{"member":"bench","partner":"cert-eu"}"""u8.ToArray();

    public static string NewStream() => $"incident-{Guid.CreateVersion7():N}";
}
