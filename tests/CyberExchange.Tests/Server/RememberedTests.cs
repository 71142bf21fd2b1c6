using CyberExchange.Server.Requests;
using Xunit;

namespace CyberExchange.Tests.Server;

/// <summary>What was made once is not made again, until there is no room for more.</summary>
public sealed class RememberedTests
{
    [Theory]
    [InlineData(2, 1_000)]
    [InlineData(1_000, 2)]
    public async Task What_is_remembered_is_made_once_and_a_full_memory_is_begun_anew(int entriesMax, long bytesMax)
    {
        var remembered = new Remembered<string, string>(entriesMax, bytesMax, made => made.Length);
        var made = 0;

        foreach (var key in new[] { "a", "b", "a", "b" })
        {
            Assert.Equal(key, await remembered.FindAsync(key, () => MakeAsync(key)));
        }

        Assert.Equal(2, made);
        await remembered.FindAsync("c", () => MakeAsync("c"));
        await remembered.FindAsync("c", () => MakeAsync("c"));
        await remembered.FindAsync("a", () => MakeAsync("a"));
        Assert.Equal(4, made);

        Task<string> MakeAsync(string key)
        {
            made++;
            return Task.FromResult(key);
        }
    }
}
