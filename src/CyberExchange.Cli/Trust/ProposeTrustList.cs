using System.CommandLine;
using System.Text;
using CyberExchange.Contracts.Trust;

namespace CyberExchange.Cli.Trust;

/// <summary>Proposes a signed list, from a file or from where its operator publishes it.</summary>
public sealed class ProposeTrustList : CyxCommand
{
    private const int SignedBytesMax = 512 * 1024;
    private static readonly TimeSpan FetchMax = TimeSpan.FromSeconds(30);

    private readonly Argument<string> _jurisdiction = TrustCommands.Jurisdiction();
    private readonly Argument<string> _source = new("FILE|URL") { Description = "The signed list: a file, - for standard input, or an https address." };

    public ProposeTrustList(CyxContext context)
        : base(context, "propose", "Propose a signed list; it takes force when another member of the steward approves it.",
            ["cyx --as steward trust propose EU list.jws", "cyx --as steward trust propose JP https://trust.example/list.jws"])
    {
        Add(_jurisdiction);
        Add(_source);
    }

    protected override async Task<ExitCode> RunAsync(CyxSession session, CancellationToken ct)
    {
        var source = session.Value(_source);
        var signed = Encoding.ASCII.GetString(source.StartsWith("https://", StringComparison.Ordinal) ? await FetchAsync(source, ct) : await session.ReadFileAsync(source, ct)).Trim();
        var write = new ExchangeWrite(
            HttpMethod.Post, TrustCommands.Of(session.Value(_jurisdiction)) + "/proposal", ExchangeWrite.Json(new ProposeTrustListRequest(signed)));
        var receipt = await session.Exchange.WriteAsync<TrustListReceipt>(write, ct);
        session.Output.One(receipt, $"proposed; another member of the steward approves it with: cyx trust approve {receipt.Jurisdiction} {receipt.Digest}");
        return ExitCode.Done;
    }

    private static async Task<byte[]> FetchAsync(string address, CancellationToken ct)
    {
        using var handler = new SocketsHttpHandler { AllowAutoRedirect = false };
        using var http = new HttpClient(handler) { Timeout = FetchMax, MaxResponseContentBufferSize = SignedBytesMax };
        try
        {
            return await http.GetByteArrayAsync(address, ct);
        }
        catch (Exception e) when (e is HttpRequestException or UriFormatException || (e is TaskCanceledException && !ct.IsCancellationRequested))
        {
            throw new CyxFailure(ExitCode.Unavailable, $"cannot fetch {address}: {e.Message}", e);
        }
    }
}
