namespace CyberExchange.Domain.Partners;

/// <summary>A steward unbinds a public key; it opens nothing from the moment this is acknowledged.</summary>
/// <param name="With">The key with which the steward asks.</param>
/// <param name="Reason">Why.</param>
public sealed record UnbindKey(SpkiDigest With, string Reason)
{
    public Decision<MemberKeyEvent> Decide(MemberKey? state)
    {
        if (state?.BoundTo is null)
        {
            return new Refusal(RefusalCode.NotFound, "", "This key is bound to nobody.");
        }

        if (state.Key == With)
        {
            return new Refusal(RefusalCode.Invalid, "", "A steward does not unbind the key it is using: nobody might be left to bind another. Use the next key for it.");
        }

        return string.IsNullOrWhiteSpace(Reason) || Reason.Length > PartnerRules.ReasonCharactersMax
            ? new Refusal(RefusalCode.Invalid, "/reason", $"A reason has 1 to {PartnerRules.ReasonCharactersMax} characters.")
            : new MemberKeyEvent.MemberKeyUnbound(Reason);
    }
}
