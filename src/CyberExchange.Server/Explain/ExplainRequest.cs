using CyberExchange.Domain;
using CyberExchange.Domain.Sharing;
using CyberExchange.Server.Items;
using CyberExchange.Server.Partners;
using CyberExchange.Server.Problems;
using CyberExchange.Views.Core;

namespace CyberExchange.Server.Explain;

/// <summary>About whom a question is.</summary>
/// <param name="Partner">The partner.</param>
/// <param name="Member">One of its members; null for the partner as a whole.</param>
public sealed record Subject(PartnerProfile Partner, MemberProfile? Member);

/// <summary>Reads about whom and about when a question is.</summary>
public static class ExplainRequest
{
    public const string PartnerName = "partner";
    public const string MemberName = "member";
    public const string AtName = "at";

    private const string NoMember = "Your directory shows no member of this partner with this id; members are named by id.";

    /// <summary>The problem that a query has a parameter which is none of these, or one of them twice; null for none.</summary>
    public static Problem? CheckNames(HttpRequest request, params ReadOnlySpan<string> names)
    {
        foreach (var (name, values) in request.Query)
        {
            if (!names.Contains(name))
            {
                return ProblemAnswers.BadParameter(name, $"This route takes no such parameter; it takes {string.Join(", ", names.ToArray())}.");
            }

            if (values.Count > 1)
            {
                return ProblemAnswers.BadParameter(name, "Give the parameter once.");
            }
        }

        return null;
    }

    /// <summary>Whom the query names. Who is not shown is answered in the words for who does not exist.</summary>
    public static (Subject? Subject, Problem? Problem) ReadSubject(HttpRequest request, PartnerProfile asker, DirectorySnapshot directory)
    {
        var partner = request.Query[PartnerName].ToString();
        var member = request.Query[MemberName].ToString();
        return partner.Length == 0
            ? (null, ProblemAnswers.BadParameter(PartnerName, "Name the partner that the question is about, by id or handle."))
            : Find(partner, member.Length == 0 ? null : member, asker, directory, PartnerName, MemberName);
    }

    /// <summary>The partner and member with these names.</summary>
    /// <param name="partner">Id or handle.</param>
    /// <param name="member">Id; null for the partner as a whole.</param>
    /// <param name="asker">Whose directory counts.</param>
    /// <param name="directory">The directory.</param>
    /// <param name="partnerPointer">Where the partner is named.</param>
    /// <param name="memberPointer">Where the member is named.</param>
    public static (Subject? Subject, Problem? Problem) Find(
        string partner, string? member, PartnerProfile asker, DirectorySnapshot directory, string partnerPointer, string memberPointer)
    {
        var (id, unshown) = asker.Read(directory, partner, partnerPointer);
        if (unshown is not null || directory.Partners.Find(id) is not { } profile)
        {
            return (null, unshown?.ToProblem() ?? ProblemAnswers.NotFound); // A partner that is shown is in the directory.
        }

        if (member is null)
        {
            return (new(profile, Member: null), null);
        }

        return Guid.TryParseExact(member, "D", out var memberId) && directory.Partners.Find(new MemberId(memberId)) is { } found && found.Partner == id
            ? (new(profile, found), null)
            : (null, ProblemAnswers.Of(ProblemKind.UnknownParty, NoMember, memberPointer));
    }

    /// <summary>The instant that a question is about; null for now.</summary>
    public static (DateTimeOffset? At, Problem? Problem) ReadInstant(HttpRequest request, DateTimeOffset now)
    {
        if (request.Query[AtName] is not { Count: > 0 } given)
        {
            return (null, null);
        }

        if (ListRequest.Instant(given.ToString()) is not { } at)
        {
            return (null, ProblemAnswers.BadParameter(AtName, "The instant is ISO 8601 in UTC, such as 2026-12-01T09:00:00Z."));
        }

        return at <= now ? (at, null) : (null, ProblemAnswers.BadParameter(AtName, "The instant lies in the future, of which nothing is known; leave it out for now."));
    }
}
