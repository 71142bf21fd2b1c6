using CyberExchange.Domain;
using CyberExchange.Domain.Partners;
using CyberExchange.Domain.Sharing;
using CyberExchange.EventStore;
using CyberExchange.Server.Commands;
using CyberExchange.Server.Gate;
using CyberExchange.Server.Problems;
using CyberExchange.Server.Requests;

namespace CyberExchange.Server.Partners;

/// <summary>What the stewards' commands on partners, members and keys have in common.</summary>
/// <remarks>
/// Each is acknowledged only once the sharing core has passed it, and the gate asks the directory at every request: what a
/// suspended partner or an unbound key sends after the acknowledgement is refused.
/// </remarks>
public sealed class PartnerCommands(CommandRunner runner, Readmission gate, CommandAnswers answers)
{
    public const string Collection = "/v1/partners";

    /// <summary>Enrols an organisation: the one command without a partner to begin from.</summary>
    public async Task<IResult> CreateAsync(
        HttpContext http, Caller caller, PartnerId id, IdempotencyKey key, Func<Partner?, Decision<PartnerEvent>> decide, CancellationToken ct)
    {
        var result = await RunAsync(http, caller, PartnerStreams.Of(id), key, Plain(decide), ct);
        return answers.Created(result, caller.Viewer, PartnerEventCatalog.StreamPrefix, Collection);
    }

    /// <summary>Adds to a partner what has an id and an address of its own.</summary>
    /// <param name="http">The request.</param>
    /// <param name="caller">Who asks.</param>
    /// <param name="id">The partner.</param>
    /// <param name="key">The idempotency key.</param>
    /// <param name="decide">The rule.</param>
    /// <param name="added">What is added, the same at every retry.</param>
    /// <param name="address">Its address.</param>
    /// <param name="ct">Gives up.</param>
    public async Task<IResult> AddAsync(
        HttpContext http,
        Caller caller,
        PartnerId id,
        IdempotencyKey key,
        Func<Partner?, CancellationToken, Task<Decision<PartnerEvent>>> decide,
        Guid added,
        string address,
        CancellationToken ct) =>
        answers.Created(await RunAsync(http, caller, PartnerStreams.Of(id), key, decide, ct), caller.Viewer, added, address);

    /// <summary>Changes a partner by a request with a body, or by one without.</summary>
    /// <param name="http">The request.</param>
    /// <param name="caller">Who asks.</param>
    /// <param name="id">The partner.</param>
    /// <param name="key">The idempotency key.</param>
    /// <param name="decide">The rule.</param>
    /// <param name="changed">What the receipt names: the partner, or its member.</param>
    /// <param name="ct">Gives up.</param>
    public async Task<IResult> ChangeAsync(
        HttpContext http, Caller caller, PartnerId id, IdempotencyKey key, Func<Partner?, Decision<PartnerEvent>> decide, Guid changed, CancellationToken ct) =>
        answers.Changed(await RunAsync(http, caller, PartnerStreams.Of(id), key, Plain(decide), ct), caller.Viewer, changed);

    /// <summary>Takes the caller out of the constituency of a CERT: the one change of a partner that is no steward's.</summary>
    public async Task<IResult> DepartAsync(
        HttpContext http, Caller caller, PartnerId cert, IdempotencyKey key, Func<PartnerProfile, Partner?, Decision<PartnerEvent>> decide, CancellationToken ct)
    {
        var result = await runner.RunAsync(
            gate.Of(http, caller, Capability.LeaveConstituency),
            now => Command(http, now, PartnerStreams.Of(cert), key, Plain<Partner, PartnerEvent>(state => decide(now.Viewer.Profile, state))),
            ct);
        return answers.Changed(result, caller.Viewer, cert.Value);
    }

