using System.Net.Http.Headers;
using System.Net.Http.Json;
using CyberExchange.Bench.Sharing;
using CyberExchange.Contracts;
using CyberExchange.Server.Tokens;

namespace CyberExchange.Bench.Gate;

/// <summary>What the gate costs: a small endpoint behind it against the same without, and tokens against the bare arithmetic of theirs.</summary>
/// <remarks>
/// Both servers and the client share this process and take turns on one connection, so that a figure is the time of client and
/// server together. The floor of a new token is an endpoint without a gate that signs, and one that verifies, as many bytes.
/// </remarks>
internal static class GateBench
{
    private const double Target = 0.8;

    // A library's reading of a token comes to the signature's arithmetic and the gate.
    private const double TokenTarget = 0.6;

    public static async Task<int> RunAsync(string[] options)
    {
        var (json, rounds) = BenchOptions.Read(options);
        await using var servers = await GatedServers.StartAsync();
        using var client = servers.Client();
        using var plain = servers.PlainClient();
        var kept = await TokenAsync(client);

        foreach (var (name, target, ours, floor) in new (string, double, Func<int, Task>, Func<int, Task>)[]
        {
            ("gate.kept-connection", Target, _ => GetAsync(client, "/answer"), _ => GetAsync(plain, "/answer")),
            ("gate.new-connection", Target, _ => GetAsync(client, "/answer", close: true), _ => GetAsync(plain, "/answer", close: true)),
            ("gate.token-check", Target, _ => GetAsync(client, "/answer", token: kept), _ => GetAsync(plain, "/answer")),
            ("gate.token-issue", TokenTarget, _ => TokenAsync(client), _ => PostAsync(plain, "/signed")),
            ("gate.token-issue-first-check", TokenTarget, _ => UseNewAsync(client), _ => SignAndVerifyAsync(plain)),
        })
        {
            var measured = await Turns.AlternateAsync(name, "requests/s", rounds, target, ours, floor);
            Console.WriteLine(json ? measured.ToJson() : measured.ToLine());
        }

        return 0;
    }

    private static async Task UseNewAsync(HttpClient client) => await GetAsync(client, "/answer", token: await TokenAsync(client));

    private static async Task SignAndVerifyAsync(HttpClient plain)
    {
        await PostAsync(plain, "/signed");
        await GetAsync(plain, "/verified");
    }

    private static async Task GetAsync(HttpClient client, string path, bool close = false, string? token = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);
        request.Headers.ConnectionClose = close ? true : null;
        using var answer = await client.SendAsync(request);
        answer.EnsureSuccessStatusCode();
        await answer.Content.ReadAsByteArrayAsync();
    }

    private static async Task PostAsync(HttpClient client, string path)
    {
        using var answer = await client.PostAsync(path, Form());
        answer.EnsureSuccessStatusCode();
        await answer.Content.ReadAsByteArrayAsync();
    }

    private static async Task<string> TokenAsync(HttpClient client)
    {
        using var answer = await client.PostAsync(IssueToken.Address, Form());
        answer.EnsureSuccessStatusCode();
        var token = await answer.Content.ReadFromJsonAsync(WireJson.Default.TokenDocument);
        return token!.AccessToken; // A success has one.
    }

    private static FormUrlEncodedContent Form() => new(
    [
        KeyValuePair.Create("grant_type", IssueToken.GrantType),
        KeyValuePair.Create("client_id", GatedServers.Member.Value.ToString("D")),
    ]);
}
