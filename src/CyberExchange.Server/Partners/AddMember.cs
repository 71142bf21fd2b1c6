using CyberExchange.Contracts;
using CyberExchange.Contracts.Partners;
using CyberExchange.Domain;
using CyberExchange.Domain.Partners;
using CyberExchange.Domain.Sharing;
using CyberExchange.Domain.Stored;
using CyberExchange.Server.Gate;
using CyberExchange.Server.Personal;
using CyberExchange.Server.Problems;
using CyberExchange.Server.Requests;
using Rule = CyberExchange.Domain.Partners.AddMember;

namespace CyberExchange.Server.Partners;

/// <summary><c>POST /v1/partners/{id}/members</c>. A person's name is sealed, for the member alone.</summary>
public sealed class AddMember(WriteRequests writes, RequestDigest digest, PersonalVault vault, PartnerCommands commands)
{
    public const int NameCharactersMax = 200;

    public async Task<IResult> HandleAsync(HttpContext http, Caller caller, Guid id, CancellationToken ct)
    {
        var (write, problem) = await writes.ReadAsync(http.Request, caller.Viewer, WireJson.Default.AddMemberRequest, ct);
        if (write is null)
        {
            return problem!; // One of the two is there.
        }

        var (kind, refusal) = Check(write.Document);
        if (refusal is not null)
        {
            return refusal.ToProblem();
        }

        var partner = new PartnerId(id);
        var member = new MemberId(digest.IdFor("member", write.Key));
        return await commands.AddAsync(
            http,
            caller,
            partner,
            write.Key,
            (state, token) => DecideAsync(partner, member, kind, write.Document, state, token),
            member.Value,
            $"{PartnerCommands.Collection}/{id:D}/members/{member.Value:D}",
            ct);
    }

    private static (MemberKind Kind, Refusal? Refusal) Check(AddMemberRequest request)
    {
        if (MemberKinds.Parse(request.Kind) is not { } kind)
        {
            return (default, new(RefusalCode.UnknownTerm, "/kind", "A member is a person or a service."));
        }

        if (request.Name is null)
        {
            return (kind, null);
        }

        if (kind is not MemberKind.Person)
        {
            return (kind, new(RefusalCode.Invalid, "/name", "A name is a person's; a service has its handle."));
        }

        return string.IsNullOrWhiteSpace(request.Name) || request.Name.Length > NameCharactersMax
            ? (kind, new(RefusalCode.Invalid, "/name", $"A person's name has 1 to {NameCharactersMax} characters; leave it out for none."))
            : (kind, null);
    }

    private Task<Decision<PartnerEvent>> DecideAsync(
        PartnerId partner, MemberId member, MemberKind kind, AddMemberRequest request, Partner? state, CancellationToken ct) => vault.DecideAsync(
        partner,
        async sealing => request.Name is null ? null : (await sealing.SealAsync(PersonOf(member), request.Name))[0],
        (SealedText? name) => new Rule(member, kind, request.Handle, name).Decide(state),
        ct);

    // Two members may have one name, so the name does not find the person: the member does.
    private static PersonWords PersonOf(MemberId member) => new($"member {member.Value:D}");
}
