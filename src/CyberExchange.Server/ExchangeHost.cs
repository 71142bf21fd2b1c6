using System.Security.Cryptography.X509Certificates;
using CyberExchange.Domain.Obligations;
using CyberExchange.EventStore;
using CyberExchange.Server.Advisories;
using CyberExchange.Server.Audit;
using CyberExchange.Server.Commands;
using CyberExchange.Server.Console;
using CyberExchange.Server.Delivery.Csaf;
using CyberExchange.Server.Delivery.Feed;
using CyberExchange.Server.Dialogue;
using CyberExchange.Server.Duties;
using CyberExchange.Server.Explain;
using CyberExchange.Server.Gate;
using CyberExchange.Server.Gate.Proxy;
using CyberExchange.Server.Groups;
using CyberExchange.Server.Health;
using CyberExchange.Server.Incidents;
using CyberExchange.Server.Items;
using CyberExchange.Server.KnownExploited;
using CyberExchange.Server.Links;
using CyberExchange.Server.Limits;
using CyberExchange.Server.Mandates;
using CyberExchange.Server.OpenApi;
using CyberExchange.Server.Partners;
using CyberExchange.Server.Personal;
using CyberExchange.Server.Policies;
using CyberExchange.Server.Problems;
using CyberExchange.Server.Projections;
using CyberExchange.Server.Requests;
using CyberExchange.Server.Rulebooks;
using CyberExchange.Server.Sealing;
using CyberExchange.Server.Search;
using CyberExchange.Server.Sources;
using CyberExchange.Server.Startup;
using CyberExchange.Server.Subscriptions;
using CyberExchange.Server.SupplySignals;
using CyberExchange.Server.Tokens;
using CyberExchange.Server.Trends;
using CyberExchange.Server.Trust;
using CyberExchange.Server.Workers;
using CyberExchange.Storage;
using CyberExchange.Storage.Audit;
using CyberExchange.Storage.Certificates;
using CyberExchange.Storage.Instances;
using CyberExchange.Storage.Revocation;
using CyberExchange.Storage.Subjects;
using CyberExchange.Views;
using CyberExchange.Views.Core;
using CyberExchange.Views.Duties;
using CyberExchange.Views.Explain;
using CyberExchange.Views.Projections;
using Microsoft.AspNetCore.Server.Kestrel.Https;

namespace CyberExchange.Server;

/// <summary>Puts one exchange together. Tests start it in their own process, over real TLS.</summary>
public static class ExchangeHost
{
    /// <summary>Brings the database up to date, enrols the first partner of an empty exchange, and serves.</summary>
    /// <param name="options">What it is started with.</param>
    /// <param name="ct">Gives up.</param>
    /// <param name="clock">What time it is; the system's unless a test says otherwise.</param>
    /// <returns>The running server, which the caller stops and disposes.</returns>
    /// <exception cref="StartupException">A file that the settings name is not what it should be, or belongs to another database.</exception>
    /// <exception cref="TrustAnchorsException">The trust anchors cannot be used.</exception>
    /// <exception cref="SchemaMismatchException">The database is newer than this program.</exception>
    /// <exception cref="SchemaLockedException">Somebody holds a table that has to be changed.</exception>
    public static async Task<WebApplication> StartAsync(ServerOptions options, CancellationToken ct, TimeProvider? clock = null)
    {
        await Migrator.MigrateAsync(options.Database, ct);
        var exchange = Build(options, clock ?? TimeProvider.System);
        try
        {
            await exchange.Services.GetRequiredService<InstanceKeyCheck>().CheckAsync(ct);
            await exchange.Services.GetRequiredService<CsafSigning>().OpenAsync(options.Csaf, ct);
            await exchange.Services.GetRequiredService<FirstPartner>().EnrolAsync(options.BootstrapFile, ct);
            await exchange.StartAsync(ct);
            return exchange;
        }
        catch
        {
            await exchange.DisposeAsync();
            throw;
        }
    }

    private static WebApplication Build(ServerOptions options, TimeProvider clock)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.AddFilter("Microsoft", LogLevel.Warning);
        builder.Services.AddSingleton(clock);
        builder.AddGate(new GateOptions(options.TrustFolder, options.TrustRecovery));
        Listen(builder.WebHost, options);

