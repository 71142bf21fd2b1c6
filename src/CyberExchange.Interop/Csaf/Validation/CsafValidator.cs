using CyberExchange.Interop.Csaf.Validation.Checks;

namespace CyberExchange.Interop.Csaf.Validation;

/// <summary>Tests documents against CSAF: the schema and the tests of section 6, by the version that a document says it follows.</summary>
/// <remarks>
/// Sources: CSAF 2.0, OASIS Standard with Errata 01; CSAF 2.1, the draft of the technical committee. The tests
/// that ask whether a URL resolves (6.3.6, 6.3.7) are made with <see cref="CsafValidationOptions.StatusOf"/> only, and that of what extensions
/// allow (2.1: 6.1.60.3) with <see cref="CsafValidationOptions.Extensions"/>. Those that need a program for grammar (2.1: 6.3.16) or a general
/// JSON Schema engine for the schemas of extensions (2.1: 6.1.60.2) are not made.
/// </remarks>
public static class CsafValidator
{
    private const string SchemaTest = "schema";

    /// <summary>Which validator this is: the version of the program and a mark of its code. Two that differ may judge a document differently.</summary>
    public static string Version { get; } = VersionOf(typeof(CsafValidator).Assembly);

    /// <summary>Tests the exact bytes of one document. No input makes this throw.</summary>
    public static CsafValidation Validate(ReadOnlyMemory<byte> bytes, CsafValidationOptions? options = null) => Validate(bytes, options, out _);

    /// <param name="tree">The values of the document; null where it is not JSON or is beyond a limit.</param>
    /// <inheritdoc cref="Validate(ReadOnlyMemory{byte}, CsafValidationOptions?)"/>
    internal static CsafValidation Validate(ReadOnlyMemory<byte> bytes, CsafValidationOptions? options, out CsafTree? tree)
    {
        tree = null;
        var findings = new CsafFindings();
        if (CsafDocument.WhyUnreadable(bytes.Span) is { } why)
        {
            findings.Unreadable(why);
            return findings.ToValidation(null);
        }

        tree = CsafTree.Read(bytes, findings);
        if (tree is null)
        {
            return findings.ToValidation(null);
        }

        var said = tree.Root["document"u8]["csaf_version"u8];
        var version = said.Is("2.0"u8) ? "2.0" : said.Is("2.1"u8) ? "2.1" : null;
        if (version is null && said.IsText)
        {
            findings.Add(SchemaTest, said, $"CSAF {said.Quoted} is not known here; 2.0 and 2.1 are.");
            return findings.ToValidation(null);
        }

        // What says no version is judged by the schema of the older one, so that its author learns what else is missing.
        var is21 = version is "2.1";
        var run = new CsafSchemaRun(findings, isClosed: is21);
        (is21 ? Csaf21Shapes.Root : Csaf20Shapes.Root).Check(tree.Root, run);
        options ??= CsafValidationOptions.Default;
        if (options.Preset is not CsafPreset.Schema && tree.Root["document"u8].IsObject)
        {
            Test(new CsafSubject(tree.Root, is21, findings, options), run);
        }

        return findings.ToValidation(version) with { IsDocument = tree.Root["document"u8].Exists || !IsOtherFile(tree.Root) };
    }

    // The members by which the other files of a CSAF site are known: CSAF 2.0, section 7.1.
    private static bool IsOtherFile(CsafNode root) =>
        root["distributions"u8].Exists || root["aggregator"u8].Exists || root["feed"u8].Exists || root["service"u8].Exists || root["categories"u8].Exists;

    // A deterministic build gives the same mark to the same code, so that nobody has to remember to raise a number.
    private static string VersionOf(System.Reflection.Assembly code) =>
        $"{code.GetName().Version?.ToString(3)}+{code.ManifestModule.ModuleVersionId.ToString("N")[..8]}";

    private static void Test(CsafSubject subject, CsafSchemaRun schema)
    {
        ProductIdChecks.Mandatory(subject);
        StatusChecks.Mandatory(subject);
        CvssChecks.Mandatory(subject);
        VulnerabilityChecks.Mandatory(subject);
        HelperChecks.Mandatory(subject);
        RevisionChecks.Mandatory(subject);
        DocumentChecks.Mandatory(subject);
        ProfileChecks.Mandatory(subject);
        BranchChecks.Mandatory(subject);
        if (subject.Is21)
        {
            MandatoryOf21(subject);
        }

        if (subject.Options.Preset is not CsafPreset.Full || !subject.Findings.IsReadable)
        {
            return;
        }

        ProductIdChecks.Further(subject);
        StatusChecks.Further(subject);
        CvssChecks.Further(subject);
        VulnerabilityChecks.Further(subject);
        HelperChecks.Further(subject);
        RevisionChecks.Further(subject);
        DocumentChecks.Further(subject);
        BranchChecks.Further(subject);
        SpellingChecks.Further(subject);
        UrlChecks.Further(subject);
        if (subject.Is21)
        {
            FurtherOf21(subject);
        }

        foreach (var member in schema.Additional)
        {
            subject.Fail("6.2.20", member, "CSAF defines no such member here; readers will pass it by.");
        }
    }

    /// <summary>What CSAF 2.1 has added to the mandatory tests.</summary>
    private static void MandatoryOf21(CsafSubject subject)
    {
        ProfileChecks.MandatoryOf21(subject);
        BranchChecks.MandatoryOf21(subject);
        HelperChecks.MandatoryOf21(subject);
        VersionRangeChecks.Mandatory(subject);
        RemediationChecks.Mandatory(subject);
        SharingGroupChecks.Mandatory(subject);
        TimeChecks.Mandatory(subject);
        TimeChecks.Discoveries(subject);
        TimeChecks.Exploitations(subject);
        SsvcChecks.Mandatory(subject);
        LicenseChecks.Mandatory(subject);
        MetricChecks.Mandatory(subject);
        ExtensionChecks.Mandatory(subject);
    }

    /// <summary>What CSAF 2.1 has added to the recommended and informative tests.</summary>
    private static void FurtherOf21(CsafSubject subject)
    {
        ProfileChecks.FurtherOf21(subject);
        BranchChecks.FurtherOf21(subject);
        HelperChecks.FurtherOf21(subject);
        RevisionChecks.FurtherOf21(subject);
        VersionRangeChecks.Further(subject);
        RemediationChecks.Further(subject);
        SharingGroupChecks.Further(subject);
        TimeChecks.Further(subject);
        SsvcChecks.Further(subject);
        LicenseChecks.Further(subject);
        MetricChecks.Further(subject);
        ExtensionChecks.Further(subject);
    }
}
