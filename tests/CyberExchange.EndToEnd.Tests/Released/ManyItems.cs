using System.Text;
using System.Text.Json.Nodes;
using CyberExchange.Contracts.Incidents;
using CyberExchange.Contracts.Sharing;
using CyberExchange.Domain.Sharing;
using CyberExchange.Testing.Suites;

namespace CyberExchange.EndToEnd.Tests.Released;

/// <summary>Items with labels and audiences of every kind, dealt out by their number.</summary>
internal static class ManyItems
{
    public static readonly string[] Reporters = ["cert-eu", "cert-jp", "grid-eu", "grid-jp", "maker-eu", "maker-jp"];

    private static readonly DateTimeOffset Detected = new(2026, 11, 2, 8, 0, 0, TimeSpan.Zero);

    /// <summary>Terms number n for an item at home in a jurisdiction. Every label, and every kind of audience, comes up.</summary>
    /// <param name="n">The number.</param>
    /// <param name="home">The originator's jurisdiction.</param>
    /// <param name="person">Id of the member with a handle, for TLP:RED.</param>
    public static SharingDocument Terms(int n, string home, Func<string, Guid> person)
    {
        var abroad = home == "EU" ? "JP" : "EU";
        LegalBasisDocument[] basis = [new() { Destination = abroad, Code = "consent", Reference = "agreement 7" }];
        var (near, far) = (home.ToLowerInvariant(), abroad.ToLowerInvariant());
        return (n % 16) switch
        {
            0 => new() { Label = "TLP:CLEAR" },
            1 => new() { Label = "TLP:GREEN" },
            2 => new() { Label = "TLP:GREEN", LegalBases = basis },
            3 => new() { Label = "TLP:GREEN", Audience = new() { Roles = ["operator", "cert"] }, LegalBases = basis },
            4 => new() { Label = "TLP:AMBER", Audience = new() { Partners = [$"grid-{near}"] } },
            5 => new() { Label = "TLP:AMBER", Audience = new() { Partners = [$"grid-{near}", $"grid-{far}", $"delegate-{far}"] }, LegalBases = basis },
            6 => new() { Label = "TLP:AMBER", Audience = new() { Sectors = ["eu.energy", "jp.electricity"] }, LegalBases = basis },
            7 => new() { Label = "TLP:AMBER", Audience = new() { Roles = ["maker"], Jurisdictions = [home] } },
            8 => new() { Label = "TLP:AMBER+STRICT", Audience = new() { Partners = [$"authority-{near}"], Roles = ["cert"] } },
            9 => new() { Label = "TLP:AMBER+STRICT", Audience = new() { Jurisdictions = ["EU", "JP"] }, LegalBases = basis },
            10 => new() { Label = "TLP:RED" },
            11 => new() { Label = "TLP:RED", Audience = new() { Members = [person($"cert-{near}").ToString(), person($"grid-{near}").ToString()] } },
            12 => new() { Label = "TLP:RED", Audience = new() { Members = [person($"cert-{far}").ToString()] }, LegalBases = basis },
            13 => new() { Label = "TLP:AMBER" },
            14 => new()
            {
                Label = "TLP:GREEN",
                LegalBases = basis,
                Embargo = new() { LocalTime = "2027-02-01T09:00:00", Zone = "Asia/Tokyo", Parties = [$"cert-{far}", $"maker-{near}"] },
            },
            _ => new() { Label = "TLP:CLEAR", Embargo = new() { LocalTime = "2027-02-01T09:00:00", Zone = "Europe/Brussels" } },
        };
    }

    public static IncidentReportDocument Report(int n, string revision = "first") => new()
    {
        Title = $"Incident {n}, {revision}",
        Summary = "A control centre lost sight of a substation for some minutes.",
        Classification = "rsit.availability.outage",
        Sectors = ["eu.energy.electricity"],
        DetectedAt = Detected.AddMinutes(n),
        Contacts = [new() { Name = $"Duty officer {n}", Email = $"duty-{n}@operator.example" }],
    };

    /// <summary>Real advisories where they are at hand, else own ones made from a fixture; never two with the same tracking id.</summary>
    public static IReadOnlyList<byte[]> Advisories(int count)
    {
        if (SharedSuites.Find("data/cisa-csaf") is { } folder)
        {
            return [.. Directory.EnumerateFiles(folder, "*.json", SearchOption.AllDirectories).Order(StringComparer.Ordinal).Take(count).Select(File.ReadAllBytes)];
        }

        return [.. Enumerable.Range(1, count).Select(Own)];
    }

    /// <summary>An own document with a tracking id of its own, which may be shared under any label.</summary>
    public static byte[] Own(int n)
    {
        var fixture = Path.Combine(SharedSuites.RepositoryRoot, "tests/CyberExchange.Tests/Fixtures/csaf/egw-2026-0002.json");
        var document = JsonNode.Parse(File.ReadAllBytes(fixture))!; // A fixture is an object.
        document["document"]!["tracking"]!["id"] = $"OWN-{n:0000}"; // Structure checked by the fixture's own tests.
        document["document"]!["distribution"]!["tlp"]!["label"] = "WHITE";
        return Encoding.UTF8.GetBytes(document.ToJsonString());
    }

    /// <summary>The oracle's own reading of stated terms, apart from the server's.</summary>
    public static SharingTerms Read(SharingDocument stated, Func<string, Domain.PartnerId> partner) => new()
    {
        Label = Enum.GetValues<TlpLabel>().Single(l => $"TLP:{l}".Replace("AmberStrict", "AMBER+STRICT", StringComparison.Ordinal).Equals(stated.Label, StringComparison.OrdinalIgnoreCase)),
        Pap = PapLabel.Amber,
        Audience = new()
        {
            Partners = [.. (stated.Audience?.Partners ?? []).Select(partner)],
            Members = [.. (stated.Audience?.Members ?? []).Select(m => new Domain.MemberId(Guid.Parse(m)))],
            Groups = [],
            Roles = [.. (stated.Audience?.Roles ?? []).Select(r => Enum.Parse<Role>(r, ignoreCase: true))],
            Jurisdictions = [.. (stated.Audience?.Jurisdictions ?? []).Select(Enum.Parse<Jurisdiction>)],
            Sectors = stated.Audience?.Sectors ?? [],
        },
        Embargo = stated.Embargo is null
            ? null
            : new(stated.Embargo.LocalTime, stated.Embargo.Zone, DateTimeOffset.MaxValue, [.. (stated.Embargo.Parties ?? []).Select(partner)]),
        LegalBases = [.. (stated.LegalBases ?? []).Select(b => new LegalBasis(Enum.Parse<Jurisdiction>(b.Destination), b.Code, b.Reference, Standing: false))],
        PermitsStatistics = false,
    };
}
