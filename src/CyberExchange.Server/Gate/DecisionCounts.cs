using System.Collections.Concurrent;
using CyberExchange.Storage.Audit;

namespace CyberExchange.Server.Gate;

/// <summary>What decisions of the gate have in common that are counted together.</summary>
/// <param name="Decision">See <see cref="AuditDecision.Decision"/>.</param>
/// <param name="Fault">See <see cref="AuditDecision.Fault"/>.</param>
/// <param name="Partner">Whose enrolled key it was; null for none.</param>
/// <param name="Member">Its holder; null for none.</param>
/// <param name="Key">The key; null where no certificate was shown.</param>
/// <param name="Address">Whence somebody without a certificate came; null for anybody else.</param>
public readonly record struct DecisionKind(string Decision, string? Fault, Guid? Partner, Guid? Member, string? Key, string? Address)
{
    /// <summary>Whether anybody can make up as many of these as they like: keys that nobody enrolled, and addresses.</summary>
    public bool IsStranger => Partner is null && (Key ?? Address) is not null;
}

/// <summary>Decisions that are not written down yet, counted by kind, so that a flood adds to numbers and not to rows.</summary>
/// <remarks>
/// A kind that was not there in the last minute is due at once, and what repeats it is due together when the minute is over: two rows a
/// minute at most. What cannot be written stays and goes on counting. Partners are as many as there are; of strangers so many are told
/// apart at a time, and the rest are counted without key and address. None is lost.
/// </remarks>
public sealed class DecisionCounts
{
    /// <summary>How long decisions are counted together.</summary>
    public static readonly TimeSpan Span = TimeSpan.FromMinutes(1);

    /// <summary>Strangers that are told apart.</summary>
    public const int StrangersMax = 1_000;

    private readonly ConcurrentDictionary<DecisionKind, Tally> _tallies = new();
    private int _strangers;

    public void Count(DecisionKind kind, DateTimeOffset now)
    {
        while (!TallyOf(kind).TryCount(now))
        {
            // It was over and is gone: the next look makes another.
        }
    }

    /// <summary>The rows that are due.</summary>
    /// <param name="now">The present.</param>
    /// <param name="all">Also those whose minute is not over: nothing comes after them.</param>
    public IReadOnlyList<Due> DueAt(DateTimeOffset now, bool all = false)
    {
        var due = new List<Due>();
        foreach (var (kind, tally) in _tallies)
        {
            lock (tally)
            {
                var isOld = tally.WrittenAt is not { } written || now - written >= Span;
                if (tally.Times > 0 && (all || isOld))
                {
                    due.Add(new(Row(kind, tally), tally));
                }
                else if (tally.Times == 0 && isOld)
                {
                    tally.IsOver = true;
                    _tallies.TryRemove(kind, out _);
                    Interlocked.Add(ref _strangers, kind.IsStranger ? -1 : 0);
                }
            }
        }

        return due;
    }

    /// <summary>These are written down.</summary>
    public static void Written(IEnumerable<Due> rows, DateTimeOffset now)
    {
        foreach (var written in rows)
        {
            lock (written.Tally)
            {
                written.Tally.Times -= written.Row.Times;
                written.Tally.FirstAt = written.Row.LastAt; // Of what came meanwhile, if anything did.
                written.Tally.WrittenAt = now;
            }
        }
    }

    private static AuditDecision Row(DecisionKind kind, Tally tally) => new()
    {
        FirstAt = tally.FirstAt,
        DecisionId = Guid.CreateVersion7(tally.FirstAt),
        LastAt = tally.LastAt,
        Times = tally.Times,
        Decision = kind.Decision,
        Fault = kind.Fault,
        PartnerId = kind.Partner,
        MemberId = kind.Member,
        KeySha256 = kind.Key,
        Address = kind.Address,
    };

    private Tally TallyOf(DecisionKind kind)
    {
        if (_tallies.TryGetValue(kind, out var tally))
        {
            return tally;
        }

        if (!kind.IsStranger)
        {
            return _tallies.GetOrAdd(kind, _ => new());
        }

        if (Volatile.Read(ref _strangers) >= StrangersMax)
        {
            return _tallies.GetOrAdd(kind with { Key = null, Address = null }, _ => new());
        }

        var mine = new Tally();
        var held = _tallies.GetOrAdd(kind, mine);
        Interlocked.Add(ref _strangers, ReferenceEquals(held, mine) ? 1 : 0);
        return held;
    }

    /// <summary>A row that is due, and what it was counted in.</summary>
    public sealed class Due
    {
        internal Due(AuditDecision row, Tally tally) => (Row, Tally) = (row, tally);

        public AuditDecision Row { get; }

        internal Tally Tally { get; }
    }

    internal sealed class Tally
    {
        public long Times { get; set; }

        public DateTimeOffset FirstAt { get; set; }

        public DateTimeOffset LastAt { get; set; }

        /// <summary>When a row of it was written last; null before the first.</summary>
        public DateTimeOffset? WrittenAt { get; set; }

        /// <summary>Nobody looks at it any more.</summary>
        public bool IsOver { get; set; }

        public bool TryCount(DateTimeOffset now)
        {
            lock (this)
            {
                if (IsOver)
                {
                    return false;
                }

                FirstAt = Times == 0 ? now : FirstAt;
                LastAt = now;
                Times++;
                return true;
            }
        }
    }
}
