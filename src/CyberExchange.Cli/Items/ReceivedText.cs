using CyberExchange.Contracts.Sharing;

namespace CyberExchange.Cli.Items;

/// <summary>Under which labels an item reached the reader, and why.</summary>
public static class ReceivedText
{
    public static string Of(ReceivedSharing received) =>
        $"{received.Label} {received.Pap} (reached you as: {received.Reason}{(received.ForwardedBy is { } cert ? $" by {cert}" : "")})";
}
