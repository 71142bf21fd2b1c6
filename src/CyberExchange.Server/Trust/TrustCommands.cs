using CyberExchange.Contracts;
using CyberExchange.Contracts.Trust;
using CyberExchange.Domain;
using CyberExchange.Domain.Sharing;
using CyberExchange.Domain.Trust;
using CyberExchange.Server.Commands;
using CyberExchange.Server.Gate;
using CyberExchange.Server.Gate.Revocation;
using CyberExchange.Server.Problems;
using CyberExchange.Server.Requests;

namespace CyberExchange.Server.Trust;

/// <summary>What members of the steward do with trust lists: propose, approve, turn down.</summary>
public sealed class TrustCommands(
    WriteRequests writes, CommandRunner runner, Readmission gate, CommandAnswers answers, TrustSource trust, TrustSigners signers,
    RevocationLists revocations, RevocationFetching fetching, TimeProvider clock)
{
    private static readonly CommandStream<TrustLists, TrustListEvent> Stream = new(TrustListEventCatalog.Stream, TrustListEventCatalog.Catalog, TrustLists.Evolve);

    /// <summary><c>POST /v1/trust-lists/{jurisdiction}/proposal</c>.</summary>
    public async Task<IResult> ProposeAsync(HttpContext http, Caller caller, string jurisdiction, CancellationToken ct)
    {
        if (Roles.ParseJurisdiction(jurisdiction) is not { } side)
        {
            return ProblemAnswers.NotFound;
        }

        var (write, problem) = await writes.ReadAsync(http.Request, caller.Viewer, WireJson.Default.ProposeTrustListRequest, ct);
        if (write is null)
        {
            return problem!; // One of the two is there.
        }

        var (signed, digest) = (write.Document.Signed, SignedTrustList.DigestOf(write.Document.Signed));
        var (list, fault) = SignedTrustList.Check(signed, side, signers, clock.GetUtcNow());
        return await RunAsync(
            http, caller, side, digest, write.Key,
            (now, state) => Task.FromResult(Propose(now, state)),
            ct);

        Decision<TrustListEvent> Propose(Caller now, TrustLists? state) => list is null
            ? fault! // One of the two is there.
            : Against(side, list.AnchorKeys) ?? new ProposeTrustList(now.Member, side, list.Number, digest, signed, list.AnchorKeys).Decide(state);
    }

    /// <summary><c>POST /v1/trust-lists/{jurisdiction}/approval</c>.</summary>
    /// <remarks>
    /// Two things are tried before a list takes force, since neither could be put right once it has: whether the member who approves would
    /// still be let in, and whether every revocation list that it names can be had.
    /// </remarks>
    public Task<IResult> ApproveAsync(HttpContext http, Caller caller, string jurisdiction, CancellationToken ct) => DecideAsync(
        http, caller, jurisdiction,
        async (now, side, digest, state) =>
        {
            var decision = new ApproveTrustList(now.Member, side, digest).Decide(state);
            if (decision is Decision<TrustListEvent>.Refused)
            {
                return decision;
            }

            var proposed = state!.Proposed[side]; // Else there was nothing to approve.
            return (Against(side, proposed.AnchorKeys) ?? await TryAsync(http, now, side, proposed.Signed, ct)) is { } refusal ? refusal : decision;
        },
        ct);

    /// <summary><c>POST /v1/trust-lists/{jurisdiction}/rejection</c>.</summary>
    public Task<IResult> RejectAsync(HttpContext http, Caller caller, string jurisdiction, CancellationToken ct) => DecideAsync(
        http, caller, jurisdiction, (now, side, digest, state) => Task.FromResult(new RejectTrustList(now.Member, side, digest).Decide(state)), ct);

    private async Task<IResult> DecideAsync(
        HttpContext http, Caller caller, string jurisdiction, Func<Caller, Jurisdiction, string, TrustLists?, Task<Decision<TrustListEvent>>> decide, CancellationToken ct)
    {
        if (Roles.ParseJurisdiction(jurisdiction) is not { } side)
        {
            return ProblemAnswers.NotFound;
        }

        var (write, problem) = await writes.ReadAsync(http.Request, caller.Viewer, WireJson.Default.DecideTrustListRequest, ct);
        return write is null
            ? problem! // One of the two is there.
            : await RunAsync(http, caller, side, write.Document.Digest, write.Key, (now, state) => decide(now, side, write.Document.Digest, state), ct);
    }

    private async Task<IResult> RunAsync(
        HttpContext http, Caller caller, Jurisdiction side, string digest, EventStore.IdempotencyKey key,
        Func<Caller, TrustLists?, Task<Decision<TrustListEvent>>> decide, CancellationToken ct)
    {
        var result = await runner.RunAsync(
            gate.Of(http, caller, Capability.ManageTrust),
            now => new Command<TrustLists, TrustListEvent>
            {
                Stream = Stream,
                By = Actor.Of(now, http),
                Key = key,
                Decide = (state, _) => decide(now, state),
                Narrows = true, // Whoever is not vouched for any more is turned away from the next request on, at every node.
            },
            ct);
        return answers.Of(
            result, caller.Viewer, token => new JsonAnswer<TrustListReceipt>(new(side.Text(), digest, token), WireJson.Default.TrustListReceipt));
    }

    // The rule knows the lists; the anchors that the server was set up with stand beside them.
    private Refusal? Against(Jurisdiction side, IReadOnlyList<string> anchorKeys) =>
        Enum.GetValues<Jurisdiction>().Where(other => other != side).SelectMany(trust.Current.AnchorsOf).Select(anchor => anchor.Key).Intersect(anchorKeys, StringComparer.Ordinal).Any()
            ? new(RefusalCode.Invalid, "/signed", "The list names an anchor that vouches for the other jurisdiction; each has its own.")
            : null;

    private async Task<Refusal?> TryAsync(HttpContext http, Caller caller, Jurisdiction side, string signed, CancellationToken ct)
    {
        if (SignedTrustList.DocumentOf(signed).NextUpdate <= clock.GetUtcNow())
        {
            return new(RefusalCode.ImpossibleTime, "", "The proposed list is overdue by now: its next update has passed.");
        }

        var then = SignedTrustList.Apply(trust.Current, side, signed);
        foreach (var point in then.AnchorsOf(side).SelectMany(anchor => anchor.Revocation).Where(point => !revocations.IsCurrent(point.IssuerKey, clock.GetUtcNow())))
        {
            if (await fetching.FetchAsync(point, ct) is { } fault && !revocations.IsCurrent(point.IssuerKey, clock.GetUtcNow()))
            {
                return new(RefusalCode.Invalid, "", $"The revocation list at {point.Address} cannot be had, and nobody could be let in without it: {fault}");
            }
        }

        var certificate = http.Connection.ClientCertificate ?? throw new InvalidOperationException("A caller comes with a certificate.");
        var now = clock.GetUtcNow();
        return caller.Viewer.Profile.Jurisdiction != side
            ? null
            : then.Judge(PresentedCertificate.Of(certificate), side, now) switch
            {
                CertificateVerdict.Refused refused =>
                    new(RefusalCode.Invalid, "", $"Under this list you would be turned away yourself: {refused.Fault.Sentence()}"),
                CertificateVerdict.Trusted trusted when revocations.Ask(trusted.Links, side, then, now) is not RevocationStatus.Good =>
                    new(RefusalCode.Invalid, "", "Under this list you would be turned away yourself: your certificate is revoked, or its issuer's revocation list is overdue."),
                _ => null,
            };
    }
}
