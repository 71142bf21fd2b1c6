using CyberExchange.Domain;
using CyberExchange.Domain.Partners;
using CyberExchange.EventStore;
using CyberExchange.Server.Commands;
using CyberExchange.Server.Gate;
using CyberExchange.Server.Requests;
using CyberExchange.Views.Core;
using Rule = CyberExchange.Domain.Partners.BindKey;

namespace CyberExchange.Server.Partners;

/// <summary>A key that is to speak for a member, by whichever way it came.</summary>
public sealed record KeyWish
{
    public required PartnerId Partner { get; init; }

    public required SpkiDigest Key { get; init; }

    public required Actor By { get; init; }

    public required IdempotencyKey Idempotency { get; init; }

    /// <summary>Asks whether the caller would still be let in; null where an invitation is all that lets in.</summary>
    public required StandingAdmission? Gate { get; init; }

    /// <summary>For which member, as the partner stands; null for none.</summary>
    public required Func<Partner?, MemberId?> MemberOf { get; init; }

    /// <summary>The rule, of the partner, the key, and the keys that the member holds.</summary>
    public required Func<Partner?, MemberKey?, IReadOnlyCollection<SpkiDigest>, Decision<PartnerEvent>> Decide { get; init; }

    /// <summary>Where the caller's document has the key.</summary>
    public string Pointer { get; init; } = AdmitKey.Pointer;
}

/// <summary>Gives a member a key, in two steps: the partner's stream counts, and the key's own keeps it from two members.</summary>
/// <remarks>
/// The partner's comes first: two keys that come at once for one member meet there, and the second finds the first. Where the
/// exchange stops between the steps, the key is admitted and not bound. The same wish finishes it, with whichever idempotency
/// key; and it is finished for whom it stands in the way of.
/// </remarks>
public sealed class KeyAdmission(EventLog log, LiveDirectory directory, CommandRunner runner, RequestDigest digest, PartnerHistory history)
{
    /// <summary>Carries the wish out, and says for which member.</summary>
    /// <returns>The member is there if the result is done. It is acknowledged once the gate lets the key in.</returns>
    public async Task<(CommandResult Result, MemberId? Member)> RunAsync(KeyWish wish, CancellationToken ct)
    {
        MemberId? wished = null;
        var admitted = await RunAsync(
            wish.Gate,
            new Command<Partner, PartnerEvent>
            {
                Stream = PartnerStreams.Of(wish.Partner),
                By = wish.By,
                Key = wish.Idempotency,
                Decide = async (state, token) =>
                {
                    wished = wish.MemberOf(state);
                    return wish.Decide(state, await KeyAsync(wish.Key, token), await HeldAsync(state, wished, token));
                },
            },
            ct);
        if (admitted is not CommandResult.Done)
        {
            if (admitted is CommandResult.Refused { Refusal.Code: RefusalCode.TooManyKeys } && wished is { } full)
            {
                await FinishAsync(wish, full, ct);
            }

            return (Pointed(admitted, wish), null);
        }

        // Asked for a second time, an invitation names nobody any more; what it let in does.
        var member = wished ?? (await history.LastAsync<PartnerEvent.KeyAdmitted>(wish.Partner, e => e.Key == wish.Key, ct))?.Member
            ?? throw new System.Diagnostics.UnreachableException("A key is admitted for a member.");
        var binding = new IdempotencyKey(digest.IdFor("binding", wish.Idempotency), "bind", digest.Of("bind", wish.Key.Hex));
        return (Pointed(await BindAsync(wish.Gate, wish.By, binding, wish.Key, wish.Partner, member, CancellationToken.None), wish), member); // Whoever hangs up now would leave it half-way.
    }

    // A key that was admitted and never bound is seen nowhere and takes a place all the same: bound, it can be unbound.
    private async Task FinishAsync(KeyWish wish, MemberId member, CancellationToken ct)
    {
        var partner = (await PartnerStreams.Of(wish.Partner).LoadAsync(log, ct)).State;
        foreach (var key in partner?.Admitted.GetValueOrDefault(member) ?? [])
        {
            if (await KeyAsync(key, ct) is null)
            {
                var finishing = new IdempotencyKey(Guid.Empty, $"finish-{key.Hex}", digest.Of("finish", key.Hex));
                await BindAsync(gate: null, Actor.System(wish.By.CorrelationId), finishing, key, wish.Partner, member, ct);
            }
        }
    }

    private Task<CommandResult> BindAsync(
        StandingAdmission? gate, Actor by, IdempotencyKey idempotency, SpkiDigest key, PartnerId partner, MemberId member, CancellationToken ct) => RunAsync(
        gate,
        new Command<MemberKey, MemberKeyEvent>
        {
            Stream = PartnerStreams.Of(key),
            By = by,
            Key = idempotency,
            Decide = async (state, token) =>
            {
                var now = (await PartnerStreams.Of(partner).LoadAsync(log, token)).State;
                return new Rule(key, partner, member).Decide(state, now?.Members.GetValueOrDefault(member));
            },
            Narrows = true,
        },
        ct);

    private Task<CommandResult> RunAsync<TState, TEvent>(StandingAdmission? gate, Command<TState, TEvent> command, CancellationToken ct)
        where TState : class
        where TEvent : class =>
        gate is null ? runner.RunAsync(command, ct) : runner.RunAsync(gate, _ => command, ct);

    // What was unbound never comes back, so that a key which is found to be gone here stays so until the partner's stream is written.
    private async Task<IReadOnlyCollection<SpkiDigest>> HeldAsync(Partner? partner, MemberId? member, CancellationToken ct)
    {
        if (partner is null || member is not { } holder)
        {
            return [];
        }

        var held = new List<SpkiDigest>();
        foreach (var key in partner.Admitted.GetValueOrDefault(holder) ?? directory.Current.Keys(holder))
        {
            if (MemberKey.IsHeld(await KeyAsync(key, ct), partner.Id, holder))
            {
                held.Add(key);
            }
        }

        return held;
    }

    private async Task<MemberKey?> KeyAsync(SpkiDigest key, CancellationToken ct) => (await PartnerStreams.Of(key).LoadAsync(log, ct)).State;

    private static CommandResult Pointed(CommandResult result, KeyWish wish) => result is CommandResult.Refused { Refusal: { Pointer: AdmitKey.Pointer } refusal }
        ? new CommandResult.Refused(refusal with { Pointer = wish.Pointer })
        : result;
}
