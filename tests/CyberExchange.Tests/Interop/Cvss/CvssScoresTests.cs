using System.Globalization;
using CyberExchange.Interop.Cvss;
using Xunit;

namespace CyberExchange.Tests.Interop.Cvss;

public sealed class CvssScoresTests
{
    // From the specifications of FIRST and their examples: base, temporal (threat), environmental.
    [Theory]
    [InlineData("AV:N/AC:L/Au:N/C:N/I:N/A:C/E:F/RL:OF/RC:C/CDP:H/TD:H/CR:M/IR:M/AR:H", "7.8 6.4 9.2")] // CVE-2002-0392, guide 3.3.1
    [InlineData("AV:N/AC:L/Au:N/C:C/I:C/A:C/E:F/RL:OF/RC:C/CDP:H/TD:H/CR:M/IR:M/AR:L", "10.0 8.3 9.0")] // CVE-2003-0818, guide 3.3.2
    [InlineData("AV:L/AC:H/Au:N/C:C/I:C/A:C/E:POC/RL:OF/RC:C/CDP:H/TD:H/CR:M/IR:M/AR:M", "6.2 4.9 7.5")] // CVE-2003-0062, guide 3.3.3
    [InlineData("AV:N/AC:L/Au:N/C:N/I:N/A:N", "0.0 0.0 0.0")]
    [InlineData("CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H", "9.8 9.8 9.8")]
    [InlineData("CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:C/C:H/I:H/A:H", "10.0 10.0 10.0")]
    [InlineData("CVSS:3.1/AV:N/AC:L/PR:L/UI:N/S:C/C:L/I:L/A:N", "6.4 6.4 6.4")] // CVE-2013-1937, examples of 3.1
    [InlineData("CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:N", "0.0 0.0 0.0")]
    [InlineData("CVSS:3.0/AV:L/AC:H/PR:H/UI:R/S:U/C:L/I:N/A:N/E:U/RL:O/RC:U", "1.8 1.5 1.5")]
    [InlineData("CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H/MC:N/MI:N/MA:N", "9.8 9.8 0.0")]
    [InlineData("CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:H/SI:H/SA:H", "10.0 10.0 10.0")]
    [InlineData("CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:N/VI:N/VA:N/SC:N/SI:N/SA:N", "0.0 0.0 0.0")]
    [InlineData("CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N/E:U", "9.3 8.1 8.1")]
    [InlineData("CVSS:4.0/AV:L/AC:L/AT:P/PR:L/UI:A/VC:N/VI:H/VA:L/SC:L/SI:N/SA:N/IR:X/MAT:P/MVC:L", "4.3 4.3 4.4")]
    public void Scores_are_those_of_the_specification(string vector, string scores)
    {
        Assert.True(CvssVector.TryParse(vector, out var read, out _));
        var computed = CvssScores.Of(read);
        Assert.Equal(scores, string.Create(CultureInfo.InvariantCulture, $"{computed.Base:0.0} {computed.Temporal:0.0} {computed.Environmental:0.0}"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("AV:N")]
    [InlineData("AV:N/AC:L/Au:N/C:N/I:N/A:C/AV:L")]
    [InlineData("AV:X/AC:L/Au:N/C:N/I:N/A:C")]
    [InlineData("CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H")]
    [InlineData("CVSS:3.2/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H")]
    [InlineData("CVSS:4.0/AC:L/AV:N/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:H/SI:H/SA:H")]
    [InlineData("CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:H/SI:S/SA:H")]
    public void What_is_no_vector_is_refused_with_a_reason(string vector)
    {
        Assert.False(CvssVector.TryParse(vector, out var read, out var why));
        Assert.Null(read);
        Assert.NotEmpty(why);
    }

    [Theory]
    [InlineData(0, "NONE")]
    [InlineData(0.1, "LOW")]
    [InlineData(3.9, "LOW")]
    [InlineData(4, "MEDIUM")]
    [InlineData(7, "HIGH")]
    [InlineData(8.9, "HIGH")]
    [InlineData(9, "CRITICAL")]
    public void Severities_follow_the_scores(double score, string severity) => Assert.Equal(severity, CvssScores.SeverityOf((decimal)score));
}
