namespace CyberExchange.Domain.Partners;

/// <summary>A steward unbinds a public key, or a member one of its own; it opens nothing from the moment this is acknowledged.</summary>
/// <param name="With">The key with which a steward asks; null for a member of another partner, who may give up its last key.</param>
/// <param name="Reason">Why.</param>
public sealed record UnbindKey(SpkiDigest? With, string Reason)
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

        return Reasons.Check(Reason, PartnerRules.ReasonCharactersMax) is { } bad ? bad : new MemberKeyEvent.MemberKeyUnbound(Reason);
    }
}
