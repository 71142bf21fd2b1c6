using System.CommandLine;
using CyberExchange.Contracts.Sharing;

namespace CyberExchange.Cli.Items;

/// <summary>Opens an item to the caller's own clients, in place of what it had opened before.</summary>
public sealed class ForwardItem : ForwardChange
{
    private readonly Option<string[]> _clients = new("--client")
    {
        Description = "Id or handle of a client; may be repeated.",
        HelpName = "CLIENT",
        AllowMultipleArgumentsPerToken = false,
    };

    private readonly Option<bool> _all = new("--all") { Description = "All clients, instead of --client." };
    private readonly Option<string> _basis = new("--basis") { Description = "Code of the legal basis.", HelpName = "CODE", Required = true };
    private readonly Option<string> _reference = new("--reference") { Description = "Where the legal basis is written.", HelpName = "TEXT", Required = true };

    public ForwardItem(CyxContext context, ItemKind kind)
        : base(context, kind, "forward", "Open it to your own clients, as the CERT that serves them.",
            [
                $"cyx --as cert-jp {kind.Noun} forward 019a0000-0000-7000-8000-000000000001 --client grid-jp --basis contract --reference \"service agreement 12\"",
                $"cyx --as cert-jp {kind.Noun} forward 019a0000-0000-7000-8000-000000000001 --all --basis contract --reference \"terms of service, 4\"",
            ])
    {
        foreach (var option in new Option[] { _clients, _all, _basis, _reference })
        {
            Add(option);
        }
    }

    protected override string Done => "forwarded";

    protected override ExchangeWrite Write(CyxSession session, string forwardingPath)
    {
        var clients = session.Value(_clients) ?? [];
        if (clients.Length > 0 == session.Value(_all))
        {
            throw CyxFailure.Usage("name clients with --client, or take them all with --all");
        }

        var request = new ForwardRequest
        {
            Clients = session.Value(_all) ? null : clients,
            LegalBasis = new() { Code = session.Value(_basis)!, Reference = session.Value(_reference)! }, // Both are required.
        };
        return new(HttpMethod.Put, forwardingPath, ExchangeWrite.Json(request));
    }
}
