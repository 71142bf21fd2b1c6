using CyberExchange.Domain.Sharing;
using Xunit;

namespace CyberExchange.Tests.Domain;

public sealed class ClauseKeysTests
{
    [Theory]
    [InlineData("everyone")]
    [InlineData("partner:00000000-0000-7000-8000-000000000003")]
    [InlineData("member:00000000-0000-7000-8000-000000000103")]
    [InlineData("kinds:groups=rail-isac;roles=cert,operator;jurisdictions=EU;sectors=eu.banking,eu.energy")]
    [InlineData("clients:00000000-0000-7000-8000-000000000001")]
    [InlineData("clients:00000000-0000-7000-8000-000000000001/00000000-0000-7000-8000-000000000003")]
    [InlineData("kinds:groups=;roles=;jurisdictions=;sectors=")]
    public void A_clause_is_read_back_from_its_key(string key) => Assert.Equal(key, ClauseKeys.Parse(key).Key);

    [Theory]
    [InlineData("")]
    [InlineData("nobody")]
    [InlineData("partner:3")]
    [InlineData("clients:1/2/3")]
    [InlineData("kinds:groups=;roles=;jurisdictions=")]
    [InlineData("kinds:groups=;roles=king;jurisdictions=;sectors=")]
    [InlineData("kinds:groups=;roles=operator,cert;jurisdictions=;sectors=")]
    public void Whatever_is_no_canonical_line_is_refused(string key) => Assert.Throws<FormatException>(() => ClauseKeys.Parse(key));
}
