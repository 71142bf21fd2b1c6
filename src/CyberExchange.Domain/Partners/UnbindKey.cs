namespace CyberExchange.Domain.Partners;

/// <summary>A steward unbinds a public key; it opens nothing from the moment this is acknowledged.</summary>
public sealed record UnbindKey(string Reason)
{
    public Decision<MemberKeyEvent> Decide(MemberKey? state)
    {
        if (state?.BoundTo is null)
        {
            return new Refusal(RefusalCode.NotFound, "", "This key is bound to nobody.");
        }

        return string.IsNullOrWhiteSpace(Reason) || Reason.Length > PartnerRules.ReasonCharactersMax
            ? new Refusal(RefusalCode.Invalid, "/reason", $"A reason has 1 to {PartnerRules.ReasonCharactersMax} characters.")
            : new MemberKeyEvent.MemberKeyUnbound(Reason);
    }
}
