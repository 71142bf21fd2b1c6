using System.Text;
using CyberExchange.Fetching;
using Xunit;

namespace CyberExchange.Tests.Fetching;

/// <summary>Signatures by the real gpg, one and several in a file.</summary>
public sealed class OpenPgpTests : IDisposable
{
    private static readonly byte[] Document = Encoding.UTF8.GetBytes("{}\n");
    private static readonly byte[] Other = Encoding.UTF8.GetBytes("{ }\n");

    private readonly GnuPgHome _home = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => _home.Dispose();

    [Fact]
    public async Task Of_two_signatures_in_a_file_one_by_a_key_that_counts_is_enough_whichever_it_is()
    {
        var (old, next, nobody) = (_home.MakeKey("old"), _home.MakeKey("next"), _home.MakeKey("nobody"));
        var both = _home.Sign(Document, at: null, old, next);

        Assert.Equal(old, await VerifyAsync(Document, both, old));
        Assert.Equal(next, await VerifyAsync(Document, both, next));
        Assert.Contains(await VerifyAsync(Document, both, old, next), new[] { old, next });
        Assert.Null(await VerifyAsync(Document, both, nobody));
        Assert.Null(await VerifyAsync(Other, both, old, next));
        Assert.Null(await VerifyAsync(Other, both, next));
    }

    [Fact]
    public async Task A_signature_of_other_bytes_spoils_the_good_one_beside_it()
    {
        var (old, next) = (_home.MakeKey("old"), _home.MakeKey("next"));
        byte[] mixed = [.. Binary(_home.Sign(Document, at: null, old)), .. Binary(_home.Sign(Other, at: null, next))];

        Assert.Null(await VerifyAsync(Document, mixed, old, next));
        Assert.Equal(old, await VerifyAsync(Document, mixed, old)); // Whose the other is, and of what, nobody can tell.
    }

    [Fact]
    public async Task A_key_that_has_expired_counts_for_nothing_and_spoils_nothing()
    {
        const string past = "20250101T000000";
        var (old, next) = (_home.MakeKey("old", past), _home.MakeKey("next"));
        var expired = _home.Sign(Document, past, old);
        byte[] both = [.. Binary(expired), .. Binary(_home.Sign(Document, at: null, next))];

        Assert.Null(await VerifyAsync(Document, expired, old));
        Assert.Null(await VerifyAsync(Document, both, old));
        Assert.Equal(next, await VerifyAsync(Document, both, old, next));
    }

    private async Task<string?> VerifyAsync(byte[] document, byte[] signature, params string[] counting)
    {
        using var pgp = new OpenPgp();
        foreach (var key in counting)
        {
            await pgp.TrustAsync(_home.Export(key), key, Ct);
        }

        return await pgp.VerifyAsync(document, signature, Ct);
    }

    // RFC 9580, section 6.2: lines of base64 between an empty line and the checksum.
    private static byte[] Binary(byte[] armoured)
    {
        var lines = Encoding.ASCII.GetString(armoured).Split('\n').Select(line => line.Trim()).ToList();
        return Convert.FromBase64String(string.Concat(lines.Skip(lines.IndexOf("") + 1).TakeWhile(line => line.Length > 0 && line[0] is not ('=' or '-'))));
    }
}
