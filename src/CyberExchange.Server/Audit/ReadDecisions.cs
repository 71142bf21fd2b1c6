using System.Globalization;
using CyberExchange.Contracts;
using CyberExchange.Contracts.Audit;
using CyberExchange.Server.Explain;
using CyberExchange.Server.Gate;
using CyberExchange.Server.Sealing;
using CyberExchange.Storage.Audit;

namespace CyberExchange.Server.Audit;

/// <summary>What the gate decided: to partners about their own keys, to stewards about everybody under names that tell nothing.</summary>
public sealed class ReadDecisions(AuditDecisionTable table, AuditReferences references, TokenSealer sealer, ILogger<ReadDecisions> logger)
{
    private static readonly AuditForm<DecisionDocument> OwnForm = new(WireJson.Default.PageDecisionDocument,
    [
        ("firstAt", d => ReadReads.Instant(d.FirstAt)), ("lastAt", d => ReadReads.Instant(d.LastAt)), ("times", d => Number(d.Times)), ("decision", d => d.Decision),
        ("fault", d => d.Fault), ("member", d => d.Member.ToString("D")), ("spkiSha256", d => d.SpkiSha256),
    ]);

    private static readonly AuditForm<AuditDecisionDocument> AllForm = new(WireJson.Default.PageAuditDecisionDocument,
    [
        ("firstAt", d => ReadReads.Instant(d.FirstAt)), ("lastAt", d => ReadReads.Instant(d.LastAt)), ("times", d => Number(d.Times)), ("decision", d => d.Decision),
        ("fault", d => d.Fault), ("partner", d => d.Partner), ("member", d => d.Member), ("source", d => d.Source),
    ]);

    /// <summary><c>GET /v1/me/decisions</c>.</summary>
    public Task<IResult> OfOwnAsync(HttpContext http, Caller caller, CancellationToken ct) => AuditList.AnswerAsync(
        http,
        caller.Viewer,
        TokenPurpose.Decisions,
        sealer,
        (before, max) => table.OfPartnerAsync(caller.Viewer.Profile.Id.Value, before, max, ct),
        PlaceOf,
        decision => new DecisionDocument
        {
            FirstAt = decision.FirstAt,
            LastAt = decision.LastAt,
            Times = decision.Times,
            Decision = decision.Decision,
            Fault = decision.Fault,
            Member = decision.MemberId!.Value, // Whoever has a partner is its member, and came with a key.
            SpkiSha256 = decision.KeySha256!,
        },
        OwnForm);

    /// <summary><c>GET /v1/audit/decisions</c>, for stewards.</summary>
    public Task<IResult> OfAllAsync(HttpContext http, Caller caller, CancellationToken ct)
    {
        AuditLog.DecisionsListed(logger, caller.Member.Id.Value, http.TraceIdentifier);
        return AuditList.AnswerAsync(
            http, caller.Viewer, TokenPurpose.Decisions, sealer, (before, max) => table.OfAllAsync(before, max, ct), PlaceOf, Document, AllForm);

        AuditDecisionDocument Document(AuditDecision decision) => new()
        {
            FirstAt = decision.FirstAt,
            LastAt = decision.LastAt,
            Times = decision.Times,
            Decision = decision.Decision,
            Fault = decision.Fault,
            Partner = Name(decision, decision.PartnerId?.ToString("D")),
            Member = Name(decision, decision.MemberId?.ToString("D")),
            Source = Name(decision, decision.KeySha256 ?? decision.Address),
        };
    }

    private string? Name(AuditDecision decision, string? caller) => caller is null ? null : references.CallerOn(decision.FirstAt, caller);

    private static AuditPlace PlaceOf(AuditDecision decision) => new(decision.FirstAt, decision.DecisionId);

    private static string Number(long value) => value.ToString(CultureInfo.InvariantCulture);
}
