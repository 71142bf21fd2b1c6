namespace CyberExchange.Interop.Veris;

/// <summary>Actions of VERIS as one class of the Reference Security Incident Taxonomy.</summary>
/// <remarks>
/// VERIS names every action of an incident, and the report takes one class: the first of the categories below that the
/// record has, and in it the first row with one of its varieties. Where VERIS does not say enough for a type, the class
/// above it stands. adr/divergences.md says what that means.
/// </remarks>
internal static class VerisClassification
{
    private const string Content = "rsit.information-content-security";
    private const string Leak = Content + ".data-leak";
    private const string DataLoss = Content + ".data-loss";
    private const string Application = "rsit.intrusions.application-compromise";
    private const string Deceit = "rsit.information-gathering.social-engineering";
    private const string Resources = "rsit.fraud.unauthorised-use-of-resources";
    private const string Outage = "rsit.availability.outage";
    private const string Undetermined = "rsit.other.undetermined";

    // The attacker's means before the accident: of several actions the graver one names the incident.
    private static readonly string[] Categories = ["malware", "hacking", "social", "misuse", "physical", "error", "environmental"];

    /// <summary>For each category, classes with the varieties that they stand for; a class without varieties is for all the rest.</summary>
    private static readonly Dictionary<string, (string Class, string[] Varieties)[]> ByVariety = new(StringComparer.Ordinal)
    {
        ["malware"] = [("rsit.malicious-code.infected-system", [])],
        ["hacking"] =
        [
            (Application,
            [
                "SQLi", "XSS", "RFI", "Path traversal", "OS commanding", "CSRF", "LDAP injection", "Mail command injection", "Null byte injection",
                "SSI injection", "SSI", "XML injection", "XPath injection", "XQuery injection", "XML external entities", "XML entity expansion",
                "Special element injection", "Insecure deserialization", "URL redirector abuse", "Abuse of functionality", "Forced browsing",
                "HTTP request smuggling", "HTTP request splitting", "HTTP response smuggling", "HTTP response splitting", "Prompt injection",
            ]),
            ("rsit.intrusions.system-compromise",
                ["Backdoor", "Use of backdoor or C2", "Exploit vuln", "Buffer overflow", "User breakout", "Virtual machine escape"]),
            ("rsit.intrusions",
                ["Use of stolen creds", "Brute force", "Offline cracking", "Pass-the-hash", "Session fixation", "Session prediction", "Session replay"]),
            ("rsit.availability", ["DoS"]),
            ("rsit.information-gathering.scanner", ["Scan network", "Fuzz testing"]),
            ("rsit.information-gathering", ["Footprinting", "Profile host"]),
            ("rsit.intrusions", []),
        ],
        ["social"] =
        [
            ("rsit.fraud.phishing", ["Phishing"]),
            (Deceit, ["Pretexting", "Elicitation", "Influence", "Baiting", "Prompt bombing"]),
            ("rsit.fraud.masquerade", ["Forgery"]),
            ("rsit.fraud", ["Scam"]),
            ("rsit.abusive-content.spam", ["Spam"]),
            ("rsit.abusive-content", ["Propaganda"]),
            ("rsit.other.other", ["Extortion", "Bribery"]),
            (Deceit, []),
        ],
        ["misuse"] =
        [
            (Content, ["Privilege abuse", "Knowledge abuse", "Possession abuse", "Data mishandling", "Snap picture"]),
            ("rsit.abusive-content", ["Illicit content"]),
            (Resources, []),
        ],
        ["physical"] =
        [
            (DataLoss, ["Theft"]),
            ("rsit.fraud", ["Skimmer"]),
            ("rsit.availability.sabotage", ["Destruction"]),
            ("rsit.information-gathering.sniffing", ["Wiretapping"]),
            ("rsit.information-gathering", ["Surveillance", "Snooping"]),
            ("rsit.intrusions.burglary", ["Bypassed controls", "Disabled controls"]),
            ("rsit.intrusions", ["Tampering", "Connection"]),
            (Undetermined, []),
        ],
        ["error"] =
        [
            (Leak, ["Misdelivery", "Publishing error", "Disposal error", "Gaffe"]),
            (DataLoss, ["Loss"]),
            (Outage, ["Malfunction", "Capacity shortage", "Maintenance error", "Physical accidents"]),
            (Undetermined, []),
        ],
        ["environmental"] = [(Outage, [])],
    };

    /// <summary>The class, or null where the record says that there was no incident.</summary>
    public static string? Of(VerisFacts facts)
    {
        var incident = facts.First(VerisPaths.SecurityIncident);
        if (incident == "False positive")
        {
            return null;
        }

        var category = CategoryOf(facts);
        if (incident == "Near miss" && category is "hacking")
        {
            return facts.Values("action.hacking.variety").Contains("Brute force", StringComparer.Ordinal)
                ? "rsit.intrusion-attempts.brute-force"
                : "rsit.intrusion-attempts";
        }

        return Refine(category is null ? Undetermined : ClassOf(category, facts), facts);
    }

    /// <summary>The category that names the incident; null where VERIS knows none.</summary>
    public static string? CategoryOf(VerisFacts facts) => Categories.FirstOrDefault(facts.Members("action").Contains);

    private static string ClassOf(string category, VerisFacts facts)
    {
        var varieties = facts.Values($"action.{category}.variety").ToHashSet(StringComparer.Ordinal);
        return ByVariety[category].First(row => row.Varieties.Length == 0 || row.Varieties.Any(varieties.Contains)).Class;
    }

    // What was done to which property of the information tells a type where the action alone does not.
    private static string Refine(string found, VerisFacts facts)
    {
        var attributes = facts.Members("attribute");
        bool Names(string attribute) => attributes.Contains(attribute, StringComparer.Ordinal);
        var (secrecy, integrity, availability) = (Names("confidentiality"), Names("integrity"), Names("availability"));
        return (found, secrecy, integrity, availability) switch
        {
            (Content, true, false, _) => Content + ".unauthorised-information-access",
            (Content, false, true, _) => Content + ".unauthorised-information-modification",
            (Outage or Undetermined, true, _, false) => facts.First(VerisPaths.Disclosure) == "Yes" ? Leak : Content,
            (Undetermined, _, true, false) => Content,
            (Undetermined, false, false, true) => facts.Values("action.error.variety").Contains("Misconfiguration", StringComparer.Ordinal)
                ? "rsit.availability.misconfiguration"
                : "rsit.availability",
            _ => found,
        };
    }
}
