using CyberExchange.Contracts.Partners;

namespace CyberExchange.Cli.Partners;

/// <summary>Invites a member to enrol a key of its own.</summary>
public sealed class InviteMember : CyxCommand
{
    private readonly System.CommandLine.Argument<string> _partner = new("PARTNER") { Description = "Id or handle of the partner." };
    private readonly System.CommandLine.Argument<string> _member = new("MEMBER") { Description = "Id or handle of the member." };

    public InviteMember(CyxContext context)
        : base(context, "invite", "Invite a member to enrol its key, as a steward. The secret is shown this once; hand it over out of sight of others.",
        [
            "cyx --as steward partner invite grid-jp grid-jp-night",
            "cyx --as steward partner invite grid-jp grid-jp-night --json > invitation.json",
        ])
    {
        Add(_partner);
        Add(_member);
    }

    protected override async Task<ExitCode> RunAsync(CyxSession session, CancellationToken ct)
    {
        var partner = await PartnerNames.PartnerPathAsync(session, session.Value(_partner), ct);
        var member = await PartnerNames.MemberPathAsync(session, partner, session.Value(_member), ct);
        var receipt = await session.Exchange.WriteAsync<InvitationReceipt>(new(HttpMethod.Post, $"{member}/invitations"), ct);
        session.Output.One(receipt, r =>
        [
            ("secret", r.Secret),
            ("works", $"once, until {Query.Instant(r.EndsAt)}; a later invitation of the member ends it"),
            ("its member", "cyx --as NAME identity new; cyx --as NAME identity enrol, which reads the secret"),
        ]);
        return ExitCode.Done;
    }
}
