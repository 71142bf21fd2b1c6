using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using CyberExchange.Contracts;
using CyberExchange.Contracts.Advisories;
using CyberExchange.Contracts.Groups;
using CyberExchange.Contracts.Partners;
using CyberExchange.DevHost.Certificates;

namespace CyberExchange.DevHost.Demo;

/// <summary>Enrols the development partners and posts the demo's items, as a steward and the partners themselves would: through the API.</summary>
/// <remarks>Every request carries a key of its own that stays the same, so that a seeding that was cut short goes on where it ended.</remarks>
public sealed class DemoSeeder(DevelopmentCertificates certificates, int port)
{
    /// <summary>Enrols every partner with its members and their keys, and forms their group.</summary>
    /// <exception cref="LauncherException">The exchange refused something.</exception>
    public async Task EnrolPartnersAsync(CancellationToken ct)
    {
        using var steward = ServerClient.Create(certificates, port, DemoPartner.Steward.Name);

        // A CERT names the operators it serves, which are there before it.
        foreach (var partner in DemoPartner.Others.OrderBy(p => p.Role == "cert"))
        {
            var id = await PostAsync(steward, "/v1/partners", $"demo-partner-{partner.Name}", Facts(partner), WireJson.Default.PartnerFactsDocument, ct);
            foreach (var member in partner.Members)
            {
                await AddMemberAsync(steward, id, member, ct);
            }
        }

        await FormGroupAsync(steward, ct);
    }

    /// <summary>Posts the items that the folder's <c>demo.json</c> lists.</summary>
    /// <returns>How many there are.</returns>
    /// <exception cref="LauncherException">The exchange refused something.</exception>
    public async Task<int> PostItemsAsync(string folder, CancellationToken ct)
    {
        var items = DemoItem.ReadAll(folder);
        foreach (var item in items)
        {
            using var client = ServerClient.Create(certificates, port, item.By);
            using var content = item.Sharing is null ? await IncidentAsync(folder, item, ct) : await AdvisoryAsync(folder, item, ct);
            await SendAsync(client, item.Sharing is null ? "/v1/incidents" : "/v1/advisories", $"demo-{item.File}", content, ct);
        }

        return items.Count;
    }

    private static async Task FormGroupAsync(HttpClient steward, CancellationToken ct)
    {
        var group = new FormGroupRequest
        {
            Group = "energy-watch",
            Name = "Energy Watch (demo)",
            Purpose = "What disturbs the supply of energy, between CERTs and operators of both sides.",
            DefaultLabel = "TLP:AMBER",
            Members = [.. DemoPartner.Others.Where(p => p.Role is "cert" or "operator").Select(p => p.Name)],
        };
        using var content = Json(JsonSerializer.SerializeToUtf8Bytes(group, WireJson.Default.FormGroupRequest));
        await SendAsync(steward, "/v1/groups", "demo-group-energy-watch", content, WireJson.Default.GroupReceipt, ct);
    }

    private async Task AddMemberAsync(HttpClient steward, Guid partner, DemoMember member, CancellationToken ct)
    {
        var request = new AddMemberRequest
        {
            Handle = member.Name,
            Kind = member.IsPerson ? "person" : "service",
            Name = member.IsPerson ? $"Demo person of {member.Name}" : null,
        };
        var members = $"/v1/partners/{partner}/members";
        var id = await PostAsync(steward, members, $"demo-member-{member.Name}", request, WireJson.Default.AddMemberRequest, ct);
        var key = new BindKeyRequest { SpkiSha256 = certificates.Fingerprint(member.Name) };
        await PostAsync(steward, $"{members}/{id}/keys", $"demo-key-{member.Name}", key, WireJson.Default.BindKeyRequest, ct);
    }

    private static PartnerFactsDocument Facts(DemoPartner partner)
    {
        var side = partner.Jurisdiction.ToLowerInvariant();
        return new()
        {
            Handle = partner.Name,
            Name = partner.DisplayName,
            OrganizationIdentifier = partner.OrganizationIdentifier,
            Jurisdiction = partner.Jurisdiction,
            Roles = [partner.Role],
            Sectors = partner.Role == "operator" ? [side == "eu" ? "eu.energy.electricity" : "jp.electricity"] : null,
            Constituency = partner.Role == "cert" ? [$"grid-{side}"] : null,
            PublisherNamespaces = partner.Role == "maker" ? [$"https://{partner.Name}.example"] : null,
            Listed = true,
        };
    }

    private static async Task<HttpContent> IncidentAsync(string folder, DemoItem item, CancellationToken ct) =>
        Json(await File.ReadAllBytesAsync(Path.Combine(folder, item.File), ct));

    private static async Task<HttpContent> AdvisoryAsync(string folder, DemoItem item, CancellationToken ct)
    {
        var terms = new PublishAdvisoryTerms { Sharing = item.Sharing! }; // Asked before.
        return new MultipartFormDataContent
        {
            { Json(JsonSerializer.SerializeToUtf8Bytes(terms, WireJson.Default.PublishAdvisoryTerms)), "terms" },
            { Json(await File.ReadAllBytesAsync(Path.Combine(folder, item.File), ct)), "document" },
        };
    }

    private static ByteArrayContent Json(byte[] bytes)
    {
        var content = new ByteArrayContent(bytes);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        return content;
    }

    private static async Task<Guid> PostAsync<T>(HttpClient client, string path, string key, T body, JsonTypeInfo<T> shape, CancellationToken ct)
    {
        using var content = Json(JsonSerializer.SerializeToUtf8Bytes(body, shape));
        return await SendAsync(client, path, key, content, ct);
    }

    private static async Task<Guid> SendAsync(HttpClient client, string path, string key, HttpContent content, CancellationToken ct) =>
        (await SendAsync(client, path, key, content, WireJson.Default.WriteReceipt, ct)).Id;

    private static async Task<TReceipt> SendAsync<TReceipt>(
        HttpClient client, string path, string key, HttpContent content, JsonTypeInfo<TReceipt> receipt, CancellationToken ct)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = content };
        request.Headers.Add("Idempotency-Key", key);
        using var answer = await client.SendAsync(request, ct);
        if (answer.IsSuccessStatusCode)
        {
            return (await answer.Content.ReadFromJsonAsync(receipt, ct))!; // A write that succeeded answers a receipt.
        }

        var problem = await answer.Content.ReadFromJsonAsync(WireJson.Default.ProblemDocument, ct);
        throw new LauncherException($"the demo could not be seeded: {key} was refused with {(int)answer.StatusCode}, {problem?.Detail ?? problem?.Title}; try ops/up --reset");
    }
}
