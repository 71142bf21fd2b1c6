using System.CommandLine;
using CyberExchange.Cli.Partners;
using CyberExchange.Contracts.Partners;

namespace CyberExchange.Cli.Identity;

/// <summary>Gives up a key of one's own.</summary>
public sealed class UnbindIdentity : CyxCommand
{
    private readonly Argument<string> _key = new("KEY") { Description = "SHA-256 of its SubjectPublicKeyInfo, 64 hexadecimal digits, as me prints it." };
    private readonly Option<string> _reason = new("--reason") { Description = "Why, for the record.", HelpName = "TEXT", Required = true };

    public UnbindIdentity(CyxContext context)
        : base(context, "unbind", "Give up a key of your own, lost or not: its next request is refused and its streams end. Without another, a steward must invite you anew.",
            ["cyx --as grid-jp-night identity unbind 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08 --reason \"laptop stolen\""])
    {
        Add(_key);
        Add(_reason);
    }

    internal static ExchangeWrite Write(string key, string reason) =>
        new(HttpMethod.Post, $"/v1/me/keys/{key}/unbinding", ExchangeWrite.Json(new ReasonRequest { Reason = reason }));

    protected override async Task<ExitCode> RunAsync(CyxSession session, CancellationToken ct)
    {
        var key = KeyDigest.Read(session.Value(_key));
        var receipt = await session.Exchange.WriteAsync(Write(key, session.Value(_reason)!), ct);
        session.Output.One(receipt, $"gave up {key}");
        return ExitCode.Done;
    }
}
