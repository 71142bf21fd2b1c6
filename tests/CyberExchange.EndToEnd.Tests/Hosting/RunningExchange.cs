using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using CyberExchange.DevHost;
using CyberExchange.DevHost.Certificates;
using CyberExchange.Domain;
using CyberExchange.Domain.Partners;
using CyberExchange.Domain.Sharing;
using CyberExchange.EventStore;
using CyberExchange.Server;
using CyberExchange.Server.Advisories;
using CyberExchange.Server.Commands;
using CyberExchange.Server.Limits;
using CyberExchange.Server.Sealing;
using CyberExchange.Testing.Databases;
using CyberExchange.Views.Core;
using CyberExchange.Views.Projections;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Xunit;

namespace CyberExchange.EndToEnd.Tests.Hosting;

/// <summary>A whole exchange in this process: real TLS, real PostgreSQL, and the demo's partners enrolled. One a test class.</summary>
/// <remarks>Partners have the ids that <see cref="PartnerOf"/> tells; members are called as in <see cref="DemoPartner"/>.</remarks>
public sealed class RunningExchange : IAsyncLifetime
{
    private static readonly TimeSpan ViewWaitMax = TimeSpan.FromSeconds(120);

    /// <summary>How long a body is held back for the server to ask for it. By default the client sends it after a second, asked or not.</summary>
    private static readonly TimeSpan AskedMax = TimeSpan.FromSeconds(30);

    // Certificates take a while to make and are the same for every class.
    private static readonly Lazy<DevelopmentCertificates> Certificates = new(MakeCertificates);

    private readonly MigratedDatabase _database = new();
    private readonly List<HttpClient> _clients = [];
    private readonly string _folder = Directory.CreateTempSubdirectory("cyberexchange-exchange-").FullName;
    private WebApplication? _exchange;

    /// <summary>The server's own services, for what no partner can do or see.</summary>
    public IServiceProvider Services => Running.Services;

    public Uri Address => new($"https://localhost:{new Uri(Running.Urls.First()).Port}");

    /// <summary>The instance folder with the certificates, as cyx takes it for its home.</summary>
    public string Home => Path.GetDirectoryName(Certificates.Value.TrustFolder)!; // A folder below a folder that was made has a parent.

    public string ConnectionString => _database.ConnectionString;

