using CyberExchange.Interop.Cpe;
using Xunit;

namespace CyberExchange.Tests.Interop.Cpe;

public sealed class CpeNameTests
{
    // NISTIR 7695, 6.1.2 and 6.2.2.
    [Theory]
    [InlineData("cpe:2.3:a:Microsoft:Internet_Explorer:8.0.6001:beta:*:*:*:*:*:*", "cpe:2.3:a:microsoft:internet_explorer:8.0.6001:beta:*:*:*:*:*:*")]
    [InlineData(@"cpe:2.3:a:foo\\bar:big\$money_2010:*:*:*:*:special:ipod_touch:80gb:*", @"cpe:2.3:a:foo\\bar:big\$money_2010:*:*:*:*:special:ipod_touch:80gb:*")]
    [InlineData(@"cpe:2.3:a:a\:b:c:-:*:*:*:*:*:*:*", @"cpe:2.3:a:a\:b:c:-:*:*:*:*:*:*:*")]
    [InlineData("cpe:/a:microsoft:internet_explorer:8.0.6001:beta", "cpe:2.3:a:microsoft:internet_explorer:8.0.6001:beta:*:*:*:*:*:*")]
    [InlineData("cpe:/a:microsoft:internet_explorer:8.%02:sp%01", "cpe:2.3:a:microsoft:internet_explorer:8.*:sp?:*:*:*:*:*:*")]
    [InlineData("cpe:/a:hp:insight_diagnostics:7.4.0.1570::~~online~win2003~x64~", "cpe:2.3:a:hp:insight_diagnostics:7.4.0.1570:*:*:*:online:win2003:x64:*")]
    [InlineData("cpe:/a:hp:openview_network_manager:7.51:-:~~~linux~~", "cpe:2.3:a:hp:openview_network_manager:7.51:-:*:*:*:linux:*:*")]
    [InlineData("cpe:/a:foo%5cbar:big%24money", @"cpe:2.3:a:foo\\bar:big\$money:*:*:*:*:*:*:*:*")]
    [InlineData("CPE:/O:RedHat:enterprise_linux:8::baseos", "cpe:2.3:o:redhat:enterprise_linux:8:*:baseos:*:*:*:*:*")]
    public void Both_forms_of_a_name_are_read_as_one(string text, string formatted)
    {
        Assert.True(CpeName.TryParse(text, out var name));
        Assert.Equal(formatted, name.ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("cpe:2.3:a:apache:log4j")]
    [InlineData("cpe:2.3:a:apache:log4j:2:*:*:*:*:*:*:*:*")]
    [InlineData("cpe:2.3:x:apache:log4j:2:*:*:*:*:*:*:*")]
    [InlineData("cpe:2.3:a:apa*che:log4j:2:*:*:*:*:*:*:*")]
    [InlineData("cpe:/a:b:c:d:e:~a~b")]
    [InlineData("cpe:/a:b%00:c")]
    [InlineData("cpe:/a:b%zz:c")]
    [InlineData("cpe:/a:b%2:c")]
    [InlineData("a cpe:2.3:a:apache:log4j:2:*:*:*:*:*:*:*")]
    public void What_is_no_name_is_refused(string text) => Assert.False(CpeName.TryParse(text, out _));

    [Theory]
    [InlineData("cpe:2.3:a:b:c:8.*:*:*:*:*:*:*:*", true)]
    [InlineData(@"cpe:2.3:a:b:c\*:8:*:*:*:*:*:*:*", false)]
    public void An_attribute_that_is_open_in_part_is_known_and_widened(string text, bool open)
    {
        Assert.True(CpeName.TryParse(text, out var name));
        Assert.Equal(open, name.HasWildcards);
        Assert.False(name.Widened().HasWildcards);
    }
}
