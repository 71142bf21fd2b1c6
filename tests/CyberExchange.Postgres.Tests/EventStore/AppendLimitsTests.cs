using System.Security.Cryptography;
using CyberExchange.EventStore;
using Xunit;

namespace CyberExchange.Postgres.Tests.EventStore;

public sealed class AppendLimitsTests(LogDatabase database) : IClassFixture<LogDatabase>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static TheoryData<RejectedReason> Reasons =>
        [.. Enum.GetValues<RejectedReason>().Except([RejectedReason.RefusedByDatabase])];

    [Theory]
    [MemberData(nameof(Reasons))]
    public async Task An_append_beyond_a_limit_is_rejected_with_the_reason(RejectedReason reason)
    {
        var head = await database.Log.HeadAsync(Ct);
        foreach (var append in Breaking(reason))
        {
            Assert.Equal(new AppendResult.Rejected(reason), await database.Log.AppendAsync(append, Ct));
        }

        Assert.Equal(head, await database.Log.HeadAsync(Ct));
    }

    [Fact]
    public async Task The_largest_append_is_stored()
    {
        var document = new byte[AppendLimits.DocumentBytesMax];
        var e = Appends.Event() with
        {
            Type = new('t', AppendLimits.TypeCharsMax),
            Body = new byte[AppendLimits.EventBodyBytesMax - AppendLimits.MetadataBytesMax],
            Addressing = ReadOnlyMemory<byte>.Empty,
        };
        var append = Appends.To(new('s', AppendLimits.StreamCharsMax), ExpectedVersion.None, [.. Enumerable.Repeat(e, 16)]) with
        {
            Metadata = new byte[AppendLimits.MetadataBytesMax],
            Documents = [new(SHA512.HashData(document), document)],
        };

        Assert.IsType<AppendResult.Appended>(await database.Log.AppendAsync(append, Ct));
        Assert.Equal(16, (await database.Log.ReadStreamAsync(append.Stream, ct: Ct)).Count);
    }

    private static IEnumerable<Append> Breaking(RejectedReason reason)
    {
        var sound = Appends.To(Appends.NewStream(), ExpectedVersion.None);
        var e = sound.Events[0];
        return reason switch
        {
            RejectedReason.NoEvents => [sound with { Events = [] }],
            RejectedReason.TooManyEvents =>
                [sound with { Events = [.. Enumerable.Repeat(e, AppendLimits.AppendEventsMax + 1)] }],
            RejectedReason.StreamNotAllowed =>
            [
                sound with { Stream = "" }, sound with { Stream = new('s', AppendLimits.StreamCharsMax + 1) },
                sound with { Stream = "nul\0" }, sound with { Stream = "half a pair \ud800" },
            ],
            RejectedReason.KeyNotAllowed =>
            [
                sound with { Key = sound.Key with { Key = "" } }, sound with { Key = sound.Key with { Key = "電" } },
                sound with { Key = sound.Key with { Key = new('k', AppendLimits.KeyCharsMax + 1) } },
            ],
            RejectedReason.RequestDigestTooLarge =>
                [sound with { Key = sound.Key with { RequestDigest = new byte[AppendLimits.RequestDigestBytesMax + 1] } }],
            RejectedReason.TypeNotAllowed =>
            [
                sound with { Events = [e with { Type = "tab\t" }] }, sound with { Events = [e with { TypeVersion = 0 }] },
                sound with { Events = [e with { Type = new('t', AppendLimits.TypeCharsMax + 1) }] },
            ],
            RejectedReason.BodyTooLarge =>
                [sound with { Events = [e, e with { Body = new byte[AppendLimits.EventBodyBytesMax + 1] }] }],
            RejectedReason.AddressingTooLarge =>
                [sound with { Events = [e with { Addressing = new byte[AppendLimits.AddressingBytesMax + 1] }] }],
            RejectedReason.MetadataTooLarge => [sound with { Metadata = new byte[AppendLimits.MetadataBytesMax + 1] }],
            RejectedReason.PersonalCommitmentsNotAllowed =>
            [
                sound with { Events = [e with { PersonalCommitments = [new byte[LeafEntry.CommitmentBytes - 1]] }] },
                sound with
                {
                    Events = [e with
                    {
                        PersonalCommitments = [.. Enumerable.Repeat(
                            (ReadOnlyMemory<byte>)new byte[LeafEntry.CommitmentBytes], AppendLimits.PersonalCommitmentsMax + 1)],
                    }],
                },
            ],
            RejectedReason.AppendTooLarge =>
                [sound with { Events = [.. Enumerable.Repeat(e with { Body = new byte[AppendLimits.EventBodyBytesMax] }, 17)] }],
            RejectedReason.TooManyDocuments =>
                [sound with { Documents = [.. Enumerable.Repeat(DocumentOf(1), AppendLimits.AppendDocumentsMax + 1)] }],
            RejectedReason.DocumentTooLarge => [sound with { Documents = [DocumentOf(AppendLimits.DocumentBytesMax + 1)] }],
            RejectedReason.DocumentDigestDiffers =>
                [sound with { Documents = [DocumentOf(1) with { Bytes = new byte[] { 7 } }] }],
            RejectedReason.RefusedByDatabase => throw new ArgumentOutOfRangeException(nameof(reason), "only the database gives it"),
        };
    }

    private static Document DocumentOf(int bytes)
    {
        var content = new byte[bytes];
        return new(SHA512.HashData(content), content);
    }
}
