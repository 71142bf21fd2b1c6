using System.CommandLine;
using CyberExchange.Contracts.Sources;

namespace CyberExchange.Cli.Csaf.Sources;

/// <summary>States a source anew, whole.</summary>
public sealed class ChangeSource : CyxCommand
{
    private readonly Argument<Guid> _id = new("ID") { Description = "Id of the source." };
    private readonly SourceOptions _options = new();

    public ChangeSource(CyxContext context)
        : base(context, "change", "State interval and terms of a source anew, whole: an option that is left out has its usual value. From then on it runs for you, and at once.",
            ["cyx --as cert-eu csaf source change 019a0000-0000-7000-8000-000000000001 --every 60 --label TLP:GREEN"])
    {
        Add(_id);
        foreach (var option in _options.All)
        {
            Add(option);
        }
    }

    protected override async Task<ExitCode> RunAsync(CyxSession session, CancellationToken ct)
    {
        var request = new ChangeSourceRequest
        {
            IntervalMinutes = _options.Every(session),
            AnyPublisher = _options.AnyPublisher(session),
            Sharing = await _options.SharingAsync(session, ct),
        };
        var receipt = await session.Exchange.WriteAsync(new(HttpMethod.Put, SourceCommands.One(session.Value(_id)), ExchangeWrite.Json(request)), ct);
        session.Output.One(receipt, $"changed {receipt.Id}");
        return ExitCode.Done;
    }
}
