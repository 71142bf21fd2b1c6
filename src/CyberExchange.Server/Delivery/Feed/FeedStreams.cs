using CyberExchange.Domain;

namespace CyberExchange.Server.Delivery.Feed;

/// <summary>Counts the streams that are open, so that one partner cannot take the exchange's connections from the others.</summary>
public sealed class FeedStreams
{
    /// <summary>A few programs of a partner, each with an old connection that is not yet known to be dead beside its new one.</summary>
    public const int PerPartnerMax = 8;

    /// <summary>Pages that a partner's people have open at once.</summary>
    public const int PagesPerPartnerMax = 64;

    private readonly Lock _gate = new();
    private readonly Dictionary<(PartnerId Partner, bool OfPage), int> _open = [];

    /// <summary>A place for one more stream of the partner, given back by disposing it; null when it has none left.</summary>
    /// <param name="partner">Whose stream it is.</param>
    /// <param name="ofPage">Whether a page follows it; else a program follows the feed.</param>
    public IDisposable? TryTake(PartnerId partner, bool ofPage = false)
    {
        lock (_gate)
        {
            var open = _open.GetValueOrDefault((partner, ofPage));
            if (open == (ofPage ? PagesPerPartnerMax : PerPartnerMax))
            {
                return null;
            }

            _open[(partner, ofPage)] = open + 1;
            return new Place(this, (partner, ofPage));
        }
    }

    private void GiveBack((PartnerId Partner, bool OfPage) whose)
    {
        lock (_gate)
        {
            if (--_open[whose] == 0)
            {
                _open.Remove(whose);
            }
        }
    }

    private sealed class Place(FeedStreams streams, (PartnerId Partner, bool OfPage) whose) : IDisposable
    {
        private int _given;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _given, 1) == 0)
            {
                streams.GiveBack(whose);
            }
        }
    }
}
