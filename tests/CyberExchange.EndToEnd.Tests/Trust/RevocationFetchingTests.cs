using CyberExchange.DevHost.Certificates;
using CyberExchange.Domain.Sharing;
using CyberExchange.EndToEnd.Tests.Hosting;
using CyberExchange.Server.Gate;
using CyberExchange.Server.Gate.Revocation;
using CyberExchange.Server.Workers;
using CyberExchange.Storage.Revocation;
using CyberExchange.Testing.Certificates;
using CyberExchange.Views.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace CyberExchange.EndToEnd.Tests.Trust;

/// <summary>One revocation list that cannot be had or kept holds up no other.</summary>
public sealed class RevocationFetchingTests(RunningExchange exchange) : IClassFixture<RunningExchange>
{
    private static readonly TimeSpan TakenMax = TimeSpan.FromSeconds(20);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_list_whose_authority_is_slow_or_that_cannot_be_kept_holds_up_no_other()
    {
        using var authorities = new TestAuthorities(DateTimeOffset.UtcNow);
        await using var slow = await PublishedFile.StartAsync();
        await using var quick = await PublishedFile.StartAsync();
        var answers = new TaskCompletionSource();
        slow.Held = answers.Task;
        quick.Bytes = ListOf(authorities.Japan);
        slow.Bytes = ListOf(authorities.Europe);
        var trust = new TrustSource(new TrustAnchors([authorities.Europe.Certificate], [authorities.Japan.Certificate])
            .With(Jurisdiction.EU, [Anchor(authorities.Europe, slow)])
            .With(Jurisdiction.JP, [Anchor(authorities.Japan, quick)]));
        var lists = new RevocationLists();
        using var fetching = Fetching(lists);
        using var worker = new RevocationWorker(
            trust, exchange.Services.GetRequiredService<LiveTrust>(), lists, fetching, TimeProvider.System, NullLogger<RevocationWorker>.Instance);
        await exchange.ExecuteAsync("revoke insert on cx.revocation_list from cx_service");
        try
        {
            await worker.StartAsync(Ct);
            await TakenAsync(lists, authorities.Japan);
            Assert.Null(lists.Of(TrustAnchor.KeyOf(authorities.Europe.Certificate)));
            answers.SetResult();
            await TakenAsync(lists, authorities.Europe);
        }
        finally
        {
            answers.TrySetResult();
            await worker.StopAsync(CancellationToken.None);
            await exchange.ExecuteAsync("grant insert on cx.revocation_list to cx_service");
        }
    }

    [Fact]
    public async Task A_list_that_could_not_be_kept_is_kept_when_it_is_had_again()
    {
        using var authorities = new TestAuthorities(DateTimeOffset.UtcNow);
        await using var published = await PublishedFile.StartAsync();
        published.Bytes = ListOf(authorities.Europe);
        var point = Anchor(authorities.Europe, published).Revocation.Single();
        var lists = new RevocationLists();
        using var fetching = Fetching(lists);
        await exchange.ExecuteAsync("revoke insert on cx.revocation_list from cx_service");
        try
        {
            await Assert.ThrowsAsync<Npgsql.PostgresException>(() => fetching.FetchAsync(point, Ct));
        }
        finally
        {
            await exchange.ExecuteAsync("grant insert on cx.revocation_list to cx_service");
        }

        Assert.NotNull(lists.Of(point.IssuerKey)); // The gate needs no database to know it.
        Assert.Null(await fetching.FetchAsync(point, Ct));

        var another = new RevocationLists();
        using var afterwards = Fetching(another);
        await afterwards.LookAroundAsync([point], Ct);
        Assert.NotNull(another.Of(point.IssuerKey));
    }

    private RevocationFetching Fetching(RevocationLists lists) => new(
        lists, exchange.Services.GetRequiredService<RevocationListTable>(), new(exchange.Home), TimeProvider.System, NullLogger<RevocationFetching>.Instance);

    private static byte[] ListOf(CertificateAuthority authority) => authority.RevocationList(1, DateTimeOffset.UtcNow.AddMinutes(-1), DateTimeOffset.UtcNow.AddDays(7));

    private static TrustAnchor Anchor(CertificateAuthority authority, PublishedFile list)
    {
        var certificate = authority.Certificate;
        return new(certificate, scopes: null, new DateTimeOffset(certificate.NotBefore), new DateTimeOffset(certificate.NotAfter), [new RevocationPoint(certificate, list.Address)]);
    }

    private static async Task TakenAsync(RevocationLists lists, CertificateAuthority authority)
    {
        var begun = TimeProvider.System.GetTimestamp();
        while (lists.Of(TrustAnchor.KeyOf(authority.Certificate)) is null)
        {
            Assert.True(TimeProvider.System.GetElapsedTime(begun) < TakenMax, $"The list of {authority.Certificate.Subject} was not taken.");
            await Task.Delay(5, Ct);
        }
    }
}
