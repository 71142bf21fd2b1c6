using System.CommandLine;
using CyberExchange.Cli.Items;
using CyberExchange.Contracts.Sharing;
using CyberExchange.Domain.Sources;

namespace CyberExchange.Cli.Csaf.Sources;

/// <summary>How often a source is run and how its documents are shared, on the command line.</summary>
public sealed class SourceOptions
{
    // Any label that takes an audience: it is left out again.
    private const string AnyLabel = "TLP:AMBER";

    private readonly Option<int?> _every = new("--every")
    {
        Description = $"Minutes from the end of a run to the next, {SourceRules.IntervalMinutesMin} to {SourceRules.IntervalMinutesMax}; left out, {SourceRules.IntervalMinutesDefault}, a day.",
        HelpName = "MINUTES",
    };

    private readonly Option<bool> _anyPublisher = new("--any-publisher")
    {
        Description = "Import documents of other publishers than the provider as well. They too revise and end nothing that did not come from this provider.",
    };

    private readonly SharingOptions _sharing = new();

    public IEnumerable<Option> All => [_every, _anyPublisher, .. _sharing.All];

    public int? Every(CyxSession session) => session.Value(_every);

    public bool? AnyPublisher(CyxSession session) => session.Value(_anyPublisher) ? true : null;

    /// <summary>The terms; without a label each document has its own.</summary>
    public async Task<SharingDocument> SharingAsync(CyxSession session, CancellationToken ct)
    {
        var sharingOf = await _sharing.ReadAsync(session, ct);
        return sharingOf(null) ?? sharingOf(AnyLabel)! with { Label = null }; // With a label there are terms.
    }
}
