using System.Text;
using CyberExchange.Domain.Sharing;
using CyberExchange.Server.Problems;
using CyberExchange.Storage.Csaf;
using CyberExchange.Views.Core;

namespace CyberExchange.Server.Delivery.Csaf;

/// <summary>The part of the sites that everybody may read, the same for each.</summary>
public sealed class ReadCsafSite(
    CsafSites sites, CsafFiles files, CsafFileTable table, ItemQueries items, LiveDirectory directory, CsafPlaces places, CsafSigning signing, CsafDocuments documents,
    CsafSiteOptions options, TimeProvider clock)
{
    /// <summary>How far ahead security.txt ends: it says so anew each day (RFC 9116, 2.5.5 recommends less than a year).</summary>
    private static readonly TimeSpan SecurityTextStands = TimeSpan.FromDays(90);

    /// <summary>The domain's provider metadata: that of the exchange's own organisation.</summary>
    public Task<IResult> MetadataAsync(CancellationToken ct) =>
        places.Provider is { } provider ? MadeAsync(provider, CsafPlaces.Metadata, ct) : Task.FromResult<IResult>(ProblemAnswers.NotFound);

    /// <summary>security.txt, if the exchange has a contact to name.</summary>
    public async Task<IResult> SecurityTextAsync(CancellationToken ct)
    {
        if (options.SecurityContact is not { } contact)
        {
            return ProblemAnswers.NotFound;
        }

        // The domain's own site first: RFC 9116 leaves the order of CSAF fields open, and readers that take one take the first.
        var handles = (await sites.AllAsync(ct)).Select(s => s.Handle).OrderBy(handle => handle != places.Provider).ThenBy(handle => handle, StringComparer.Ordinal);
        var expires = new DateTimeOffset(clock.GetUtcNow().UtcDateTime.Date, TimeSpan.Zero) + SecurityTextStands;
        return Public(CsafFile.Made(documents.SecurityText(contact, expires, handles), CsafFile.Text));
    }

    /// <summary>The listing of all sites.</summary>
    public async Task<IResult> SitesAsync(CancellationToken ct) =>
        Public(CsafFile.Made(CsafDocuments.Listing(CsafPlaces.Root, (await sites.AllAsync(ct)).Select(s => $"{s.Handle}/")), CsafFile.Html));

    /// <summary>A file that a site is made of.</summary>
    /// <param name="handle">Whose site.</param>
    /// <param name="path">Below the site.</param>
    /// <param name="ct">Gives up.</param>
    public async Task<IResult> MadeAsync(string handle, string path, CancellationToken ct) =>
        (await sites.FindAsync(handle, ct))?.FindMade(path) is { } file ? Public(file) : ProblemAnswers.NotFound;

    /// <summary>The public key, requirement 20.</summary>
    public async Task<IResult> KeyAsync(string handle, string name, CancellationToken ct) =>
        signing.Signer is { } signer && string.Equals(name, $"{signer.Fingerprint}.asc", StringComparison.OrdinalIgnoreCase) && await sites.FindAsync(handle, ct) is not null
            ? Public(CsafFile.Made(Encoding.ASCII.GetBytes(signer.PublicKey), CsafFile.OpenPgpKey))
            : ProblemAnswers.NotFound;

    /// <summary>A document, a hash of it or its signature.</summary>
    public async Task<IResult> FileAsync(string handle, string year, string name, CancellationToken ct)
    {
        if (CsafFileKinds.Read(year, name) is not var (number, fileName, kind))
        {
            return ProblemAnswers.NotFound;
        }

        if ((await sites.FindAsync(handle, ct))?.Find(number, fileName) is { } entry)
        {
            return await files.OfAsync(entry, kind, ct) is { } file ? Public(file) : ProblemAnswers.NotFound;
        }

        return await GoneAsync(handle, number, fileName, ct);
    }

    // What was public once is gone for everybody; what never was is absent. As much is asked of a name that nobody has as of one that
    // belongs to something hidden: the time that it takes would tell them apart.
    private async Task<IResult> GoneAsync(string handle, int year, string fileName, CancellationToken ct)
    {
        var holder = directory.Current.FindHandle(handle)?.Id.Value ?? Guid.Empty;
        var rows = await table.AtAsync(holder, year, fileName, signing.Fingerprint, ct);
        foreach (var id in rows.Select(r => r.ItemId).Distinct().DefaultIfEmpty(Guid.Empty))
        {
            switch (await items.FindAsync(Viewer.Public, new(id), ct))
            {
                case ItemLookup.Gone gone:
                    return ProblemAnswers.Gone(gone.RemovedAt);
                case ItemLookup.Found { Row.IsWithdrawnByOrder: true }:
                    return ProblemAnswers.Withdrawn;
            }
        }

        return ProblemAnswers.NotFound;
    }

    private static CsafFileAnswer Public(CsafFile file) => new(file, isPublic: true);
}
