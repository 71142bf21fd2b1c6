using CyberExchange.Domain;
using CyberExchange.Server.Problems;
using Xunit;

namespace CyberExchange.Tests.Server;

public sealed class RefusalProblemsTests
{
    public static TheoryData<RefusalCode> Codes => [.. Enum.GetValues<RefusalCode>()];

    [Theory]
    [MemberData(nameof(Codes))]
    public void Every_reason_becomes_a_problem_of_the_callers_making(RefusalCode code)
    {
        var problem = new Refusal(code, "/report/title", "Because.").ToProblem().Document;
        Assert.InRange(problem.Status, 400, 499);
        Assert.Matches("^urn:cyberexchange:problem:[a-z]+(-[a-z]+)*$", problem.Type);
    }

    [Fact]
    public void Reasons_have_types_of_their_own()
    {
        var types = Enum.GetValues<RefusalCode>().Select(c => c.Kind().Type).ToList();
        Assert.Equal(types.Count, types.Distinct(StringComparer.Ordinal).Count());
    }

    [Fact]
    public void What_is_absent_is_answered_in_one_text_whatever_the_rule_said()
    {
        var one = new Refusal(RefusalCode.NotFound, "/a", "There is no such incident.").ToProblem().Document;
        var other = new Refusal(RefusalCode.NotFound, "", "There is no such partner.").ToProblem().Document;
        Assert.Equal(one, other);
    }

    [Fact]
    public void A_refusal_keeps_its_pointer_and_its_sentence()
    {
        var problem = new Refusal(RefusalCode.UnknownParty, "/sharing/audience/partners/3", "No partner has this id.").ToProblem().Document;
        Assert.Equal(("/sharing/audience/partners/3", "No partner has this id."), (problem.Pointer, problem.Detail));
    }
}
