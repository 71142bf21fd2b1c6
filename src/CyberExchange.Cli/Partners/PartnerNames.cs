using CyberExchange.Contracts.Partners;

namespace CyberExchange.Cli.Partners;

/// <summary>Finds partners and members by the names that people type.</summary>
public static class PartnerNames
{
    public const string Path = "/v1/partners";

    /// <summary>The path of a partner given by id or handle.</summary>
    /// <exception cref="CyxFailure">The caller's directory has no such handle.</exception>
    public static async Task<string> PartnerPathAsync(CyxSession session, string idOrHandle, CancellationToken ct) =>
        $"{Path}/{await PartnerIdAsync(session, idOrHandle, ct):D}";

    /// <summary>The id of a partner given by id or handle.</summary>
    /// <exception cref="CyxFailure">The caller's directory has no such handle.</exception>
    public static async Task<Guid> PartnerIdAsync(CyxSession session, string idOrHandle, CancellationToken ct)
    {
        if (Guid.TryParse(idOrHandle, out var id))
        {
            return id;
        }

        await foreach (var partner in session.Exchange.ListAsync<PartnerDocument>(Path, long.MaxValue, ct))
        {
            if (partner.Handle == idOrHandle)
            {
                return partner.Id;
            }
        }

        throw new CyxFailure(ExitCode.NotFound, $"your directory has no partner '{idOrHandle}'");
    }

    /// <summary>The path of a member given by id or handle.</summary>
    /// <exception cref="CyxFailure">The partner has no such member.</exception>
    public static async Task<string> MemberPathAsync(CyxSession session, string partnerPath, string idOrHandle, CancellationToken ct)
    {
        if (Guid.TryParse(idOrHandle, out var id))
        {
            return $"{partnerPath}/members/{id:D}";
        }

        var partner = await session.Exchange.GetAsync<PartnerDocument>(partnerPath, ct);
        return partner.Members?.FirstOrDefault(m => m.Handle == idOrHandle) is { } member
            ? $"{partnerPath}/members/{member.Id:D}"
            : throw new CyxFailure(ExitCode.NotFound, $"{partner.Handle} has no member '{idOrHandle}' that you may see");
    }
}
