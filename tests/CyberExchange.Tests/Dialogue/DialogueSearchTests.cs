using CyberExchange.Domain.Dialogue;
using CyberExchange.Server.Dialogue;
using Xunit;

namespace CyberExchange.Tests.Dialogue;

/// <summary>A search in the dialogue's record.</summary>
public sealed class DialogueSearchTests
{
    [Fact]
    public void A_search_reads_all_that_an_entry_says()
    {
        var entry = DialogueTests.Council("dpc") with
        {
            Title = "t-title", Summary = "t-summary", Place = "t-place", Owner = "t-owner", NextStep = "t-next", Evidence = "t-evidence", Resolution = "t-resolution",
            Source = "t-source", VerifiedAt = "t-verified", Note = "t-note", Accounts = ["t-account"], Parties = ["t-party"], People = [new("t-name", "t-office", null)],
            Agenda = [new("t-agenda", null, [])],
        };
        string[] words = ["title", "summary", "place", "owner", "next", "evidence", "resolution", "source", "verified", "note", "account", "party", "name", "office", "agenda"];

        Assert.DoesNotContain(words, word => !DialogueSearch.Mentions(entry, $"T-{word.ToUpperInvariant()}"));
        Assert.True(DialogueSearch.Mentions(entry with { Title = "ＡＩ法" }, "ai法"));
        Assert.True(DialogueSearch.Mentions(entry with { Title = "Coopération" }, "cooperation"));
        Assert.False(DialogueSearch.Mentions(entry, "elsewhere"));
        Assert.False(DialogueSearch.Mentions(entry, "\u3099")); // A mark alone is no text.
    }
}
