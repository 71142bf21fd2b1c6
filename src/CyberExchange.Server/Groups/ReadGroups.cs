using CyberExchange.Contracts;
using CyberExchange.Contracts.Feed;
using CyberExchange.Contracts.Groups;
using CyberExchange.Domain;
using CyberExchange.Server.Gate;
using CyberExchange.Server.Items;
using CyberExchange.Server.Problems;
using CyberExchange.Server.Requests;
using CyberExchange.Views.Core;

namespace CyberExchange.Server.Groups;

/// <summary><c>GET /v1/groups</c> and <c>/v1/groups/{group}</c>: a partner's own groups, and all of them for stewards.</summary>
public sealed class ReadGroups(LiveDirectory directory)
{
    /// <summary>The groups that the caller may know of, by name and in one page: there are <see cref="Domain.Groups.GroupRules.GroupsMax"/> at most.</summary>
    public IResult List(HttpContext http, Caller caller)
    {
        if (http.Request.Query.Keys.FirstOrDefault() is { } unknown)
        {
            return ProblemAnswers.BadParameter(unknown, "This route takes no parameter.");
        }

        IReadOnlyList<GroupDocument> groups =
        [
            .. directory.Current.Groups.Where(caller.Viewer.Profile.Shows)
                .OrderBy(g => g.Id.Value, StringComparer.Ordinal)
                .Select(GroupRendition.Outline),
        ];
        return new JsonAnswer<Page<GroupDocument>>(new(groups, Next: null), WireJson.Default.PageGroupDocument)
        {
            ETag = PageTag.Of(groups, WireJson.Default.GroupDocument, more: false),
        };
    }

    /// <summary>One group; absent, dissolved and not the caller's are answered alike.</summary>
    public IResult Find(string group, Caller caller)
    {
        var now = directory.Current;
        if (now.Group(new GroupId(group)) is not { } found || !caller.Viewer.Profile.Shows(found))
        {
            return ProblemAnswers.NotFound;
        }

        var document = GroupRendition.Whole(found, caller.Viewer.Profile, now);
        return JsonAnswer.Tagged(document, WireJson.Default.GroupDocument);
    }
}
