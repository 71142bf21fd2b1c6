using System.CommandLine;
using CyberExchange.Cli;
using Xunit;

namespace CyberExchange.Tests.Cli;

public sealed class CommandLineTests
{
    [Theory]
    [InlineData("incident", "show", "not-an-id")]
    [InlineData("incident", "withdraw", "019a0000-0000-7000-8000-000000000001")]
    [InlineData("advisory", "publish", "a.json", "--provenance", "rumour")]
    [InlineData("feed", "--kind", "gossip")]
    [InlineData("import", "csaf")]
    [InlineData("no-such-command")]
    [InlineData("incident")]
    public async Task A_command_line_that_cannot_be_used_ends_with_2(params string[] args)
    {
        var run = await CyxRun.OfAsync(args, ct: TestContext.Current.CancellationToken);

        Assert.Equal(ExitCode.Usage, run.Code);
        Assert.NotEmpty(run.Error);
    }

    [Fact]
    public async Task An_argument_that_begins_with_an_at_sign_is_a_file_and_never_a_list_of_arguments()
    {
        var run = await CyxRun.OfAsync(["incident", "report", "@missing.json"], ct: TestContext.Current.CancellationToken);

        Assert.Equal(ExitCode.Usage, run.Code);
        Assert.StartsWith("cannot read @missing.json", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_help_of_cyx_lists_every_exit_code()
    {
        var run = await CyxRun.OfAsync(["--help"], ct: TestContext.Current.CancellationToken);

        Assert.Equal(ExitCode.Done, run.Code);
        Assert.All(Enum.GetValues<ExitCode>(), code => Assert.Contains(run.OutputLines, l => l.StartsWith($"  {(int)code} ", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task The_help_of_every_command_ends_with_examples_that_parse()
    {
        using var surroundings = CyxRun.Surroundings(Stream.Null, Stream.Null, Stream.Null);
        var root = CyxProgram.Root(new CyxContext(surroundings, new GlobalOptions()));
        var commands = Below(root).ToList();
        Assert.True(commands.Count > 30, $"only {commands.Count} commands were found");

        foreach (var (path, command) in commands)
        {
            var run = await CyxRun.OfAsync([.. path, "--help"], ct: TestContext.Current.CancellationToken);
            Assert.Contains("Examples:", run.Output, StringComparison.Ordinal);

            foreach (var example in Assert.IsAssignableFrom<IHasExamples>(command).Examples)
            {
                var own = example.Split(" #")[0].Split('|').Select(part => part.Split('>')[0].Trim()).Where(part => part.StartsWith("cyx ", StringComparison.Ordinal));
                Assert.All(own, line => Assert.Empty(root.Parse(line["cyx ".Length..]).Errors));
            }
        }
    }

    private static IEnumerable<(string[] Path, Command Command)> Below(Command parent, params string[] path) =>
        parent.Subcommands.SelectMany(c => Below(c, [.. path, c.Name]).Prepend(([.. path, c.Name], c)));
}