        builder.Services
            .AddSingleton(options)
            .AddSingleton(InstanceKeyFile.Read(options.SecretsFolder))
            .AddSingleton(new ProxyKeys(options.ProxyKeys))
            .AddLimits(options.Limits)
            .AddProblems()
            .AddTokens(options.Tokens)
            .AddLogAndViews(options)
            .AddRequests()
            .AddIncidents()
            .AddMandates()
            .AddPartners()
            .AddPolicies()
            .AddTrust()
            .AddViews()
            .AddGroups()
            .AddAdvisories()
            .AddSubscriptions()
            .AddDuties()
            .AddRulebooks()
            .AddDialogue()
            .AddSupplySignals()
            .AddEditions()
            .AddLiveTrends()
            .AddKnownExploited()
            .AddLinks()
            .AddSources(options.Sources)
            .AddFeed()
            .AddCsafSites(options)
            .AddSearch()
            .AddExplanations()
            .AddAudit()
            .AddConsole()
            .AddDescription()
            .AddWorkers(options);

        var exchange = builder.Build();
        exchange.UseExceptionHandler();
        exchange.UseStatusCodePages(context => ProblemAnswers.ForStatus(context.HttpContext.Response.StatusCode).ExecuteAsync(context.HttpContext));
        exchange.UseRefusalLimits();
        exchange.UseMiddleware<ForwardedCertificates>();
        exchange.UseGate(between: gate => gate.UseLimits());

