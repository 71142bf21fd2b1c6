using CyberExchange.Domain.Sharing;

namespace CyberExchange.Views.Explain;

/// <summary>From when to when something held, in positions and by the clock; positions stay inside.</summary>
internal readonly record struct Held(long From, DateTimeOffset FromAt, long? To, DateTimeOffset? ToAt)
{
    /// <summary>Whether it held at an instant; null stands for now.</summary>
    public bool At(DateTimeOffset? instant) => instant is { } at ? FromAt <= at && (ToAt is null || ToAt > at) : To is null;

    /// <summary>Whether it had ended by an instant.</summary>
    public bool EndedBy(DateTimeOffset? instant) => To is not null && (instant is null || ToAt <= instant);
}

/// <summary>A release of an item to an audience, with one membership of the partner in that audience.</summary>
internal sealed record RelationRow
{
    public required AudienceClause Clause { get; init; }

    /// <summary>Null for any.</summary>
    public required Jurisdiction? Destination { get; init; }

    public required ReleaseReason Reason { get; init; }

    public required bool OpenToNewcomers { get; init; }

    public required int PolicyVersion { get; init; }

    public required Held Release { get; init; }

    public required Held Membership { get; init; }

    /// <summary>Whether a CERT opened it to its clients, and not the terms.</summary>
    public bool IsForward => Clause is AudienceClause.Clients;

    public bool Both(DateTimeOffset? at) => Release.At(at) && Membership.At(at);

    /// <summary>Gain is not retroactive, but for what is open to newcomers.</summary>
    public bool InTime => OpenToNewcomers || Membership.From <= Release.From;

    public bool Reaches(Jurisdiction partner) => Destination is null || Destination == partner;

    public DateTimeOffset Since => Membership.From > Release.From ? Membership.FromAt : Release.FromAt;

    public long Opened => Math.Max(Release.From, Membership.From);

    /// <summary>Which of the two ended first; null while neither has.</summary>
    public (long Position, LostWay Way)? Lost => (Release, Membership) switch
    {
        ({ To: { } released, ToAt: { } at }, { To: var left }) when left is null || released <= left => (released, new(at, IsForward ? LostBecause.ForwardEnded : LostBecause.TermsNarrowed)),
        (_, { To: { } left, ToAt: { } at }) => (left, new(at, LostBecause.LeftAudience)),
        _ => null,
    };
}
