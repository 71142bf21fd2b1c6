using System.Text.Json.Nodes;
using CyberExchange.Contracts.Advisories;
using CyberExchange.Contracts.Feed;
using CyberExchange.Contracts.Incidents;
using CyberExchange.Contracts.Sharing;
using CyberExchange.Domain.Sharing;
using CyberExchange.Server.Gate;
using CyberExchange.Server.Items;
using CyberExchange.Server.OpenApi;
using CyberExchange.Server.Requests;
using CyberExchange.Storage;
using CyberExchange.Views.Core;

namespace CyberExchange.Server.Advisories;

/// <summary>The routes of advisories.</summary>
public static class AdvisoryRoutes
{
    public static IServiceCollection AddAdvisories(this IServiceCollection services) => services
        .AddSingleton<AdvisoryForms>()
        .AddSingleton<AdvisoryReading>()
        .AddSingleton<AdvisoryRendition>()
        .AddSingleton<AdvisoryCommands>()
        .AddSingleton<PublishAdvisory>()
        .AddSingleton<ReviseAdvisory>()
        .AddSingleton<ShareAdvisory>()
        .AddSingleton<ApproveAdvisoryRelease>()
        .AddSingleton<RejectAdvisoryRelease>()
        .AddSingleton<WithdrawAdvisory>()
        .AddSingleton<ForwardAdvisory>()
        .AddSingleton<EndAdvisoryForward>()
        .AddSingleton<ReadAdvisories>()
        .AddSingleton<ReadRevisions>()
        .AddSingleton(s => new RelatedQueries(s.GetRequiredService<ExchangeDatabase>().Service))
        .AddSingleton<RelatedAdvisories>()
        .AddSingleton<ReadRelated>();

    public static void MapAdvisories(this IEndpointRouteBuilder routes)
    {
        var advisories = routes.MapGroup(AdvisoryCommands.Collection).WithTags("Advisories").AnswersJson();
        MapWrites(advisories);
        MapReads(advisories);
    }

    private static void MapWrites(RouteGroupBuilder advisories)
    {
        advisories.MapPost("", (HttpContext http, Caller caller, PublishAdvisory handler, CancellationToken ct) => handler.HandleAsync(http, caller, ct))
            .Requires(Capability.PublishAdvisories)
            .DescribesPublication();
        advisories.MapPut("/{id:guid}/document", (Guid id, HttpContext http, Caller caller, ReviseAdvisory handler, CancellationToken ct) => handler.HandleAsync(http, caller, id, ct))
            .Requires(Capability.PublishAdvisories)
            .DescribesChange<JsonObject>("ReviseAdvisory", "Put a later version of the CSAF document in the place of the present one; the receipt says what its tests found", AdvisoryExamples.Revision);
        advisories.MapPut("/{id:guid}/sharing", (Guid id, HttpContext http, Caller caller, ShareAdvisory handler, CancellationToken ct) => handler.HandleAsync(http, caller, id, ct))
            .Requires(Capability.PublishAdvisories)
            .DescribesChange<ShareRequest>("ShareAdvisory", "State the sharing terms anew", AdvisoryExamples.Share);
        advisories.MapPost("/{id:guid}/release-approval", (Guid id, HttpContext http, Caller caller, ApproveAdvisoryRelease handler, CancellationToken ct) => handler.HandleAsync(http, caller, id, ct))
            .Requires(Capability.PublishAdvisories)
            .DescribesDecision("ApproveAdvisoryRelease", "Approve, as a second member, that the advisory becomes TLP:CLEAR under the terms proposed");
        advisories.MapPost("/{id:guid}/release-rejection", (Guid id, HttpContext http, Caller caller, RejectAdvisoryRelease handler, CancellationToken ct) => handler.HandleAsync(http, caller, id, ct))
            .Requires(Capability.PublishAdvisories)
            .DescribesDecision("RejectAdvisoryRelease", "Reject the terms proposed: the advisory stays as it is");
        advisories.MapPost("/{id:guid}/withdrawal", (Guid id, HttpContext http, Caller caller, WithdrawAdvisory handler, CancellationToken ct) => handler.HandleAsync(http, caller, id, ct))
            .Requires(Capability.PublishAdvisories)
            .DescribesChange<WithdrawRequest>("WithdrawAdvisory", "Withdraw the advisory", AdvisoryExamples.Withdraw);
        advisories.MapPut("/{id:guid}/forwarding", (Guid id, HttpContext http, Caller caller, ForwardAdvisory handler, CancellationToken ct) => handler.HandleAsync(http, caller, id, ct))
            .Requires(Capability.ForwardItems)
            .DescribesForward("ForwardAdvisory", "Open the advisory to clients of one's own, in place of what was opened before")
            .WithBody<ForwardRequest>(AdvisoryExamples.Forward);
        advisories.MapDelete("/{id:guid}/forwarding", (Guid id, HttpContext http, Caller caller, EndAdvisoryForward handler, CancellationToken ct) => handler.HandleAsync(http, caller, id, ct))
            .Requires(Capability.ForwardItems)
            .DescribesForward("EndAdvisoryForward", "Take the advisory back from one's own clients");
    }

