using CyberExchange.Server.Advisories;
using CyberExchange.Server.Gate;
using CyberExchange.Server.Items;
using CyberExchange.Storage;
using CyberExchange.Storage.Csaf;

namespace CyberExchange.Server.Delivery.Csaf;

/// <summary>The addresses of the partners' CSAF provider sites. CSAF describes them, and so the description of the API does not.</summary>
public static class CsafRoutes
{
    public static IServiceCollection AddCsafSites(this IServiceCollection services, ServerOptions options) => services
        .AddSingleton(options.Csaf)
        .AddSingleton(new CsafPlaces(options.Tokens.Origin, options.Csaf.Provider))
        .AddSingleton(s => new CsafFileTable(s.GetRequiredService<ExchangeDatabase>().Service))
        .AddSingleton<CsafSigning>()
        .AddSingleton<CsafProgress>()
        .AddSingleton<CsafDocuments>()
        .AddSingleton<CsafSites>()
        .AddSingleton<CsafFiles>()
        .AddSingleton<KeptDocuments>()
        .AddSingleton<PrepareCsafFiles>()
        .AddSingleton<ReadCsafSite>()
        .AddSingleton<ReadReleasedCsaf>();

    public static void MapCsafSites(this IEndpointRouteBuilder routes)
    {
        MapPublic(routes.MapGroup("").Requires(Capability.ReadCsafSites).ExcludeFromDescription(), routes.ServiceProvider.GetRequiredService<CsafPlaces>());
        MapReleased(routes.MapGroup($"{CsafPlaces.Root}{{handle}}/{{label}}").Requires(Capability.ReadItems).Requires(Capability.ReadFeed).ExcludeFromDescription());
    }

    // Readers of sites ask with HEAD whether something is there or has changed. It is answered as GET, and the server leaves the body out.
    private static RouteHandlerBuilder MapRead(this IEndpointRouteBuilder routes, string pattern, Delegate handler) =>
        routes.MapMethods(pattern, [HttpMethods.Get, HttpMethods.Head], handler);

    private static void MapPublic(RouteGroupBuilder routes, CsafPlaces places)
    {
        const string site = $"{CsafPlaces.Root}{{handle}}/";
        routes.MapRead(CsafPlaces.SecurityText, (ReadCsafSite handler, CancellationToken ct) => handler.SecurityTextAsync(ct)).ReadsContent();
        routes.MapRead(CsafPlaces.WellKnownMetadata, (ReadCsafSite handler, CancellationToken ct) => handler.MetadataAsync(ct)).ReadsContent();
        routes.MapRead("/", (ReadCsafSite handler, CancellationToken ct) => handler.MetadataAsync(ct)).RequireHost(places.DnsHost).ReadsContent();
        routes.MapRead(CsafPlaces.Root, (ReadCsafSite handler, CancellationToken ct) => handler.SitesAsync(ct)).ReadsContent();
        routes.MapRead(site, (string handle, ReadCsafSite handler, CancellationToken ct) => handler.MadeAsync(handle, "", ct)).ReadsContent();
        routes.MapRead($"{site}{CsafPlaces.Metadata}", (string handle, ReadCsafSite handler, CancellationToken ct) => handler.MadeAsync(handle, CsafPlaces.Metadata, ct)).ReadsContent();
        routes.MapRead($"{site}{CsafPlaces.Service}", (string handle, ReadCsafSite handler, CancellationToken ct) => handler.MadeAsync(handle, CsafPlaces.Service, ct)).ReadsContent();
        routes.MapRead($"{site}openpgp/{{key}}", (string handle, string key, ReadCsafSite handler, CancellationToken ct) => handler.KeyAsync(handle, key, ct)).ReadsContent();
        routes.MapRead($"{site}{CsafPlaces.White}/", (string handle, ReadCsafSite handler, CancellationToken ct) => handler.MadeAsync(handle, $"{CsafPlaces.White}/", ct)).ReadsContent();

        // A year's listing, which has no other ending than its slash, or a file of the whole label.
        routes.MapRead($"{site}{CsafPlaces.White}/{{name}}", (string handle, string name, ReadCsafSite handler, CancellationToken ct) =>
            handler.MadeAsync(handle, $"{CsafPlaces.White}/{(name.Contains('.', StringComparison.Ordinal) ? name : $"{name}/")}", ct)).ReadsContent();
        routes.MapRead($"{site}{CsafPlaces.White}/{{year}}/{{name}}", (string handle, string year, string name, ReadCsafSite handler, CancellationToken ct) =>
            handler.FileAsync(handle, year, name, ct)).ReadsContent();
    }

    private static void MapReleased(RouteGroupBuilder routes)
    {
        routes.MapRead("/{name}", (string handle, string label, string name, HttpContext http, Caller caller, ReadReleasedCsaf handler, CancellationToken ct) =>
            handler.FeedAsync(http, caller, handle, label, name, ct)).ReadsContent();
        routes.MapRead("/{year}/{name}", (string handle, string label, string year, string name, HttpContext http, Caller caller, ReadReleasedCsaf handler, CancellationToken ct) =>
            handler.FileAsync(http, caller, handle, label, year, name, ct)).ReadsContent();
    }
}
