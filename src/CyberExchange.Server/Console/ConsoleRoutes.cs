using System.Text.Encodings.Web;
using System.Text.Unicode;
using CyberExchange.Server.Gate;
using CyberExchange.Server.Items;
using CyberExchange.Server.Limits;
using CyberExchange.Server.Problems;
using CyberExchange.Server.Trends;
using CyberExchange.Views.Search;

namespace CyberExchange.Server.Console;

/// <summary>The routes of the pages.</summary>
public static class ConsoleRoutes
{
    public static IServiceCollection AddConsole(this IServiceCollection services) => services
        .AddSingleton(HtmlEncoder.Create(UnicodeRanges.All)) // Otherwise Japanese is written as entities.
        .AddSingleton<ReadPages>()
        .AddSingleton<SearchPages>()
        .AddSingleton<TrendPages>()
        .AddSingleton<DialoguePages>()
        .AddSingleton<ItemsStream>()
        .AddSingleton<IProblemPages, ProblemPages>();

    public static void MapConsole(this IEndpointRouteBuilder routes)
    {
        var pages = routes.MapGroup("").Requires(Capability.OpenPages).ExcludeFromDescription();

        // Stewards have this page too, for who they are; the handler lists nothing for those who may not read items.
        pages.MapGet("/", (HttpRequest request, Admission admission, ReadPages handler, CancellationToken ct) => handler.ItemsAsync(request, admission, ct))
            .ReadsContent();
        pages.MapGet("/items/{id:guid}", (Guid id, HttpRequest request, Admission admission, ReadPages handler, CancellationToken ct) => handler.ItemAsync(id, request, admission, ct))
            .Requires(Capability.ReadItems).ReadsContent();

        pages.MapGet(SearchPages.Path, (HttpRequest request, Admission admission, SearchPages handler, CancellationToken ct) => handler.FindAsync(request, admission, ct))
            .Requires(Capability.ReadItems).ReadsContent().ReadsView(SearchView.ViewName);

        pages.MapGet(TrendPages.Path, (HttpRequest request, Admission admission, TrendPages handler, CancellationToken ct) => handler.ShowAsync(request, admission, ct))
            .Requires(Capability.ReadItems).ReadsContent().ReadsOwnDuties();
        pages.MapGet(DialoguePages.Path, (HttpRequest request, Caller caller, DialoguePages handler, CancellationToken ct) => handler.ShowAsync(request, caller, ct))
            .Requires(Capability.ReadDialogue).ReadsContent();

        // It looks at the freshness itself, each time before it tells of a change.
        pages.MapGet(ItemsStream.Path, (HttpContext http, Caller caller, ItemsStream handler) => handler.Open(http, caller))
            .Requires(Capability.ReadItems).Requires(Capability.ReadFeed).WithMetadata(new GoesOn());
        pages.MapGet("/assets/{digest}/{name}", (HttpRequest request) => PageAsset.Find(request.Path.Value ?? ""));
    }
}
