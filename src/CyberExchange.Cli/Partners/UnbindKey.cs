using System.CommandLine;
using CyberExchange.Contracts.Partners;

namespace CyberExchange.Cli.Partners;

/// <summary>Takes a key from a member.</summary>
public sealed class UnbindKey : MemberChange
{
    private readonly Argument<string> _key = new("KEY") { Description = "SHA-256 of its SubjectPublicKeyInfo, 64 hexadecimal digits, as partner show prints it." };
    private readonly Option<string> _reason = new("--reason") { Description = "Why, for the record.", HelpName = "TEXT", Required = true };

    public UnbindKey(CyxContext context)
        : base(context, "unbind-key", "Let a key speak for nobody any more, as a steward.",
            ["cyx --as steward partner unbind-key grid-jp grid-jp-night 9f86d0...15b0f00a08 --reason \"laptop stolen\""])
    {
        Add(_key);
        Add(_reason);
    }

    protected override string Done => "unbound a key of";

    protected override Task<ExchangeWrite> WriteMemberAsync(CyxSession session, string memberPath, CancellationToken ct)
    {
        var key = KeyDigest.Read(session.Value(_key));
        return Task.FromResult(new ExchangeWrite(
            HttpMethod.Post, $"{memberPath}/keys/{key}/unbinding", ExchangeWrite.Json(new ReasonRequest { Reason = session.Value(_reason)! })));
    }
}
