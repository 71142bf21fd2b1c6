using CyberExchange.Interop.Csv;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace CyberExchange.Tests.Interop.Csv;

public sealed class CsvReaderTests
{
    [Theory]
    [InlineData("a,b\r\n1,2\r\n", "a|b;1|2")]
    [InlineData("a,b\n1,2", "a|b;1|2")]
    [InlineData("a,,b\n", "a||b")]
    [InlineData("a,\n,b\n", "a|;|b")]
    [InlineData("\"a,\"\"b\"\"\",\"c\r\nd\"\r\n", "a,\"b\"|c\r\nd")]
    [InlineData("\"\",x\n", "|x")]
    [InlineData(" a , b \n", " a | b ")]
    [InlineData("a\n\n\r\nb\n", "a;b")]
    [InlineData("", "")]
    public async Task Cells_are_read_as_rfc_4180_writes_them(string text, string expected) =>
        Assert.Equal(expected, string.Join(';', (await ReadAsync(text)).Select(r => string.Join('|', r.Cells))));

    [Theory]
    [InlineData("a,b\"c\nok\n", "column 2: a quote stands within a cell that does not begin with one", 1)]
    [InlineData("ok\n\"a\"b\nok\n", "column 1: text follows the closing quote", 2)]
    [InlineData("ok\n\"a\n\nb", "column 1: the closing quote is missing", 2)]
    [InlineData("ok\na\rb\nok\n", "column 1: a carriage return stands alone outside quotes", 2)]
    public async Task A_row_that_is_not_csv_is_named_by_its_line_and_reading_goes_on(string text, string fault, int line)
    {
        var rows = await ReadAsync(text);

        Assert.Equal((line, fault), Assert.Single(rows, r => r.Fault is not null) is var bad ? (bad.Line, bad.Fault) : default);
        Assert.Contains(rows, r => r.Cells is ["ok"]);
    }

    [Fact]
    public async Task Lines_are_counted_through_quoted_line_breaks() =>
        Assert.Equal([1, 2, 5], (await ReadAsync("h\n\"a\n\nb\"\nc\n")).Select(r => r.Line));

    [Fact]
    public async Task A_cell_and_a_row_have_a_largest_size()
    {
        var cell = await ReadAsync(new string('x', CsvReader.CellCharactersMax + 1) + "\nok\n");
        var row = await ReadAsync(new string(',', CsvReader.ColumnsMax) + "\nok\n");

        Assert.Equal(["column 1: the cell has more than 100000 characters", null], cell.Select(r => r.Fault));
        Assert.Equal(["the row has more than 500 columns", null], row.Select(r => r.Fault));
    }

    [Theory]
    [InlineData("=1+1", "'=1+1")]
    [InlineData("+49 30", "'+49 30")]
    [InlineData("-1", "'-1")]
    [InlineData("@SUM(A1)", "'@SUM(A1)")]
    [InlineData("\tx", "'\tx")]
    [InlineData("'=1", "''=1")]
    [InlineData("'tis", "'tis")]
    [InlineData("a=1", "a=1")]
    [InlineData("=a,b", "\"'=a,b\"")]
    public void A_cell_that_a_spreadsheet_would_run_is_written_as_text(string text, string cell) => Assert.Equal(cell, CsvText.Cell(text));

    [Fact]
    public void Every_text_comes_back_as_it_was() =>
        Prop.ForAll(
            ArbMap.Default.ArbFor<NonNull<string>[]>(),
            given =>
            {
                string[] cells = ["x", .. given.Select(g => g.Get)];
                var row = ReadAsync(CsvText.Line(cells)).GetAwaiter().GetResult().Single();
                return row.Cells.Select(CsvText.Plain).SequenceEqual(cells, StringComparer.Ordinal);
            }).QuickCheckThrowOnFailure();

    private static async Task<List<CsvRow>> ReadAsync(string text)
    {
        var rows = new List<CsvRow>();
        await foreach (var row in new CsvReader(new StringReader(text)).ReadAsync(TestContext.Current.CancellationToken))
        {
            rows.Add(row);
        }

        return rows;
    }
}
