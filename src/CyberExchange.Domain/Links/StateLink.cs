using CyberExchange.Domain.Sharing;

namespace CyberExchange.Domain.Links;

/// <summary>The originator of an incident, or a CERT, states that the incident concerns an advisory. That it sees both is asked before.</summary>
/// <param name="By">The partner.</param>
/// <param name="StatedBy">Its member.</param>
/// <param name="Incident">The incident.</param>
/// <param name="Originator">Whose incident it is.</param>
/// <param name="Advisory">The advisory.</param>
/// <param name="Kind">A word of <see cref="LinkKinds"/>.</param>
/// <param name="Reason">Shown to everyone who sees both.</param>
public sealed record StateLink(
    PartnerProfile By, MemberId StatedBy, IncidentId Incident, PartnerId Originator, AdvisoryId Advisory, string Kind, string Reason)
{
    public const int ReasonCharactersMax = 1_000;

    public Decision<LinkEvent> Decide(ItemLink? state)
    {
        if (By.Id != Originator && !By.Has(Role.Cert))
        {
            return new Refusal(RefusalCode.NotOriginator, "", "The originator of the incident links it, or a CERT that sees both.");
        }

        if (!LinkKinds.All.Contains(Kind, StringComparer.Ordinal))
        {
            return new Refusal(RefusalCode.UnknownTerm, "/kind", $"The kind is one of {string.Join(", ", LinkKinds.All)}.");
        }

        if (string.IsNullOrWhiteSpace(Reason) || Reason.Length > ReasonCharactersMax || Reason.Contains('\0', StringComparison.Ordinal))
        {
            return new Refusal(RefusalCode.Invalid, "/reason", $"A reason has 1 to {ReasonCharactersMax} characters.");
        }

        return state == new ItemLink(Kind, Reason, IsWithdrawn: false)
            ? Decision<LinkEvent>.Nothing
            : new LinkEvent.LinkStated(Incident, Advisory, Kind, Reason, By.Id, StatedBy);
    }
}

/// <summary>A partner takes its own link back, whatever it sees by now.</summary>
public sealed record WithdrawLink(MemberId By)
{
    public Decision<LinkEvent> Decide(ItemLink state) =>
        state.IsWithdrawn ? Decision<LinkEvent>.Nothing : new LinkEvent.LinkWithdrawn(By);
}
