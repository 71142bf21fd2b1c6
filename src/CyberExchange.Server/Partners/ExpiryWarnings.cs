using System.Globalization;
using CyberExchange.Contracts.Partners;

namespace CyberExchange.Server.Partners;

/// <summary>When a certificate's end is near enough to be told of.</summary>
public static class ExpiryWarnings
{
    /// <summary>Time enough for an authority that identifies people in person.</summary>
    public static readonly TimeSpan Before = TimeSpan.FromDays(30);

    public static bool IsDue(DateTimeOffset endsAt, DateTimeOffset now) => endsAt - now <= Before;

    /// <summary>The warnings of a certificate that ends then; null for none.</summary>
    public static IReadOnlyList<WarningDocument>? Of(DateTimeOffset endsAt, DateTimeOffset now) => IsDue(endsAt, now)
        ?
        [
            new()
            {
                Code = "certificate-ends-soon",
                Detail = string.Create(
                    CultureInfo.InvariantCulture,
                    $"The certificate, or one above it, ends on {endsAt.UtcDateTime:yyyy-MM-dd}: get one for the same key, or enrol the next key."),
                At = endsAt,
            },
        ]
        : null;
}
