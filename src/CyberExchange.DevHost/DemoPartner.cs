namespace CyberExchange.DevHost;

/// <summary>A partner of the demo: an organisation, its role, and the members whose keys it enrols.</summary>
/// <param name="Name">Short name, also that of its first member's files.</param>
/// <param name="DisplayName">How pages show it.</param>
/// <param name="Role">cert, operator, maker, authority, delegate or steward.</param>
/// <param name="Jurisdiction">EU or JP: whose anchor vouches for its members.</param>
/// <param name="Country">ISO 3166 alpha-2.</param>
/// <param name="OrganizationIdentifier">
/// EN 319 412-1 form. The Japanese ones begin with 0, which no corporate number does: its check digit is 9 minus a
/// remainder of 9, hence 1 to 9. So no number of the demo is a real firm's.
/// </param>
/// <param name="Members">Persons and services.</param>
public sealed record DemoPartner(
    string Name, string DisplayName, string Role, string Jurisdiction, string Country, string OrganizationIdentifier,
    IReadOnlyList<DemoMember> Members)
{
    /// <summary>The organisation that enrols the others; two persons, since some acts need two.</summary>
    public static DemoPartner Steward { get; } = new(
        "steward", "Exchange Stewardship (demo)", "steward", "EU", "BE", "NTRBE-DEMO0000001",
        [new DemoMember("steward", IsPerson: true), new DemoMember("steward-2", IsPerson: true)]);

    /// <summary>The partners that the steward enrols.</summary>
    public static IReadOnlyList<DemoPartner> Others { get; } =
    [
        InEurope("cert", "CERT Nordmark (demo)", "cert", "DE", "NTRDE-DEMO0000002"),
        InJapan("cert", "Tohoku CERT (demo)", "cert", "NTRJP-0000000000002"),
        InEurope("grid", "Réseau Ardent (demo)", "operator", "FR", "NTRFR-DEMO0000003"),
        InJapan("grid", "Minato Power Grid (demo)", "operator", "NTRJP-0000000000003"),
        InEurope("maker", "Voltwerk Controls (demo)", "maker", "DE", "NTRDE-DEMO0000004"),
        InJapan("maker", "Hikari Instruments (demo)", "maker", "NTRJP-0000000000004"),
        InEurope("authority", "Cyber Authority of Nordmark (demo)", "authority", "DE", "NTRDE-DEMO0000005"),
        InJapan("authority", "Cyber Authority of Minato (demo)", "authority", "NTRJP-0000000000005"),
        InEurope("delegate", "EU Dialogue Delegation (demo)", "delegate", "BE", "NTRBE-DEMO0000006"),
        InJapan("delegate", "Japan Dialogue Delegation (demo)", "delegate", "NTRJP-0000000000006"),
    ];

    public static IReadOnlyList<DemoPartner> All { get; } = [Steward, .. Others];

    private static DemoPartner InEurope(string kind, string displayName, string role, string country, string identifier)
        => new($"{kind}-eu", displayName, role, "EU", country, identifier, PersonAndService($"{kind}-eu"));

    private static DemoPartner InJapan(string kind, string displayName, string role, string identifier)
        => new($"{kind}-jp", displayName, role, "JP", "JP", identifier, PersonAndService($"{kind}-jp"));

    private static DemoMember[] PersonAndService(string partner)
        => [new DemoMember(partner, IsPerson: true), new DemoMember($"{partner}-service", IsPerson: false)];
}

/// <summary>Somebody, or a program, that acts for a partner with a key of its own.</summary>
public sealed record DemoMember(string Name, bool IsPerson);
