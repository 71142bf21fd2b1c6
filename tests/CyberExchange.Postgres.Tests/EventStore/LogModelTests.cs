using CyberExchange.EventStore;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace CyberExchange.Postgres.Tests.EventStore;

/// <summary>Random appends against a reference that lives in memory and fits on a screen.</summary>
public sealed class LogModelTests(LogDatabase database) : IClassFixture<LogDatabase>
{
    private const int Streams = 3;
    private const int Keys = 6;

    private static readonly Gen<Step> Steps =
        from stream in Gen.Choose(0, Streams - 1)
        from expected in Gen.Choose(-1, 4)
        from key in Gen.Choose(0, Keys - 1)
        from request in Gen.Choose(0, 1)
        from events in Gen.Choose(1, 3)
        select new Step(stream, expected, key, request, events);

    [Fact]
    public void The_log_does_what_the_reference_does()
    {
        var sequences = Arb.From(
            Steps.ListOf().Select(steps => steps.ToList()),
            steps => Enumerable.Range(0, steps.Count).Select(i => steps.Where((_, at) => at != i).ToList()));

#pragma warning disable VSTHRD002 // FsCheck runs synchronous properties; the work waits on no context of this thread.
        Check.QuickThrowOnFailure(Prop.ForAll(sequences, steps => Task.Run(() => RunAsync(steps)).GetAwaiter().GetResult()));
#pragma warning restore VSTHRD002
    }

    private async Task<bool> RunAsync(List<Step> steps)
    {
        var ct = TestContext.Current.CancellationToken;
        var scope = Guid.NewGuid();
        var reference = new Reference(await database.Log.HeadAsync(ct));
        foreach (var step in steps)
        {
            var append = step.ToAppend(scope);
            Assert.Equal(reference.Append(append), await database.Log.AppendAsync(append, ct));
            Assert.Equal(reference.Head, await database.Log.HeadAsync(ct));
        }

        foreach (var (stream, ids) in reference.Streams)
        {
            var stored = await database.Log.ReadStreamAsync(stream, ct: ct);
            Assert.Equal(ids, stored.Select(e => e.Id));
            Assert.Equal(Enumerable.Range(1, ids.Count), stored.Select(e => e.Version));
            Assert.Equal(ids.Skip(1), (await database.Log.ReadStreamAsync(stream, fromVersion: 2, ct)).Select(e => e.Id));
        }

        return true;
    }

    /// <summary>Small numbers, so that streams meet, versions are missed and keys are used again.</summary>
    private sealed record Step(int Stream, int Expected, int Key, int Request, int Events)
    {
        public Append ToAppend(Guid scope) => new()
        {
            Stream = $"{scope:N}-{Stream}",
            Expected = Expected < 0 ? ExpectedVersion.Any : ExpectedVersion.Exactly(Expected),
            Key = new(scope, $"{Key}", new[] { (byte)Request }),
            Events = [.. Enumerable.Range(0, Events).Select(_ => Appends.Event())],
            RecordedAt = Appends.RecordedAt,
            Metadata = "{}"u8.ToArray(),
        };
    }

    private sealed class Reference(long head)
    {
        private readonly Dictionary<string, (byte Request, AppendResult.Appended Result)> keys = new(StringComparer.Ordinal);

        public Dictionary<string, List<Guid>> Streams { get; } = new(StringComparer.Ordinal);

        public long Head { get; private set; } = head;

        public AppendResult Append(Append append)
        {
            var request = append.Key.RequestDigest.Span[0];
            if (keys.TryGetValue(append.Key.Key, out var known))
            {
                return known.Request == request ? known.Result with { Repeated = true } : new AppendResult.KeyReused();
            }

            var ids = Streams.GetValueOrDefault(append.Stream) ?? [];
            if (append.Expected != ExpectedVersion.Any && append.Expected != ExpectedVersion.Exactly(ids.Count))
            {
                return new AppendResult.Conflict(ids.Count);
            }

            Streams[append.Stream] = ids;
            ids.AddRange(append.Events.Select(e => e.Id));
            var first = Head + 1;
            Head += append.Events.Count;
            var result = new AppendResult.Appended(first, Head, ids.Count, append.Stream, Repeated: false);
            keys[append.Key.Key] = (request, result);
            return result;
        }
    }
}
