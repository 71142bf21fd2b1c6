using CyberExchange.Domain.Sharing;
using CyberExchange.Server.Items;
using CyberExchange.Server.Problems;
using CyberExchange.Server.Sealing;
using CyberExchange.Views.Core;
using CyberExchange.Views.Search;

namespace CyberExchange.Server.Search;

/// <summary>What is searched for, and which part of what is found is asked for.</summary>
/// <param name="Query">The words; null where filters alone say what is sought.</param>
/// <param name="Filter">What narrows it.</param>
/// <param name="After">Where the part begins; null at the beginning.</param>
/// <param name="Limit">How many at most.</param>
public sealed record SearchRequest(SearchQuery? Query, ItemFilter Filter, ItemCursor? After, int Limit)
{
    public const string QueryName = "q";
    private const string KindName = "kind";
    private const string AfterName = "after";

    /// <summary>The parameters that a search takes beside those by which lists narrow.</summary>
    public static readonly string[] OwnNames = [QueryName, KindName, AfterName, "limit"];

    // See ItemFilter.NamesFew.
    private static readonly string[] IndexNames = [QueryName, "cve", "cwe", "vendor", "purl", "cpe"];

    /// <summary>Whether the index of words answers the request, and not the list alone.</summary>
    public static bool AsksIndex(HttpRequest request) => IndexNames.Any(request.Query.ContainsKey);

    /// <summary>Reads the request, or the first problem with it.</summary>
    /// <param name="request">The request.</param>
    /// <param name="viewer">Who searches.</param>
    /// <param name="sealer">Opens the cursor.</param>
    /// <param name="directory">Where an originator's handle is looked up.</param>
    /// <param name="others">Further parameters that the route takes.</param>
    public static (SearchRequest? Request, Problem? Problem) Read(
        HttpRequest request, Viewer viewer, TokenSealer sealer, DirectorySnapshot directory, params ReadOnlySpan<string> others)
    {
        var (query, badQuery) = ReadQuery(request);
        if (badQuery is not null)
        {
            return (null, badQuery);
        }

        var (filter, badFilter) = ListRequest.ReadFilter(request, kind: null, directory, [.. OwnNames, .. others]);
        if (filter is null)
        {
            return (null, badFilter);
        }

        var (kinds, badKind) = ReadKinds(request);
        if (badKind is not null)
        {
            return (null, badKind);
        }

        filter = filter with { Kinds = kinds };
        if (query is null && filter.NarrowsNothing)
        {
            return (null, BadQuery(SearchFault.Empty));
        }

        var (after, badCursor) = ListRequest.ReadCursor(request, AfterName, TokenPurpose.Search, viewer, sealer);
        if (badCursor is not null)
        {
            return (null, badCursor);
        }

        var (limit, badLimit) = ListRequest.ReadLimit(request);
        return badLimit is null
            ? (new(query, filter, after, limit), null)
            : (null, badLimit);
    }

    /// <summary>What the text of a search is wanting; pages say it too.</summary>
    public static Problem BadQuery(SearchFault fault) => ProblemAnswers.BadParameter(QueryName, fault switch
    {
        SearchFault.Empty => "Say what to search for: one word or more, or a filter.",
        SearchFault.TooLong => $"A search has at most {SearchQuery.CharactersMax} characters.",
        SearchFault.NoWord => "A search has at least one letter or digit.",
        SearchFault.TooManyWords => $"A search has at most {SearchQuery.WordsMax} words; of kanji and kana, each two characters are one.",
    });

    // Neither where no word was given.
    private static (SearchQuery? Query, Problem? Problem) ReadQuery(HttpRequest request)
    {
        if (request.Query[QueryName] is not { Count: > 0 } given || given is [{ } blank] && string.IsNullOrWhiteSpace(blank) && blank.Length <= SearchQuery.CharactersMax)
        {
            return (null, null);
        }

        if (given is not [{ } text])
        {
            return (null, ProblemAnswers.BadParameter(QueryName, "Say once what to search for."));
        }

        var (query, fault) = SearchQuery.Read(text);
        return query is null ? (null, BadQuery(fault)) : (query, null);
    }

    /// <summary>Reads of what kinds items are asked for; all where none is given.</summary>
    public static (IReadOnlyList<ItemKind> Kinds, Problem? Problem) ReadKinds(HttpRequest request)
    {
        List<ItemKind> kinds = [];
        foreach (var text in request.Query[KindName])
        {
            if (ItemKinds.Parse(text ?? "") is not { } kind)
            {
                return ([], ProblemAnswers.BadParameter(KindName, "The kind is incident, advisory or signal."));
            }

            kinds.Add(kind);
        }

        return ([.. kinds.Distinct()], null);
    }
}
