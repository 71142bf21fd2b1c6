using CyberExchange.Domain;

namespace CyberExchange.Server.Problems;

/// <summary>The one place where a rule's refusal becomes a problem.</summary>
public static class RefusalProblems
{
    /// <summary>The kind that a reason is answered with.</summary>
    public static ProblemKind Kind(this RefusalCode code) => code switch
    {
        RefusalCode.Invalid => ProblemKind.Invalid,
        RefusalCode.UnknownTerm => ProblemKind.UnknownTerm,
        RefusalCode.ImpossibleTime => ProblemKind.ImpossibleTime,
        RefusalCode.UnknownParty => ProblemKind.UnknownParty,
        RefusalCode.AudienceNotForLabel => ProblemKind.AudienceNotForLabel,
        RefusalCode.LegalBasisMissing => ProblemKind.LegalBasisMissing,
        RefusalCode.LabelBelowDocument => ProblemKind.LabelBelowDocument,
        RefusalCode.NamespaceNotEnrolled => ProblemKind.NamespaceNotEnrolled,
        RefusalCode.DocumentNotValid => ProblemKind.CsafRefused,
        RefusalCode.VersionNotNewer => ProblemKind.VersionNotNewer,
        RefusalCode.NotOriginator => ProblemKind.NotOriginator,
        RefusalCode.NotForwardable => ProblemKind.NotForwardable,
        RefusalCode.AlreadyExists => ProblemKind.AlreadyExists,
        RefusalCode.Withdrawn => ProblemKind.Withdrawn,
        RefusalCode.Suspended => ProblemKind.Suspended,
        RefusalCode.KeyTaken => ProblemKind.KeyTaken,
        RefusalCode.TooManyKeys => ProblemKind.TooManyKeys,
        RefusalCode.SecretRefused => ProblemKind.EnrolmentRefused,
        RefusalCode.TooManySubscriptions => ProblemKind.TooManySubscriptions,
        RefusalCode.NothingProposed => ProblemKind.NothingProposed,
        RefusalCode.SecondMemberNeeded => ProblemKind.SecondMemberNeeded,
        RefusalCode.OtherSideNeeded => ProblemKind.OtherSideNeeded,
        RefusalCode.ProposalOutdated => ProblemKind.ProposalOutdated,
        RefusalCode.MandateNotInForce => ProblemKind.MandateNotInForce,
        RefusalCode.OutsideMandate => ProblemKind.OutsideMandate,
        RefusalCode.TooManyMandates => ProblemKind.TooManyMandates,
        RefusalCode.NotFound => ProblemKind.NotFound,
    };

    /// <summary>The answer to a refused command.</summary>
    public static Problem ToProblem(this Refusal refusal) =>
        refusal.Code is RefusalCode.NotFound
            ? ProblemAnswers.NotFound // One text for whatever is absent or hidden.
            : ProblemAnswers.Of(refusal.Code.Kind(), refusal.Detail, refusal.Pointer);
}
