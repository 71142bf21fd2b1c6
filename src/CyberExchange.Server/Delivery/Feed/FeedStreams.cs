using CyberExchange.Domain;

namespace CyberExchange.Server.Delivery.Feed;

/// <summary>Counts the streams that are open, so that one partner cannot take the exchange's connections from the others.</summary>
public sealed class FeedStreams
{
    /// <summary>A few programs of a partner, each with an old connection that is not yet known to be dead beside its new one.</summary>
    public const int PerPartnerMax = 8;

    private readonly Lock _gate = new();
    private readonly Dictionary<PartnerId, int> _open = [];

    /// <summary>A place for one more stream of the partner, given back by disposing it; null when it has none left.</summary>
    public IDisposable? TryTake(PartnerId partner)
    {
        lock (_gate)
        {
            var open = _open.GetValueOrDefault(partner);
            if (open == PerPartnerMax)
            {
                return null;
            }

            _open[partner] = open + 1;
            return new Place(this, partner);
        }
    }

    private void GiveBack(PartnerId partner)
    {
        lock (_gate)
        {
            if (--_open[partner] == 0)
            {
                _open.Remove(partner);
            }
        }
    }

    private sealed class Place(FeedStreams streams, PartnerId partner) : IDisposable
    {
        private int _given;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _given, 1) == 0)
            {
                streams.GiveBack(partner);
            }
        }
    }
}
