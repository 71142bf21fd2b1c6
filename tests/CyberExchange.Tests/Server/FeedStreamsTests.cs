using CyberExchange.Domain;
using CyberExchange.Server.Delivery.Feed;
using Xunit;

namespace CyberExchange.Tests.Server;

public sealed class FeedStreamsTests
{
    private readonly FeedStreams _streams = new();
    private readonly PartnerId _partner = new(Guid.NewGuid());

    [Fact]
    public void A_partner_takes_its_places_and_no_more_and_others_keep_theirs()
    {
        var places = Enumerable.Range(0, FeedStreams.PerPartnerMax).Select(_ => _streams.TryTake(_partner)).ToList();

        Assert.DoesNotContain(null, places);
        Assert.Null(_streams.TryTake(_partner));
        Assert.NotNull(_streams.TryTake(new PartnerId(Guid.NewGuid())));
    }

    [Fact]
    public void A_place_is_given_back_once()
    {
        var places = Enumerable.Range(0, FeedStreams.PerPartnerMax).Select(_ => _streams.TryTake(_partner)!).ToList();

        places[0].Dispose();
        places[0].Dispose();

        Assert.NotNull(_streams.TryTake(_partner));
        Assert.Null(_streams.TryTake(_partner));
    }
}
