using System.Collections.Frozen;

namespace CyberExchange.Interop.Csaf.Validation;

/// <summary>What a validation looks at.</summary>
public sealed record CsafValidationOptions
{
    public static CsafValidationOptions Default { get; } = new();

    public CsafPreset Preset { get; init; } = CsafPreset.Full;

    /// <summary>When the validation is made, for what is right only until a day has come (CSAF 2.1, 6.2.33); null to leave that out.</summary>
    public DateTimeOffset? At { get; init; }

    /// <summary>
    /// Asks a URL for its HTTP status, null when there is no answer (6.3.6 and 6.3.7, preset full). Null to ask none. May be called by several threads.
    /// </summary>
    public Func<string, int?>? StatusOf { get; init; }

    /// <summary>What is known of extensions of CSAF 2.1 (6.1.60.3), by the addresses of their schemas; of others nothing is asked.</summary>
    public IReadOnlyDictionary<string, CsafExtensionMetadata> Extensions { get; init; } = FrozenDictionary<string, CsafExtensionMetadata>.Empty;

    /// <summary>By which the spelling of documents in its language is checked (6.3.8, preset full); null for not at all.</summary>
    public SpellingDictionary? Spelling { get; init; }
}
