using CyberExchange.Contracts;
using CyberExchange.Contracts.Mandates;
using CyberExchange.Domain;
using CyberExchange.Domain.Mandates;
using CyberExchange.Domain.Sharing;
using CyberExchange.Server.Commands;
using CyberExchange.Server.Gate;
using CyberExchange.Server.Requests;
using CyberExchange.Views.Core;

namespace CyberExchange.Server.Mandates;

/// <summary>What an operator does with mandates: give them and take them back.</summary>
/// <remarks>
/// Each is acknowledged only once the views hold it, so that a revocation counts from the acknowledgement on, and a CERT files under a
/// new mandate at once. How many there are is counted in the view: of two that are given within the same milliseconds both are taken.
/// </remarks>
public sealed class MandateCommands(
    WriteRequests writes, CommandRunner runner, Readmission gate, CommandAnswers answers, LiveDirectory directory, LiveMandates live, MandateQueries queries,
    TimeProvider clock)
{
    public const string Collection = "/v1/mandates";

    /// <summary><c>POST /v1/mandates</c>.</summary>
    public async Task<IResult> GiveAsync(HttpContext http, Caller caller, CancellationToken ct)
    {
        var (write, problem) = await writes.ReadAsync(http.Request, caller.Viewer, WireJson.Default.GiveMandateRequest, ct);
        if (write is null)
        {
            return problem!; // One of the two is there.
        }

        var signed = write.Document.Signed;
        var (text, fault) = SignedMandate.Read(signed, http);
        var (id, publicKey) = (SignedMandate.IdOf(signed), PresentKey.Of(http));
        var result = await runner.RunAsync(
            gate.Of(http, caller, Capability.GiveMandates),
            now => new Command<GivenMandate, MandateEvent>
            {
                Stream = StreamOf(id),
                By = Actor.Of(now, http),
                Key = write.Key,
                Decide = async (state, token) => text is null ? fault! : await DecideAsync(id, now, text, signed, publicKey, state, token), // One of the two is there.
                Narrows = true,
            },
            ct);
        return answers.Created(result, caller.Viewer, id.Value, $"{Collection}/{id.Value:D}");
    }

    /// <summary><c>POST /v1/mandates/{id}/revocation</c>. It names no state that must have been read: to revoke twice is to revoke.</summary>
    public async Task<IResult> RevokeAsync(HttpContext http, Caller caller, Guid mandate, CancellationToken ct)
    {
        var (write, problem) = await writes.ReadAsync(http.Request, caller.Viewer, WireJson.Default.ReasonRequest, ct);
        if (write is null)
        {
            return problem!; // One of the two is there.
        }

        var id = new MandateId(mandate);
        var result = await runner.RunAsync(
            gate.Of(http, caller, Capability.GiveMandates),
            now => new Command<GivenMandate, MandateEvent>
            {
                Stream = StreamOf(id),
                By = Actor.Of(now, http),
                Key = write.Key,
                Visible = async token => (await live.FindAsync(now.Viewer.Profile.Id, id, token)).Problem,
                Decide = (state, _) => Task.FromResult(new RevokeMandate(now.Viewer.Profile, now.Member.Id, write.Document.Reason).Decide(state)),
                Narrows = true,
            },
            ct);
        return answers.Changed(result, caller.Viewer, mandate);
    }

    private static CommandStream<GivenMandate, MandateEvent> StreamOf(MandateId id) =>
        new(MandateEventCatalog.Stream(id), MandateEventCatalog.Catalog, MandateHistory.Evolve);

    private async Task<Decision<MandateEvent>> DecideAsync(
        MandateId id, Caller by, MandateText text, string signed, string publicKey, GivenMandate? state, CancellationToken ct)
    {
        var (now, at) = (directory.Current, clock.GetUtcNow());
        var (stated, refusal) = new MandateReading(now, by.Viewer.Profile).Read(text);
        if (stated is null)
        {
            return SignedMandate.Inside(refusal!); // One of the two is there.
        }

        var held = await queries.CountAsync(by.Viewer.Profile.Id, stated.Cert, at, ct);
        var rule = new GiveMandate(id, by.Viewer.Profile, by.Member, stated, signed, publicKey, held);
        return rule.Decide(state, now.Partners, at) switch
        {
            Decision<MandateEvent>.Refused refused => SignedMandate.Inside(refused.Refusal),
            var decision => decision,
        };
    }
}
