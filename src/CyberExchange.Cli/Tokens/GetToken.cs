using System.CommandLine;
using CyberExchange.Contracts.Partners;
using CyberExchange.Contracts.Tokens;

namespace CyberExchange.Cli.Tokens;

/// <summary>Gets an access token for use with other programs; cyx itself needs none.</summary>
public sealed class GetToken : CyxCommand
{
    private readonly Option<string[]> _scope = new("--scope")
    {
        Description = "What the token is for: a capability as me lists them; may be repeated. All that you may do when left out.",
        HelpName = "CAPABILITY",
    };

    private readonly Option<bool> _header = new("--header")
    {
        Description = "The whole header, as curl takes it with -H @-.",
    };

    public GetToken(CyxContext context)
        : base(
            context,
            "token",
            "Get an access token of ten minutes, bound to your certificate: other programs send both.",
            [
                "cyx --as grid-jp token",
                "cyx --as grid-jp token --scope ReadItems --scope ReadFeed",
                "cyx --as grid-jp token --header | curl -H @- --cert grid-jp.pem --key grid-jp.key https://localhost:8443/v1/feed",
            ])
    {
        Add(_scope);
        Add(_header);
    }

    protected override async Task<ExitCode> RunAsync(CyxSession session, CancellationToken ct)
    {
        var me = await session.Exchange.GetAsync<MeDocument>("/v1/me", ct);
        var form = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["grant_type"] = "client_credentials",
            ["client_id"] = me.Member.Id.ToString("D"),
            ["scope"] = string.Join(' ', session.Value(_scope) ?? []),
        };
        var token = await session.Exchange.AskAsync<TokenDocument>("/oauth2/token", () => new FormUrlEncodedContent(form), ct);
        session.Output.One(token, session.Value(_header) ? $"Authorization: {token.TokenType} {token.AccessToken}" : token.AccessToken);
        return ExitCode.Done;
    }
}
