using System.CommandLine;
using CyberExchange.Contracts.Partners;

namespace CyberExchange.Cli.Partners;

/// <summary>Adds a person or a service to a partner.</summary>
public sealed class AddMember : PartnerChange
{
    private readonly Argument<string> _handle = new("HANDLE") { Description = "Short name of the new member." };
    private readonly Option<string> _kind = new("--kind") { Description = "Who or what it is.", HelpName = "person|service", Required = true };
    private readonly Option<string?> _name = new("--name") { Description = "A person's name.", HelpName = "TEXT" };

    public AddMember(CyxContext context)
        : base(context, "add-member", "Add a person or a service to a partner, as a steward.",
        [
            "cyx --as steward partner add-member grid-jp grid-jp-night --kind person --name \"Aiko Tanaka\"",
            "cyx --as steward partner add-member grid-jp grid-jp-siem --kind service",
        ])
    {
        Add(_handle);
        _kind.AcceptOnlyFromAmong("person", "service");
        Add(_kind);
        Add(_name);
    }

    protected override string Done => "added";

    protected override Task<ExchangeWrite> WriteAsync(CyxSession session, string partnerPath, CancellationToken ct)
    {
        var member = new AddMemberRequest { Handle = session.Value(_handle), Kind = session.Value(_kind)!, Name = session.Value(_name) };
        return Task.FromResult(new ExchangeWrite(HttpMethod.Post, $"{partnerPath}/members", ExchangeWrite.Json(member)));
    }
}
