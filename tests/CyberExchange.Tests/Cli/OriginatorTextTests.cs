using CyberExchange.Cli.Items;
using CyberExchange.Contracts.Incidents;
using Xunit;

namespace CyberExchange.Tests.Cli;

public sealed class OriginatorTextTests
{
    [Fact]
    public void An_originator_is_named_in_short_and_in_whole()
    {
        var from = new OriginatorDocument { Id = Guid.Empty, Handle = "grid-eu", Name = "Grid", Jurisdiction = "EU" };

        Assert.Equal(("grid-eu", "grid-eu, Grid (EU)"), (OriginatorText.Short(from), OriginatorText.Whole(from)));
    }

    [Fact]
    public void One_that_the_exchange_withholds_is_said_to_be_withheld()
    {
        var from = new OriginatorDocument { Jurisdiction = "EU" };

        Assert.Equal(("withheld (EU)", "withheld (EU)"), (OriginatorText.Short(from), OriginatorText.Whole(from)));
    }
}
