using System.Text.Json.Serialization;
using CyberExchange.Contracts.Advisories;
using CyberExchange.Contracts.Audit;
using CyberExchange.Contracts.Dialogue;
using CyberExchange.Contracts.Duties;
using CyberExchange.Contracts.Explain;
using CyberExchange.Contracts.Feed;
using CyberExchange.Contracts.Groups;
using CyberExchange.Contracts.Incidents;
using CyberExchange.Contracts.KnownExploited;
using CyberExchange.Contracts.Links;
using CyberExchange.Contracts.Mandates;
using CyberExchange.Contracts.Partners;
using CyberExchange.Contracts.Policies;
using CyberExchange.Contracts.Search;
using CyberExchange.Contracts.Sharing;
using CyberExchange.Contracts.Sources;
using CyberExchange.Contracts.Subscriptions;
using CyberExchange.Contracts.SupplySignals;
using CyberExchange.Contracts.Tokens;
using CyberExchange.Contracts.Trends;
using CyberExchange.Contracts.Trust;
using CyberExchange.Contracts.Views;

namespace CyberExchange.Contracts;

/// <summary>The JSON of the exchange's own API: camel case, no unknown and no null members.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    AllowDuplicateProperties = false,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    MaxDepth = 64)]
[JsonSerializable(typeof(ReportIncidentRequest))]
[JsonSerializable(typeof(AmendIncidentRequest))]
[JsonSerializable(typeof(ShareRequest))]
[JsonSerializable(typeof(WithdrawRequest))]
[JsonSerializable(typeof(ForwardRequest))]
[JsonSerializable(typeof(IncidentDocument))]
[JsonSerializable(typeof(Page<IncidentDocument>))]
[JsonSerializable(typeof(PostSignalRequest))]
[JsonSerializable(typeof(ReviseSignalRequest))]
[JsonSerializable(typeof(RecordSignalOutcomeRequest))]
[JsonSerializable(typeof(SignalDocument))]
[JsonSerializable(typeof(Page<SignalDocument>))]
[JsonSerializable(typeof(CalibrationDocument))]
[JsonSerializable(typeof(WatchListDocument))]
[JsonSerializable(typeof(ProposeWatchRequest))]
[JsonSerializable(typeof(WatchProposalDocument))]
[JsonSerializable(typeof(Page<WatchProposalDocument>))]
[JsonSerializable(typeof(MandateText))]
[JsonSerializable(typeof(GiveMandateRequest))]
[JsonSerializable(typeof(MandateDocument))]
[JsonSerializable(typeof(Page<MandateDocument>))]
[JsonSerializable(typeof(PublishAdvisoryTerms))]
[JsonSerializable(typeof(AdvisoryDocument))]
[JsonSerializable(typeof(ValidationDocument))]
[JsonSerializable(typeof(Page<AdvisoryDocument>))]
[JsonSerializable(typeof(RevisionDocument))]
[JsonSerializable(typeof(RelatedAdvisoriesDocument))]
[JsonSerializable(typeof(Page<RevisionDocument>))]
[JsonSerializable(typeof(ChangesDocument))]
[JsonSerializable(typeof(CountDocument))]
[JsonSerializable(typeof(FeedPage))]
[JsonSerializable(typeof(FeedEntry))]
[JsonSerializable(typeof(FeedEnd))]
[JsonSerializable(typeof(LiveTrendsDocument))]
[JsonSerializable(typeof(LiveSideBySideDocument))]
[JsonSerializable(typeof(LiveComparisonDocument))]
[JsonSerializable(typeof(SearchPage))]
[JsonSerializable(typeof(SearchResult))]
[JsonSerializable(typeof(WriteReceipt))]
[JsonSerializable(typeof(ViewDocument))]
[JsonSerializable(typeof(Page<ViewDocument>))]
[JsonSerializable(typeof(RebuildRequest))]
[JsonSerializable(typeof(PolicyDocument))]
[JsonSerializable(typeof(AdoptPolicyRequest))]
[JsonSerializable(typeof(PolicyReceipt))]
[JsonSerializable(typeof(TrustListDocument))]
[JsonSerializable(typeof(ProposeTrustListRequest))]
[JsonSerializable(typeof(DecideTrustListRequest))]
[JsonSerializable(typeof(TrustListReceipt))]
[JsonSerializable(typeof(TrustDocument))]
[JsonSerializable(typeof(PartnerFactsDocument))]
[JsonSerializable(typeof(PartnerDocument))]
[JsonSerializable(typeof(Page<PartnerDocument>))]
[JsonSerializable(typeof(RecertificationDocument))]
[JsonSerializable(typeof(Page<RecertificationDocument>))]
[JsonSerializable(typeof(AddMemberRequest))]
[JsonSerializable(typeof(BindKeyRequest))]
[JsonSerializable(typeof(ReasonRequest))]
[JsonSerializable(typeof(InvitationReceipt))]
[JsonSerializable(typeof(EnrolmentRequest))]
[JsonSerializable(typeof(EnrolmentReceipt))]
[JsonSerializable(typeof(NextKeyRequest))]
[JsonSerializable(typeof(AddSourceRequest))]
[JsonSerializable(typeof(ChangeSourceRequest))]
[JsonSerializable(typeof(SourceDocument))]
[JsonSerializable(typeof(Page<SourceDocument>))]
[JsonSerializable(typeof(SubscriptionRequest))]
[JsonSerializable(typeof(SubscriptionDocument))]
[JsonSerializable(typeof(Page<SubscriptionDocument>))]
[JsonSerializable(typeof(DutyProfileDocument))]
[JsonSerializable(typeof(RecordFactRequest))]
[JsonSerializable(typeof(DecideSignificanceRequest))]
[JsonSerializable(typeof(AddressDutyRequest))]
[JsonSerializable(typeof(SubmitReportRequest))]
[JsonSerializable(typeof(ReviewReportRequest))]
[JsonSerializable(typeof(DutyFileDocument))]
[JsonSerializable(typeof(DutyDocument))]
[JsonSerializable(typeof(Page<DutyDocument>))]
[JsonSerializable(typeof(DutyReminderDocument))]
[JsonSerializable(typeof(Page<DutyReminderDocument>))]
[JsonSerializable(typeof(DutyEvidenceDocument))]
[JsonSerializable(typeof(FillRowRequest))]
[JsonSerializable(typeof(ReportMatrixDocument))]
[JsonSerializable(typeof(RulebooksDocument))]
[JsonSerializable(typeof(RulebookDiffDocument))]
[JsonSerializable(typeof(ProposeRulebookRequest))]
[JsonSerializable(typeof(DecideRulebookRequest))]
[JsonSerializable(typeof(RulebookReceipt))]
[JsonSerializable(typeof(KnownExploitedDocument))]
[JsonSerializable(typeof(KnownExploitedStatus))]
[JsonSerializable(typeof(KnownExploitedReceipt))]
[JsonSerializable(typeof(LinkRequest))]
[JsonSerializable(typeof(LinksDocument))]
[JsonSerializable(typeof(LinkDocument))]
[JsonSerializable(typeof(System.Text.Json.JsonElement))]
[JsonSerializable(typeof(DialogueEntriesDocument))]
[JsonSerializable(typeof(IReadOnlyList<DialogueEntryDocument>))]
[JsonSerializable(typeof(DialogueEntryPage))]
[JsonSerializable(typeof(DialogueChangesDocument))]
[JsonSerializable(typeof(DialogueTimelineDocument))]
[JsonSerializable(typeof(ProposeDialogueRequest))]
[JsonSerializable(typeof(DialogueProposalDocument))]
[JsonSerializable(typeof(Page<DialogueProposalDocument>))]
[JsonSerializable(typeof(AddDialogueNoteRequest))]
[JsonSerializable(typeof(DialogueWatchDocument))]
[JsonSerializable(typeof(ProposeEditionRequest))]
[JsonSerializable(typeof(EditionProposalDocument))]
[JsonSerializable(typeof(Page<EditionProposalDocument>))]
[JsonSerializable(typeof(EditionsDocument))]
[JsonSerializable(typeof(TrendComparisonDocument))]
[JsonSerializable(typeof(FormGroupRequest))]
[JsonSerializable(typeof(ChangeGroupRequest))]
[JsonSerializable(typeof(ChangeGroupMembersRequest))]
[JsonSerializable(typeof(GroupDocument))]
[JsonSerializable(typeof(Page<GroupDocument>))]
[JsonSerializable(typeof(GroupReceipt))]
[JsonSerializable(typeof(MeDocument))]
[JsonSerializable(typeof(ItemReadDocument))]
[JsonSerializable(typeof(Page<ItemReadDocument>))]
[JsonSerializable(typeof(AuditReadDocument))]
[JsonSerializable(typeof(Page<AuditReadDocument>))]
[JsonSerializable(typeof(DecisionDocument))]
[JsonSerializable(typeof(Page<DecisionDocument>))]
[JsonSerializable(typeof(AuditDecisionDocument))]
[JsonSerializable(typeof(Page<AuditDecisionDocument>))]
[JsonSerializable(typeof(ExplanationDocument))]
[JsonSerializable(typeof(HoldersPage))]
[JsonSerializable(typeof(AuditHoldersPage))]
[JsonSerializable(typeof(RenditionDocument))]
[JsonSerializable(typeof(PreviewIncidentRequest))]
[JsonSerializable(typeof(PreviewAdvisoryTerms))]
[JsonSerializable(typeof(PreviewSignalRequest))]
[JsonSerializable(typeof(PreviewSharingRequest))]
[JsonSerializable(typeof(PreviewDocument))]
[JsonSerializable(typeof(TokenDocument))]
[JsonSerializable(typeof(TokenErrorDocument))]
[JsonSerializable(typeof(AuthorizationServerDocument))]
[JsonSerializable(typeof(KeySetDocument))]
[JsonSerializable(typeof(HealthDocument))]
[JsonSerializable(typeof(ProblemDocument))]
public sealed partial class WireJson : JsonSerializerContext;