    /// <summary>Runs a statement on the database, past every rule.</summary>
    public async Task ExecuteAsync(string constantSql)
    {
        await using var connection = new NpgsqlConnection(ConnectionString);
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using var command = new NpgsqlCommand(constantSql, connection);
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>What the server was given to enrol the steward from.</summary>
    public string BootstrapFile => Path.Combine(_folder, "bootstrap.json");

    /// <summary>So high that no test meets them, unless it sets its own.</summary>
    internal LimitNumbers Limits { get; init; } = new() { Requests = 100_000, Writes = 100_000, Handshakes = 100_000, Connections = 10_000, Refusals = 100_000, InFlight = 1_000, Waiting = 10_000 };

    /// <summary>Proxies that may forward certificates; none unless a test names some, and then there is a listener for them.</summary>
    internal IReadOnlyList<string> ProxyKeys { get; init; } = [];

    /// <summary>What else differs from the settings of other tests.</summary>
    internal Func<ServerOptions, ServerOptions> Settings { get; init; } = options => options;

    /// <summary>What ids and tokens are made from. Two exchanges with one key give the same ids to the same requests.</summary>
    internal byte[] Key { get; init; } = RandomNumberGenerator.GetBytes(InstanceKey.KeyBytes);

    /// <summary>What time it is there.</summary>
    internal TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>What stands between every client and its connection; nothing unless a test puts something there.</summary>
    internal Func<HttpMessageHandler, HttpMessageHandler> Around { get; init; } = connection => connection;

    /// <summary>Where such proxies connect.</summary>
    internal Uri ProxyAddress => new($"https://localhost:{new Uri(Running.Urls.Last()).Port}");

    private WebApplication Running => _exchange ?? throw new InvalidOperationException("The exchange runs only while its test class does.");

    /// <summary>The id of a demo partner, such as <c>grid-jp</c>.</summary>
    public PartnerProfile PartnerOf(string handle) =>
        Services.GetRequiredService<LiveDirectory>().Current.FindHandle(handle) ?? throw new ArgumentException($"There is no partner {handle}.", nameof(handle));

    /// <summary>The id of a demo member, such as <c>grid-jp-service</c>.</summary>
    public MemberId MemberOf(string handle) =>
        Services.GetRequiredService<LiveDirectory>().Current.Partners.Members.Single(m => m.Handle == handle).Id;

    /// <summary>The certificate of a demo member, with its key.</summary>
    public static X509Certificate2 CertificateOf(string member) => Certificates.Value.Load(member);

    /// <summary>A client with the certificate of a demo member.</summary>
    /// <param name="member">Its handle; null for the public, without a certificate.</param>
    public HttpClient As(string? member) => With(member is null ? null : Certificates.Value.Load(member));

    /// <summary>A certificate under the European anchor, of a new key that is enrolled nowhere.</summary>
    public static X509Certificate2 IssueEuropean(string name) => Issue(name, Jurisdiction.EU);

    /// <summary>A certificate under a jurisdiction's anchor, of a new key that is enrolled nowhere.</summary>
    public static X509Certificate2 Issue(string name, Jurisdiction jurisdiction)
    {
        var (anchor, country) = jurisdiction is Jurisdiction.EU ? ("eu", "DE") : ("jp", "JP");
        using var authority = Authority(anchor);
        var now = DateTimeOffset.UtcNow;
        var subject = CertificateProfile.Name(name, "A new organisation (demo)", country, $"NTR{country}-DEMO0000099");
        return authority.Issue(CertificateProfile.Client(subject, now.AddMinutes(-5), now.AddDays(30)) with { DnsNames = [$"{name}.cyberexchange.test"] });
    }

    /// <summary>A jurisdiction's authority with its key, from the files of the development certificates.</summary>
    /// <param name="anchor"><c>eu</c> or <c>jp</c>.</param>
    public static CertificateAuthority Authority(string anchor)
    {
        var trust = Certificates.Value.TrustFolder;
        var authorities = Path.Combine(Path.GetDirectoryName(trust)!, "authorities"); // A folder below another.
        return CertificateAuthority.FromPem(File.ReadAllText(Path.Combine(trust, $"{anchor}.pem")), File.ReadAllText(Path.Combine(authorities, $"{anchor}.key")));
    }

    /// <summary>A client with any certificate.</summary>
    /// <param name="certificate">Its certificate; null for the public.</param>
    /// <param name="patient">Whether it asks again while the exchange cannot show what is so, as clients do.</param>
    public HttpClient With(X509Certificate2? certificate, bool patient = false)
    {
        var handler = new SocketsHttpHandler { UseProxy = false, Expect100ContinueTimeout = AskedMax };
        handler.SslOptions.CertificateChainPolicy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            CustomTrustStore = { X509CertificateLoader.LoadCertificateFromFile(Certificates.Value.ServerAnchorFile) },
            RevocationMode = X509RevocationMode.NoCheck,
            DisableCertificateDownloads = true,
        };
        if (certificate is not null)
        {
            handler.SslOptions.ClientCertificateContext = SslStreamCertificateContextOf(certificate);
        }

        var client = new HttpClient(Around(patient ? new PatientHandler { InnerHandler = handler } : handler))
        {
            BaseAddress = Address,
            DefaultRequestVersion = HttpVersion.Version20,
            DefaultVersionPolicy = HttpVersionPolicy.RequestVersionOrLower,
        };
        _clients.Add(client);
        return client;
    }

    /// <summary>An exchange in which nobody is enrolled but its first steward.</summary>
    public static Task<RunningExchange> StartEmptyAsync() => StartEmptyAsync(new());

    /// <summary>The same of an exchange that is not as others are.</summary>
    internal static async Task<RunningExchange> StartEmptyAsync(RunningExchange exchange)
    {
        await exchange.StartAsync();
        await exchange.CaughtUpAsync();
        return exchange;
    }

    public async ValueTask InitializeAsync()
    {
        await StartAsync();
        foreach (var partner in DemoPartner.Others)
        {
            await EnrolAsync(partner);
        }

        await CaughtUpAsync();
        await ServeAsync("cert-eu", "grid-eu");
        await ServeAsync("cert-jp", "grid-jp");
        await CaughtUpAsync();
    }

    /// <summary>Stops the server and starts another on the same database. Clients that were made before reach it no more.</summary>
    internal async Task RestartAsync()
    {
        await Running.StopAsync();
        await Running.DisposeAsync();
        await OpenAsync();
    }

    private async Task StartAsync()
    {
        await _database.InitializeAsync();
        await OpenAsync();
    }