    private static void MapReads(RouteGroupBuilder advisories)
    {
        advisories.MapGet("", (HttpContext http, Viewer viewer, ReadAdvisories handler, CancellationToken ct) => handler.ListAsync(http, viewer, ct))
            .Requires(Capability.ReadItems).ReadsContent()
            .DescribesList<Page<AdvisoryDocument>>("ListAdvisories", "List the advisories that the caller sees, newest change first");
        advisories.MapGet("/count", (HttpContext http, Viewer viewer, ReadAdvisories handler, CancellationToken ct) => handler.CountAsync(http, viewer, ct))
            .Requires(Capability.ReadItems).ReadsContent()
            .DescribesCount("CountAdvisories", "Count the advisories that the caller sees");
        advisories.MapGet("/{id:guid}", (Guid id, HttpContext http, Viewer viewer, ReadAdvisories handler, CancellationToken ct) => handler.FindAsync(http, id, viewer, ct))
            .Requires(Capability.ReadItems).ReadsContent()
            .DescribesRead<AdvisoryDocument>("ReadAdvisory", "Read what one advisory says, in short");
        advisories.MapGet("/{id:guid}/document", (Guid id, HttpContext http, Viewer viewer, ReadAdvisories handler, CancellationToken ct) => handler.FindDocumentAsync(http, id, viewer, ct))
            .Requires(Capability.ReadItems).ReadsContent()
            .DescribesRead<JsonObject>("ReadAdvisoryDocument", "Read the exact bytes of the CSAF document; the ETag is their SHA-512");
        advisories.MapGet("/{id:guid}/validation", (Guid id, HttpContext http, Viewer viewer, ReadAdvisories handler, CancellationToken ct) => handler.FindValidationAsync(http, id, viewer, ct))
            .Requires(Capability.ReadItems).ReadsContent()
            .DescribesRead<ValidationDocument>("ReadAdvisoryValidation", "Read what the tests of CSAF say of the document: errors (of third parties' documents only), warnings and information");
        advisories.MapGet("/{id:guid}/openvex", (Guid id, HttpContext http, Viewer viewer, ReadAdvisories handler, CancellationToken ct) => handler.FindOpenVexAsync(http, id, viewer, ct))
            .Requires(Capability.ReadItems).ReadsContent()
            .DescribesRead<JsonObject>("ReadAdvisoryAsOpenVex", "Read the status of products by vulnerability as OpenVEX 0.2.0; 404 where the document gives none");
        advisories.MapGet("/{id:guid}/revisions", (Guid id, HttpContext http, Viewer viewer, ReadRevisions handler, CancellationToken ct) => handler.ListAsync(http, id, viewer, ct))
            .Requires(Capability.ReadItems).ReadsContent()
            .DescribesRead<Page<RevisionDocument>>("ListAdvisoryRevisions", "List the revisions that were there while the caller saw the advisory, the first one first");
        advisories.MapGet(
                "/{id:guid}/revisions/{revision:int}/document",
                (Guid id, int revision, HttpContext http, Viewer viewer, ReadRevisions handler, CancellationToken ct) => handler.FindDocumentAsync(http, id, revision, viewer, ct))
            .Requires(Capability.ReadItems).ReadsContent()
            .DescribesRead<JsonObject>("ReadAdvisoryRevision", "Read the exact bytes of a revision of the CSAF document; the ETag is their SHA-512");
        advisories.MapGet("/{id:guid}/changes", (Guid id, HttpContext http, Viewer viewer, ReadRevisions handler, CancellationToken ct) => handler.CompareAsync(http, id, viewer, ct))
            .Requires(Capability.ReadItems).ReadsContent()
            .DescribesRead<ChangesDocument>("ReadAdvisoryChanges", "Tell in words what changed between two revisions: to the present one from the one before it, unless others are named")
            .WithQuery(ReadRevisions.ChangesParameters);
        advisories.MapGet("/{id:guid}/related", (Guid id, HttpContext http, Viewer viewer, ReadRelated handler, CancellationToken ct) => handler.ListAsync(http, id, viewer, ct))
            .Requires(Capability.ReadItems).ReadsContent()
            .DescribesRead<RelatedAdvisoriesDocument>("ListRelatedAdvisories", "List, of the advisories that the caller sees, those of which it is a translation, its translations, and what supersedes it; lang narrows originals and translations by language (RFC 4647)")
            .WithQuery(ReadRelated.Parameters);
    }
}
