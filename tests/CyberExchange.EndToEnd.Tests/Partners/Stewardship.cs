using System.Text.Json;
using CyberExchange.Contracts;
using CyberExchange.Contracts.Feed;
using CyberExchange.Contracts.Groups;
using CyberExchange.Contracts.Partners;
using CyberExchange.EndToEnd.Tests.Hosting;

namespace CyberExchange.EndToEnd.Tests.Partners;

/// <summary>What a steward does, in one line each.</summary>
internal static class Stewardship
{
    public static Task<HttpResponseMessage> PostJsonAsync(this HttpClient steward, string path, string body, string? key = null) =>
        steward.WriteAsync(HttpMethod.Post, path, body, key);

    public static Task<HttpResponseMessage> SendDeleteAsync(this HttpClient steward, string path, string? key = null) =>
        steward.WriteAsync(HttpMethod.Delete, path, body: null, key);

    /// <summary>Asserts that the write is done, and answers its receipt.</summary>
    public static async Task<WriteReceipt> ReceiptAsync(this Task<HttpResponseMessage> write)
    {
        using var answer = await write;
        return await answer.BodyAsync(WireJson.Default.WriteReceipt);
    }

    /// <summary>Asserts which problem an answer is, and where the culprit is.</summary>
    public static async Task AssertRefusedAsync(this Task<HttpResponseMessage> write, int status, string name, string? pointer = null)
    {
        using var answer = await write;
        var problem = await answer.AssertProblemAsync(status, name);
        if (pointer is not null)
        {
            Xunit.Assert.Equal(pointer, problem.Pointer);
        }
    }

    /// <summary>A partner as the caller reads it, with its entity tag.</summary>
    public static async Task<(PartnerDocument Partner, string ETag)> PartnerAsync(this HttpClient caller, Guid id)
    {
        using var read = await caller.ReadAsync($"/v1/partners/{id}");
        return (await read.BodyAsync(WireJson.Default.PartnerDocument), read.Headers.ETag!.ToString()); // Every single read has a tag.
    }

    /// <summary>Enrols a European operator that is listed nowhere.</summary>
    public static async Task<Guid> EnrolUnlistedAsync(this HttpClient steward, string handle) => (await steward.PostJsonAsync(
        "/v1/partners", $$"""{"handle":"{{handle}}","name":"Unlisted","jurisdiction":"EU","roles":["operator"]}""").ReceiptAsync()).Id;

    /// <summary>Forms a group of the partners with these handles.</summary>
    public static async Task<GroupReceipt> FormGroupAsync(this HttpClient steward, string group, string defaultLabel, params string[] members)
    {
        using var answer = await steward.PostJsonAsync("/v1/groups", JsonSerializer.Serialize(
            new FormGroupRequest { Group = group, Name = group, Purpose = "A test's group.", DefaultLabel = defaultLabel, Members = members },
            WireJson.Default.FormGroupRequest));
        return await answer.BodyAsync(WireJson.Default.GroupReceipt);
    }

    /// <summary>Lets partners join and leave a group.</summary>
    public static async Task<GroupReceipt> RegroupAsync(this HttpClient steward, string group, string[] join, string[] leave)
    {
        using var answer = await steward.PostJsonAsync(
            $"/v1/groups/{group}/members",
            JsonSerializer.Serialize(new ChangeGroupMembersRequest { Join = join, Leave = leave }, WireJson.Default.ChangeGroupMembersRequest));
        return await answer.BodyAsync(WireJson.Default.GroupReceipt);
    }

    /// <summary>Adds a member and answers its address.</summary>
    public static async Task<string> AddMemberAsync(this HttpClient steward, Guid partner, string handle, string kind = "service")
    {
        var members = $"/v1/partners/{partner}/members";
        var receipt = await steward.PostJsonAsync(members, $$"""{"handle":"{{handle}}","kind":"{{kind}}"}""").ReceiptAsync();
        return $"{members}/{receipt.Id}";
    }

    public static Task<HttpResponseMessage> BindAsync(this HttpClient steward, string member, string spki, string? key = null) =>
        steward.PostJsonAsync($"{member}/keys", $$"""{"spkiSha256":"{{spki}}"}""", key);

    public static Task<HttpResponseMessage> UnbindAsync(this HttpClient steward, string member, string spki) =>
        steward.PostJsonAsync($"{member}/keys/{spki}/unbinding", """{"reason":"The key is lost."}""");
}
