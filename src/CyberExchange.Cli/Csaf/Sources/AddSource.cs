using System.CommandLine;
using CyberExchange.Contracts.Sources;

namespace CyberExchange.Cli.Csaf.Sources;

/// <summary>Has the exchange follow a provider.</summary>
public sealed class AddSource : CyxCommand
{
    private readonly Argument<string> _provider = new("DOMAIN|URL") { Description = "The provider's domain, or the https URL of its provider-metadata.json." };
    private readonly SourceOptions _options = new();

    public AddSource(CyxContext context)
        : base(
            context,
            "add",
            "Have the exchange follow a CSAF provider from now on. It runs for you: while you are a member with a key, and your organisation may import.",
            [
                "cyx --as cert-eu csaf source add advisories.example.com --every 360 --label TLP:GREEN",
                "cyx --as cert-eu csaf source add https://csaf.example.com/provider-metadata.json --to grid-eu --label TLP:AMBER",
            ])
    {
        Add(_provider);
        foreach (var option in _options.All)
        {
            Add(option);
        }
    }

    protected override async Task<ExitCode> RunAsync(CyxSession session, CancellationToken ct)
    {
        var request = new AddSourceRequest
        {
            Provider = session.Value(_provider),
            IntervalMinutes = _options.Every(session),
            AnyPublisher = _options.AnyPublisher(session),
            Sharing = await _options.SharingAsync(session, ct),
        };
        var receipt = await session.Exchange.WriteAsync(new(HttpMethod.Post, SourceCommands.Path, ExchangeWrite.Json(request)), ct);
        session.Output.One(receipt, $"following as {receipt.Id}");
        return ExitCode.Done;
    }
}