    /// <summary>Changes a partner whose present state the caller must know.</summary>
    /// <param name="http">The request.</param>
    /// <param name="caller">Who asks.</param>
    /// <param name="id">The partner.</param>
    /// <param name="key">The idempotency key.</param>
    /// <param name="guard">Asked first, and at every retry.</param>
    /// <param name="precondition">Compares If-Match.</param>
    /// <param name="decide">The rule.</param>
    /// <param name="ct">Gives up.</param>
    public async Task<IResult> ChangeKnownAsync(
        HttpContext http,
        Caller caller,
        PartnerId id,
        IdempotencyKey key,
        Func<LoadedStream<Partner>, Problem?> guard,
        Func<LoadedStream<Partner>, CancellationToken, Task<Precondition>> precondition,
        Func<Partner?, Decision<PartnerEvent>> decide,
        CancellationToken ct)
    {
        var result = await runner.RunAsync(
            gate.Of(http, caller, Capability.ManagePartners),
            now => Command(http, now, PartnerStreams.Of(id), key, Plain(decide)) with
            {
                Guard = (loaded, _) => Task.FromResult(guard(loaded)),
                Precondition = precondition,
            },
            ct);
        return answers.Changed(result, caller.Viewer, id.Value);
    }

    /// <summary>Invites a member of a partner.</summary>
    public Task<CommandResult> InviteAsync(
        HttpContext http, Caller caller, PartnerId id, IdempotencyKey key, Func<Partner?, Decision<PartnerEvent>> decide, CancellationToken ct) =>
        RunAsync(http, caller, PartnerStreams.Of(id), key, Plain(decide), ct);

    /// <summary>Takes a key from a member; the receipt names the member.</summary>
    /// <param name="http">The request.</param>
    /// <param name="caller">Who asks: a steward, or the member itself.</param>
    /// <param name="required">What the caller must be allowed to do.</param>
    /// <param name="spki">The key.</param>
    /// <param name="key">The idempotency key.</param>
    /// <param name="holder">Who must hold it.</param>
    /// <param name="rule">The rule.</param>
    /// <param name="ct">Gives up.</param>
    public async Task<IResult> UnbindKeyAsync(
        HttpContext http,
        Caller caller,
        Capability required,
        SpkiDigest spki,
        IdempotencyKey key,
        (PartnerId Partner, MemberId Member) holder,
        Domain.Partners.UnbindKey rule,
        CancellationToken ct)
    {
        var result = await runner.RunAsync(
            gate.Of(http, caller, required),
            now => Command(http, now, PartnerStreams.Of(spki), key, Plain<MemberKey, MemberKeyEvent>(state => state?.BoundTo == holder
                ? rule.Decide(state)
                : new Refusal(RefusalCode.NotFound, "", "The member holds no such key."))),
            ct);
        return answers.Changed(result, caller.Viewer, holder.Member.Value);
    }

    private static Func<TState?, CancellationToken, Task<Decision<TEvent>>> Plain<TState, TEvent>(Func<TState?, Decision<TEvent>> decide)
        where TState : class => (state, _) => Task.FromResult(decide(state));

    private static Command<TState, TEvent> Command<TState, TEvent>(
        HttpContext http,
        Caller caller,
        CommandStream<TState, TEvent> stream,
        IdempotencyKey key,
        Func<TState?, CancellationToken, Task<Decision<TEvent>>> decide)
        where TState : class
        where TEvent : class => new()
        {
            Stream = stream,
            By = Actor.Of(caller, http),
            Key = key,
            Decide = decide,
            Narrows = true,
        };

    private Task<CommandResult> RunAsync<TState, TEvent>(
        HttpContext http,
        Caller caller,
        CommandStream<TState, TEvent> stream,
        IdempotencyKey key,
        Func<TState?, CancellationToken, Task<Decision<TEvent>>> decide,
        CancellationToken ct)
        where TState : class
        where TEvent : class =>
        runner.RunAsync(gate.Of(http, caller, Capability.ManagePartners), now => Command(http, now, stream, key, decide), ct);
}
