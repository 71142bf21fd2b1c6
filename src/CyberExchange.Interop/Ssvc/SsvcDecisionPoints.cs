namespace CyberExchange.Interop.Ssvc;

/// <summary>The decision points of the namespaces that the SSVC project has registered.</summary>
/// <remarks>Source: CERT/CC SSVC, data/json/decision_points. Of the namespace `cvss` the order of some values is known, and of `cisa` the name alone.</remarks>
public static class SsvcDecisionPoints
{
    // Key, versions from the oldest, and values in their order. What two versions have in common stands once.
    private static readonly (string Key, string Versions, string Values)[] Ssvc =
    [
        ("A", "2.0.0", "N Y"),
        ("COORDINATE", "1.0.0 1.0.1", "D T C"),
        ("CS", "1.0.0", "N Y"),
        ("DSOI", "1.0.0", "D S O I"),
        ("E", "1.0.0 1.1.0", "N P A"),
        ("EXP", "1.0.0", "S C U"),
        ("EXP", "1.0.1", "S C O"),
        ("HI", "1.0.0 2.0.0 2.0.1 2.0.2", "L M H VH"),
        ("HVA", "1.0.0", "N Y"),
        ("KEV", "1.0.0", "N Y"),
        ("MI", "1.0.0", "N NED MSC MEF MF"),
        ("MI", "2.0.0", "D MSC MEF MF"),
        ("MWI", "1.0.0", "L M H"),
        ("PSI", "1.0.0 2.0.0 2.0.1", "M S"),
        ("PUBLISH", "1.0.0", "N P"),
        ("PVA", "1.0.0", "L A P"),
        ("PWI", "1.0.0 1.1.0", "M MA I"),
        ("RC", "1.0.0", "NC C"),
        ("RP", "1.0.0", "Y N"),
        ("SC", "1.0.0", "O M"),
        ("SCON", "1.0.0", "N Y"),
        ("SE", "1.0.0", "A U"),
        ("SI", "1.0.0", "N M J H C"),
        ("SI", "2.0.0 2.0.1", "N M R C"),
        ("SINV", "1.0.0", "FR C UU"),
        ("TI", "1.0.0", "P T"),
        ("U", "1.0.0 1.0.1", "L E S"),
        ("V", "1.0.0", "S R"),
        ("VD", "1.0.0", "D C"),
    ];

    // Of CVSS 4.0, from the lesser to the greater, with what is not defined at the end.
    private static readonly (string Key, string Values)[] Cvss =
    [
        ("AC", "H L"),
        ("E", "U P F A H X"),
    ];

    public static bool IsRegistered(string baseNamespace) => baseNamespace is "cisa" or "cvss" or "ssvc";

    /// <summary>Whether SSVC sets a namespace aside: `test` and `example` for what they say, `invalid` for what is never valid.</summary>
    public static bool IsReserved(string baseNamespace) => Plain(baseNamespace) is "example" or "invalid" or "test";

    public static bool IsInvalid(string baseNamespace) => Plain(baseNamespace) is "invalid";

    /// <summary>Why a selection is not one of a decision point that is known, as a clause; null when it is, or when nothing is known.</summary>
    /// <param name="baseNamespace">A registered one.</param>
    public static string? WhyNot(string baseNamespace, string key, string version, IReadOnlyList<string> values)
    {
        if (baseNamespace is "cvss")
        {
            return Array.Find(Cvss, point => point.Key == key) is { Key: not null } known ? WhyNot(known.Values, values) : null;
        }

        if (baseNamespace is not "ssvc")
        {
            return null;
        }

        if (!Array.Exists(Ssvc, point => point.Key == key))
        {
            return $"SSVC has no decision point \"{key}\"";
        }

        return Array.Find(Ssvc, point => point.Key == key && point.Versions.Split(' ').Contains(version, StringComparer.Ordinal)) is { Key: not null } exact
            ? WhyNot(exact.Values, values)
            : $"the decision point \"{key}\" has no version {version}";
    }

    /// <summary>The newest version of a decision point; null when it is not known.</summary>
    public static string? LatestVersion(string baseNamespace, string key) =>
        baseNamespace is "ssvc" ? Array.FindLast(Ssvc, point => point.Key == key).Versions?.Split(' ')[^1] : null;

    private static string? WhyNot(string known, IReadOnlyList<string> values)
    {
        var order = known.Split(' ');
        var last = -1;
        foreach (var value in values)
        {
            var at = Array.IndexOf(order, value);
            if (at < 0)
            {
                return $"\"{value}\" is none of its values: {string.Join(", ", order)}";
            }

            if (at <= last)
            {
                return $"its values stand in the order {string.Join(", ", order)}";
            }

            last = at;
        }

        return null;
    }

    private static string Plain(string baseNamespace) => baseNamespace.Split('#', 2)[0];
}
