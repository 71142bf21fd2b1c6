using System.Text;
using CyberExchange.Server.Advisories;
using CyberExchange.Storage.Csaf;

namespace CyberExchange.Server.Delivery.Csaf;

/// <summary>A document as it was published, its hashes and its signature. Whether the caller may have them is asked before.</summary>
public sealed class CsafFiles(KeptDocuments documents, CsafFileTable table, CsafSigning signing)
{
    /// <summary>What is asked of an entry; null for a signature where the exchange has no key.</summary>
    public async ValueTask<CsafFile?> OfAsync(CsafEntry entry, CsafFileKind kind, CancellationToken ct)
    {
        var file = entry.File;
        return kind switch
        {
            CsafFileKind.Document => new(await documents.ReadAsync(file.Sha512, ct), CsafFile.Json, $"\"{file.Sha512}\"", entry.StatedAt),
            CsafFileKind.Sha256 => new(CsafDocuments.HashFile(file.Sha256, file.FileName), CsafFile.Text, $"\"{file.Sha512}-256\"", entry.StatedAt),
            CsafFileKind.Sha512 => new(CsafDocuments.HashFile(file.Sha512, file.FileName), CsafFile.Text, $"\"{file.Sha512}-512\"", entry.StatedAt),
            CsafFileKind.Signature => await table.SignatureAsync(file.ItemId, file.Sha512, signing.Fingerprint, ct) is { } signature
                ? new(Encoding.ASCII.GetBytes(signature), CsafFile.OpenPgp, $"\"{file.Sha512}-{signing.Fingerprint}\"", entry.StatedAt)
                : null,
        };
    }
}