    private async Task OpenAsync()
    {
        await File.WriteAllBytesAsync(Path.Combine(_folder, InstanceKey.FileName), Key);
        Bootstrap.Write(BootstrapFile, Certificates.Value);
        _exchange = await ExchangeHost.StartAsync(
            Settings(new()
            {
                Database = _database.ConnectionString,
                Listen = IPAddress.Loopback,
                Port = 0,
                ServerCertificateFile = Certificates.Value.CertificateFile(DevelopmentCertificates.ServerName),
                ServerKeyFile = Certificates.Value.KeyFile(DevelopmentCertificates.ServerName),
                TrustFolder = Certificates.Value.TrustFolder,
                SecretsFolder = _folder,
                BootstrapFile = BootstrapFile,
                Limits = Limits,
                ProxyPort = ProxyKeys.Count > 0 ? 0 : null,
                ProxyKeys = ProxyKeys,
            }),
            CancellationToken.None,
            Clock);
    }

    /// <summary>Waits until the views hold every event of the log, and every document that was published is a file of its site.</summary>
    public async Task CaughtUpAsync()
    {
        var head = await Services.GetRequiredService<EventLog>().HeadAsync();
        foreach (var view in Services.GetRequiredService<ViewRunners>().All)
        {
            Assert.True(await view.WaitForAsync(head, ViewWaitMax, CancellationToken.None), $"{view.View} stays behind.");
        }

        var files = Services.GetRequiredService<PrepareCsafFiles>();
        var begun = TimeProvider.System.GetTimestamp();
        while (files.Position < head)
        {
            Assert.True(TimeProvider.System.GetElapsedTime(begun) < ViewWaitMax, "The files of CSAF sites stay behind.");
            await Task.Delay(5);
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var client in _clients)
        {
            client.Dispose();
        }

        if (_exchange is not null)
        {
            await _exchange.StopAsync();
            await _exchange.DisposeAsync();
        }

        await _database.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private static DevelopmentCertificates MakeCertificates()
    {
        var folder = Directory.CreateTempSubdirectory("cyberexchange-certificates-").FullName;
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(folder, recursive: true);
        return DevelopmentCertificates.Ensure(folder, DateTimeOffset.UtcNow);
    }

    private static System.Net.Security.SslStreamCertificateContext SslStreamCertificateContextOf(X509Certificate2 certificate) =>
        System.Net.Security.SslStreamCertificateContext.Create(certificate, additionalCertificates: null, offline: true);

    private async Task EnrolAsync(DemoPartner demo)
    {
        var id = new PartnerId(Guid.CreateVersion7());
        await RunAsync(PartnerStreams.Of(id), _ => new EnrolPartner(id, Facts(demo)).Decide(null));
        foreach (var demoMember in demo.Members)
        {
            var member = new MemberProfile(
                new MemberId(Guid.CreateVersion7()), id, demoMember.IsPerson ? MemberKind.Person : MemberKind.Service, demoMember.Name);
            var key = new SpkiDigest(Certificates.Value.Fingerprint(demoMember.Name));
            await RunAsync(PartnerStreams.Of(id), state => new AddMember(member.Id, member.Kind, member.Handle, Name: null).Decide(state));
            await RunAsync(PartnerStreams.Of(key), state => new BindKey(key, id, member.Id).Decide(state, member));
        }
    }

    private Task ServeAsync(string cert, string client) => RunAsync(PartnerStreams.Of(PartnerOf(cert).Id), state =>
        new ChangePartner(state!.Facts with { Constituency = [PartnerOf(client).Id] }).Decide(state)); // It was enrolled above.

    private static PartnerFacts Facts(DemoPartner demo) => new()
    {
        Handle = demo.Name,
        Name = demo.DisplayName,
        OrganizationIdentifier = demo.OrganizationIdentifier,
        Jurisdiction = Roles.ParseJurisdiction(demo.Jurisdiction)!.Value,
        Roles = [Roles.Parse(demo.Role)!.Value],
        Sectors = demo.Role == "operator" ? [demo.Jurisdiction == "EU" ? "eu.energy" : "jp.electricity"] : [],
        Constituency = [],
        PublisherNamespaces = demo.Role == "maker" ? [$"https://{demo.Name}.example"] : [],
        StandingAgreements = [],
        Listed = true,
        ClearNeedsTwoMembers = false,
    };

    private async Task RunAsync<TState, TEvent>(CommandStream<TState, TEvent> stream, Func<TState?, Decision<TEvent>> decide)
        where TState : class
        where TEvent : class
    {
        var key = Guid.NewGuid().ToString("N");
        var result = await Services.GetRequiredService<CommandRunner>().RunAsync(
            new Command<TState, TEvent>
            {
                Stream = stream,
                By = Actor.System("test"),
                Key = new IdempotencyKey(Guid.Empty, key, SHA256.HashData(Encoding.UTF8.GetBytes(key))),
                Decide = (state, _) => Task.FromResult(decide(state)),
            },
            CancellationToken.None);
        Assert.IsType<CommandResult.Done>(result);
    }
}
