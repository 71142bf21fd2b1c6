using System.Globalization;
using System.Text;

namespace CyberExchange.Bench.Store;

/// <summary>Bodies as long as a usual report, and the few bytes that go with one.</summary>
internal static class Payload
{
    public const int BodyBytes = 935;

    /// <summary>Few of all events are of the rare type: one in a thousand.</summary>
    public const string Type = "bench.happened";
    public const string RareType = "bench.rarely";
    public const int RareEvery = 1_000;

    private const int BodiesCount = 64;

    private static readonly string[] Words =
    [
        "substation", "relay", "firmware", "operator", "segment", "credential", "gateway", "outage", "vendor", "patch", "historian", "telemetry",
        "cable", "landing", "station", "scanner", "hospital", "lithography", "controller", "backup", "alarm", "phishing", "exfiltration", "restored",
    ];

    private static readonly byte[][] Bodies = [.. Enumerable.Range(0, BodiesCount).Select(MakeBody)];

    public static readonly byte[] Addressing = """{"label":"AMBER","partners":["grid-jp"]}"""u8.ToArray();
    public static readonly byte[] Metadata = """{"member":"bench","partner":"cert-eu"}"""u8.ToArray();

    /// <summary>One of a few dozen bodies of the same length, canonical JSON of several members.</summary>
    public static byte[] Body(long number) => Bodies[(int)(number % BodiesCount)];

    public static string TypeOf(long number) => number % RareEvery == 0 ? RareType : Type;

    /// <summary>A new stream, named as those of incidents are: its place in an index is random.</summary>
    public static string NewStream() => $"incident-{Guid.NewGuid():D}";

    private static byte[] MakeBody(int number)
    {
        var random = new Random(number);
        var text = new StringBuilder();
        while (text.Length < BodyBytes)
        {
            text.Append(Words[random.Next(Words.Length)]).Append(' ');
        }

        var head = string.Create(
            CultureInfo.InvariantCulture,
            $"{{\"class\":\"availability\",\"detectedAt\":\"2026-11-{(number % 28) + 1:00}T09:00:00Z\",\"severity\":{number % 5},\"text\":\"");
        return Encoding.UTF8.GetBytes($"{head}{text.ToString(0, BodyBytes - head.Length - 2)}\"}}");
    }
}
