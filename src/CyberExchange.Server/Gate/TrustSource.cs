using CyberExchange.Domain.Sharing;
using CyberExchange.Domain.Trust;
using CyberExchange.Server.Trust;
using CyberExchange.Views.Core;

namespace CyberExchange.Server.Gate;

/// <summary>The anchors that vouch now: those of each jurisdiction's trust list, and until it has adopted one, those the server was set up with.</summary>
/// <param name="setUp">The anchors the server was set up with.</param>
/// <param name="live">The lists in force; null where there are none.</param>
/// <param name="recovery">The jurisdiction whose list the operator sets aside, since it has shut those out who could adopt another.</param>
public sealed class TrustSource(TrustAnchors setUp, LiveTrust? live = null, Jurisdiction? recovery = null)
{
    private volatile Known _known = new(TrustLists.None, setUp);

    /// <summary>Never changed; ask again at every request.</summary>
    public TrustAnchors Current
    {
        get
        {
            var known = _known;
            if (live is null || ReferenceEquals(known.Lists, live.Current))
            {
                return known.Anchors;
            }

            // Two that come at once make the same.
            var lists = live.Current;
            _known = known = new(lists, lists.InForce
                .Where(list => list.Key != recovery)
                .Aggregate(setUp, (anchors, list) => SignedTrustList.Apply(anchors, list.Key, list.Value.Signed)));
            return known.Anchors;
        }
    }

    private sealed record Known(TrustLists Lists, TrustAnchors Anchors);
}
