using CyberExchange.Interop.Losses;
using Xunit;

namespace CyberExchange.Tests.Interop.Losses;

public sealed class LossTableTests
{
    [Fact]
    public void A_record_counts_once_in_a_row_and_the_first_value_is_the_example()
    {
        var table = new LossTable();

        table.Add([Dropped("a", "1"), Dropped("a", "2")]);
        table.Add([Dropped("a", "3"), new Loss("a", LossFate.Approximated, "4", "near")]);

        Assert.Equal(2, table.Records);
        Assert.Equal(
            [new LossRow("a", LossFate.Dropped, "no place", 2, "1"), new LossRow("a", LossFate.Approximated, "near", 1, "4")],
            table.Rows);
    }

    [Fact]
    public void A_source_that_makes_up_names_does_not_fill_the_memory()
    {
        var table = new LossTable();
        for (var i = 0; i < LossTable.RowsMax + 50; i++)
        {
            table.Add([Dropped($"path{i}", "x")]);
        }

        Assert.Equal(LossTable.RowsMax + 1, table.Rows.Count);
        Assert.Equal(50, Assert.Single(table.Rows, r => r.Path == LossTable.FurtherPaths).Records);
    }

    [Fact]
    public void A_long_example_is_cut_between_characters()
    {
        var table = new LossTable();

        table.Add([Dropped("a", new string('x', 78) + "😀😀")]);

        Assert.Equal(new string('x', 78) + "…", Assert.Single(table.Rows).Example);
    }

    private static Loss Dropped(string path, string value) => new(path, LossFate.Dropped, value, "no place");
}
