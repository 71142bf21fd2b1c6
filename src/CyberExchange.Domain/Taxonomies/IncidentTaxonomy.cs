using System.Collections.Frozen;

namespace CyberExchange.Domain.Taxonomies;

/// <summary>What kind of incident it is.</summary>
/// <remarks>Reference Security Incident Taxonomy (ENISA / TF-CSIRT), version 1003. Classes and their types both classify.</remarks>
public static class IncidentClasses
{
    /// <summary>Records of this class are exercises: never in statistics, never notified to an authority.</summary>
    public const string Test = "rsit.test";

    public static IReadOnlyList<Term> All { get; } =
    [
        new("rsit.abusive-content", "Abusive content"),
        new("rsit.abusive-content.spam", "Spam"),
        new("rsit.abusive-content.harmful-speech", "Harmful speech"),
        new("rsit.abusive-content.violence", "(Child) sexual exploitation, sexual or violent content"),
        new("rsit.malicious-code", "Malicious code"),
        new("rsit.malicious-code.infected-system", "Infected system"),
        new("rsit.malicious-code.c2-server", "C2 server"),
        new("rsit.malicious-code.malware-distribution", "Malware distribution"),
        new("rsit.malicious-code.malware-configuration", "Malware configuration"),
        new("rsit.information-gathering", "Information gathering"),
        new("rsit.information-gathering.scanner", "Scanning"),
        new("rsit.information-gathering.sniffing", "Sniffing"),
        new("rsit.information-gathering.social-engineering", "Social engineering"),
        new("rsit.intrusion-attempts", "Intrusion attempts"),
        new("rsit.intrusion-attempts.ids-alert", "Exploitation of known vulnerabilities"),
        new("rsit.intrusion-attempts.brute-force", "Login attempts"),
        new("rsit.intrusion-attempts.exploit", "New attack signature"),
        new("rsit.intrusions", "Intrusions"),
        new("rsit.intrusions.privileged-account-compromise", "Privileged account compromise"),
        new("rsit.intrusions.unprivileged-account-compromise", "Unprivileged account compromise"),
        new("rsit.intrusions.application-compromise", "Application compromise"),
        new("rsit.intrusions.system-compromise", "System compromise"),
        new("rsit.intrusions.burglary", "Burglary"),
        new("rsit.availability", "Availability"),
        new("rsit.availability.dos", "Denial of service"),
        new("rsit.availability.ddos", "Distributed denial of service"),
        new("rsit.availability.misconfiguration", "Misconfiguration"),
        new("rsit.availability.sabotage", "Sabotage"),
        new("rsit.availability.outage", "Outage"),
        new("rsit.information-content-security", "Information content security"),
        new("rsit.information-content-security.unauthorised-information-access", "Unauthorised access to information"),
        new("rsit.information-content-security.unauthorised-information-modification", "Unauthorised modification of information"),
        new("rsit.information-content-security.data-loss", "Data loss"),
        new("rsit.information-content-security.data-leak", "Leak of confidential information"),
        new("rsit.fraud", "Fraud"),
        new("rsit.fraud.unauthorised-use-of-resources", "Unauthorised use of resources"),
        new("rsit.fraud.copyright", "Copyright"),
        new("rsit.fraud.masquerade", "Masquerade"),
        new("rsit.fraud.phishing", "Phishing"),
        new("rsit.vulnerable", "Vulnerable"),
        new("rsit.vulnerable.weak-crypto", "Weak cryptography"),
        new("rsit.vulnerable.ddos-amplifier", "DDoS amplifier"),
        new("rsit.vulnerable.potentially-unwanted-accessible", "Potentially unwanted accessible services"),
        new("rsit.vulnerable.information-disclosure", "Information disclosure"),
        new("rsit.vulnerable.vulnerable-system", "Vulnerable system"),
        new("rsit.other", "Other"),
        new("rsit.other.other", "Uncategorised"),
        new("rsit.other.undetermined", "Undetermined"),
        new("rsit.test", "Test"),
        new("rsit.test.test", "Test"),
    ];

    private static readonly FrozenDictionary<string, Term> ById = All.ToFrozenDictionary(t => t.Id, StringComparer.Ordinal);

    public static bool IsKnown(string id) => ById.ContainsKey(id);

    public static bool IsTest(string id) => Sectors.Covers(Test, id);
}

/// <summary>How grave it is, on the scale of either side; the scales stand side by side and are never converted silently.</summary>
/// <remarks>
/// <c>nis-cg-impact.</c>: NIS Cooperation Group, Cybersecurity Incident Taxonomy, CG Publication 04/2018;
/// <c>jp-severity.</c>: severity levels of the Japanese critical-infrastructure action plan.
/// </remarks>
public static class Severities
{
    public static IReadOnlyList<Term> All { get; } =
    [
        new("nis-cg-impact.white", "No impact"),
        new("nis-cg-impact.green", "Minor impact"),
        new("nis-cg-impact.yellow", "Large impact"),
        new("nis-cg-impact.red", "Very large impact"),
        new("jp-severity.level-0", "Level 0: None", "影響なし"),
        new("jp-severity.level-1", "Level 1: Low", "低"),
        new("jp-severity.level-2", "Level 2: Medium", "中"),
        new("jp-severity.level-3", "Level 3: High", "高"),
        new("jp-severity.level-4", "Level 4: Crisis", "危機"),
    ];

    private static readonly FrozenDictionary<string, Term> ById = All.ToFrozenDictionary(t => t.Id, StringComparer.Ordinal);

    public static bool IsKnown(string id) => ById.ContainsKey(id);
}