        exchange.MapHealth();
        exchange.MapDescription();
        exchange.MapTokens();
        exchange.MapIncidents();
        exchange.MapMandates();
        exchange.MapPartners();
        exchange.MapPolicies();
        exchange.MapTrust();
        exchange.MapViews();
        exchange.MapGroups();
        exchange.MapAdvisories();
        exchange.MapSubscriptions();
        exchange.MapDuties();
        exchange.MapRulebooks();
        exchange.MapDialogue();
        exchange.MapSupplySignals();
        exchange.MapEditions();
        exchange.MapLiveTrends();
        exchange.MapKnownExploited();
        exchange.MapLinks();
        exchange.MapSources();
        exchange.MapFeed();
        exchange.MapCsafSites();
        exchange.MapSearch();
        exchange.MapExplanations();
        exchange.MapAudit();
        exchange.MapConsole();
        return exchange;
    }

    private static void Listen(IWebHostBuilder web, ServerOptions options)
    {
        var certificate = X509Certificate2.CreateFromPemFile(options.ServerCertificateFile, options.ServerKeyFile);
        var chain = new X509Certificate2Collection();
        chain.ImportFromPemFile(options.ServerCertificateFile);
        web.UseKestrelHttpsConfiguration();
        web.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = BoundedBody.RequestBytesMax;
            LimitsSetup.Bound(kestrel.Limits);
            var limits = kestrel.ApplicationServices.GetRequiredService<CallerLimits>();
            kestrel.Listen(options.Listen, options.Port, listen =>
            {
                listen.UseConnectionLimit(limits);
                listen.UseHttps(Present);
            });
            if (options.ProxyPort is { } proxyPort)
            {
                kestrel.Listen(options.Listen, proxyPort, listen =>
                {
                    listen.UseConnectionLimit(limits);
                    listen.Use(next => connection =>
                    {
                        connection.Features.Set(new ProxyListener());
                        return next(connection);
                    });
                    listen.UseHttps(Present);
                });
            }
        });

        void Present(HttpsConnectionAdapterOptions https)
        {
            https.ServerCertificate = certificate;
            https.ServerCertificateChain = chain;
        }
    }

    private static IServiceCollection AddLogAndViews(this IServiceCollection services, ServerOptions options) => services
        .AddSingleton(_ => new ExchangeDatabase(options.Database))
        .AddSingleton(s => new EventLog(s.GetRequiredService<ExchangeDatabase>().Service))
        .AddSingleton(s => new LogHints(
            s.GetRequiredService<EventLog>(),
            s.GetRequiredService<ExchangeDatabase>().Service,
            failed: e => WorkersLog.HintsFailed(s.GetRequiredService<ILogger<LogHints>>(), e)))
        .AddSingleton(s => new LogUpkeep(
            s.GetRequiredService<ExchangeDatabase>().Service,
            failed: e => WorkersLog.UpkeepFailed(s.GetRequiredService<ILogger<LogUpkeep>>(), e)))
        .AddSingleton(s => new LiveDirectory(s.GetRequiredService<ExchangeDatabase>().Service))
        .AddSingleton(s => new LiveTrust(s.GetRequiredService<EventLog>()))
        .AddSingleton(s => new LiveRulebook(s.GetRequiredService<EventLog>(), Rulebook.Shipped))
        .AddSingleton(s => new ItemQueries(s.GetRequiredService<ExchangeDatabase>().Service))
        .AddSingleton(s => new SignalQueries(s.GetRequiredService<ExchangeDatabase>().Service))
        .AddSingleton(s => new RevisionQueries(s.GetRequiredService<ExchangeDatabase>().Service))
        .AddSingleton(s => new FeedQueries(s.GetRequiredService<ExchangeDatabase>().Service))
        .AddSingleton(s => new ExplainQueries(s.GetRequiredService<ExchangeDatabase>().Service))
        .AddSingleton(s => new RenditionQueries(s.GetRequiredService<ExchangeDatabase>().Service))
        .AddSingleton(s => new HolderQueries(s.GetRequiredService<ExchangeDatabase>().Service))
        .AddSingleton(s => new MandateQueries(s.GetRequiredService<ExchangeDatabase>().Service))
        .AddSingleton(s => new PolicyQueries(s.GetRequiredService<ExchangeDatabase>().Service))
        .AddSingleton(s => new EmbargoQueries(s.GetRequiredService<ExchangeDatabase>().Service))
        .AddSingleton(s => new ViewStates(s.GetRequiredService<ExchangeDatabase>().Service))
        .AddSingleton(s => new SubjectKeyTable(s.GetRequiredService<ExchangeDatabase>().Service))
        .AddSingleton(s => new RevocationListTable(s.GetRequiredService<ExchangeDatabase>().Service))
        .AddSingleton(s => new InstanceKeyTable(s.GetRequiredService<ExchangeDatabase>().Service))
        .AddSingleton(s => new CertificateTable(s.GetRequiredService<ExchangeDatabase>().Service))
        .AddSingleton(s => new AuditReadTable(s.GetRequiredService<ExchangeDatabase>().Service))
        .AddSingleton(s => new AuditDecisionTable(s.GetRequiredService<ExchangeDatabase>().Service))
        .AddSingleton(s => new ViewRunners(
            s.GetRequiredService<EventLog>(),
            s.GetRequiredService<ExchangeDatabase>().Projector,
            ViewCatalog.All(s.GetRequiredService<LiveDirectory>(), s.GetRequiredService<LiveTrust>(), s.GetRequiredService<LiveRulebook>()),
            s.GetRequiredService<TimeProvider>()))
        .AddSingleton(s => s.GetRequiredService<ViewRunners>().Of(SharingCore.ViewName)); // Whoever asks for a runner means the core's.

    private static IServiceCollection AddProblems(this IServiceCollection services) => services
        .AddExceptionHandler<UnexpectedExceptions>()
        .Configure<Microsoft.AspNetCore.Builder.ExceptionHandlerOptions>(handler => handler.ExceptionHandler = UnexpectedExceptions.LastResortAsync);

    private static IServiceCollection AddRequests(this IServiceCollection services) => services
        .AddSingleton<RequestDigest>()
        .AddSingleton<WriteRequests>()
        .AddSingleton<TokenSealer>()
        .AddSingleton<AuditReferences>()
        .AddSingleton<PersonalVault>()
        .AddSingleton<CommandRunner>()
        .AddSingleton<CommandAnswers>()
        .AddSingleton<OwnItem>()
        .AddSingleton<ItemReads>()
        .AddSingleton<ForwardCommands>()
        .AddSingleton<InstanceKeyCheck>()
        .AddSingleton<FirstPartner>();

    private static IServiceCollection AddWorkers(this IServiceCollection services, ServerOptions options)
    {
        services.AddHostedService<ViewsWorker>().AddHostedService<HintsWorker>().AddHostedService<UpkeepWorker>().AddHostedService<EmbargoWorker>()
            .AddHostedService<RevocationWorker>().AddHostedService<CertificatesWorker>().AddHostedService<AuditWorker>()
            .AddHostedService<RemindersWorker>().AddHostedService<SupplyWarningsWorker>().AddHostedService<CsafFilesWorker>().AddHostedService<SourcesWorker>();
        services = options.SendsMetrics ? services.AddHostedService<MetricsWorker>() : services;
        return options.ExitsWithStdin ? services.AddHostedService<StdinWorker>() : services;
    }
}
