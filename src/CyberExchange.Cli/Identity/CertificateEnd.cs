namespace CyberExchange.Cli.Identity;

/// <summary>When a certificate's end is near enough to be told of: as the exchange tells it in <c>me</c>.</summary>
public static class CertificateEnd
{
    /// <summary>What to do about it.</summary>
    public const string Ways = "cyx identity renew for the same key, cyx identity rotate for another";

    private static readonly TimeSpan Before = TimeSpan.FromDays(30);

    public static bool IsNear(DateTimeOffset endsAt, DateTimeOffset now) => endsAt - now <= Before;
}
