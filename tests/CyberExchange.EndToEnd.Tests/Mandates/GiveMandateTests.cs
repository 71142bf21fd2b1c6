using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using CyberExchange.Contracts;
using CyberExchange.Contracts.Sharing;
using CyberExchange.Domain.Incidents;
using CyberExchange.Domain.Mandates;
using CyberExchange.Domain.Partners;
using CyberExchange.EndToEnd.Tests.Hosting;
using CyberExchange.EndToEnd.Tests.Partners;
using CyberExchange.EventStore;
using CyberExchange.Server.Incidents;
using CyberExchange.Server.Mandates;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace CyberExchange.EndToEnd.Tests.Mandates;

/// <summary>A mandate is what a person of the operator has signed, and nobody but the operator and its CERT knows of it.</summary>
public sealed partial class GiveMandateTests(RunningExchange exchange) : IClassFixture<RunningExchange>
{
    private const string Report = IncidentExamples.File;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task That_the_operator_gave_it_is_proved_from_the_log_alone()
    {
        var id = await exchange.GiveAsync(exchange.MandateOf());
        var incident = (await exchange.FileAsync(id, Report).ReceiptAsync()).Id;
        var log = exchange.Services.GetRequiredService<EventLog>();

        var filed = Assert.IsType<IncidentEvent.IncidentFiled>((await EventsAsync(IncidentEventCatalog.Catalog, IncidentEventCatalog.Stream(new(incident))))[1]);
        var given = Assert.IsType<MandateEvent.MandateGiven>((await EventsAsync(MandateEventCatalog.Catalog, MandateEventCatalog.Stream(filed.Mandate)))[0]);
        var spki = Convert.FromBase64String(given.PublicKey);
        var key = new SpkiDigest(Convert.ToHexStringLower(SHA256.HashData(spki)));
        var bound = Assert.IsType<MemberKeyEvent.MemberKeyBound>((await EventsAsync(PartnerEventCatalog.Keys, PartnerEventCatalog.Stream(key)))[0]);
        var members = (await EventsAsync(PartnerEventCatalog.Catalog, PartnerEventCatalog.Stream(filed.Originator))).OfType<PartnerEvent.MemberAdded>();
        var parts = given.Signed.Split('.');
        using var verifier = ECDsa.Create();
        verifier.ImportSubjectPublicKeyInfo(spki, out _);

        Assert.True(verifier.VerifyData(Encoding.ASCII.GetBytes($"{parts[0]}.{parts[1]}"), Base64Url.DecodeFromChars(parts[2]), HashAlgorithmName.SHA256));
        var text = JsonSerializer.Deserialize(Base64Url.DecodeFromChars(parts[1]), WireJson.Default.MandateText)!; // It was read before.
        Assert.Equal((filed.Originator.Value, filed.By.Value), (text.Operator, text.Cert));
        Assert.Equal((filed.Originator, given.By), (bound.Partner, bound.Member));
        Assert.Contains(members, member => member.Member == given.By && member.Kind is Domain.Sharing.MemberKind.Person);
        Assert.Equal((exchange.PartnerOf("grid-eu").Id, exchange.PartnerOf("cert-eu").Id), (filed.Originator, filed.By));

        async Task<List<TEvent>> EventsAsync<TEvent>(Domain.Stored.EventCatalog<TEvent> catalog, string stream)
            where TEvent : class =>
            [.. (await log.ReadStreamAsync(stream, ct: Ct)).Select(e => catalog.Read(e.Type, e.TypeVersion, e.Body, e.Addressing))];
    }

    [Fact]
    public async Task A_mandate_between_two_and_what_is_filed_under_it_change_nothing_for_anybody_else()
    {
        await exchange.CaughtUpAsync();
        var before = await EverythingAsync();

        var id = await exchange.GiveAsync(exchange.MandateOf());
        await exchange.FileAsync(id, Report).ReceiptAsync();
        await exchange.FileAsync(id, Report).ReceiptAsync();
        await exchange.As("grid-eu").PostJsonAsync($"{MandateRequests.Collection}/{id}/revocation", MandateRoutes.RevokeExample).ReceiptAsync();
        await exchange.CaughtUpAsync();

        Assert.Equal(before, await EverythingAsync());

        async Task<string> EverythingAsync()
        {
            var all = new StringBuilder();
            foreach (var member in new[] { "cert-jp", "grid-jp", "maker-eu", "authority-eu", "delegate-jp", "steward" })
            {
                foreach (var path in new[]
                {
                    "/v1/mandates", "/v1/incidents", "/v1/incidents/count", "/v1/advisories", "/v1/feed", "/v1/search?q=substation", "/v1/partners", "/v1/groups", "/v1/me",
                })
                {
                    using var answer = await exchange.As(member).ReadAsync(path);
                    all.Append(member).Append(' ').Append(path).Append(' ').Append((int)answer.StatusCode).Append(' ').Append(answer.Headers.ETag).Append(' ')
                        .AppendLine(WithoutCursors(await answer.Content.ReadAsStringAsync(Ct)));
                }
            }

            return all.ToString();
        }

        // They are sealed anew each time, at the same length.
        static string WithoutCursors(string json) => Cursor().Replace(json, cursor => $"{cursor.Groups["name"].Value} of {cursor.Length}");
    }

    [Fact]
    public async Task Whose_a_mandate_is_not_to_them_it_is_as_absent_as_one_that_is_not_there()
    {
        var id = await exchange.GiveAsync(exchange.MandateOf());
        var absent = Guid.CreateVersion7();
        foreach (var (member, method, below, body) in new[]
        {
            ("cert-jp", HttpMethod.Get, "", null), ("grid-jp", HttpMethod.Get, "", null),
            ("cert-jp", HttpMethod.Post, "/incidents", Report), ("grid-jp", HttpMethod.Post, "/revocation", MandateRoutes.RevokeExample),
        })
        {
            var answers = new List<string>();
            foreach (var mandate in new[] { id, absent })
            {
                using var answer = await exchange.As(member).WriteAsync(method, $"{MandateRequests.Collection}/{mandate}{below}", body);
                await answer.AssertProblemAsync(404, "not-found");
                answers.Add(await answer.Content.ReadAsStringAsync(Ct));
            }

            Assert.Equal(answers[0], answers[1]);
        }
    }

    [Fact]
    public async Task The_signature_stands_in_a_single_read_and_who_signed_in_the_operators_alone()
    {
        var id = await exchange.GiveAsync(exchange.MandateOf());
        foreach (var member in new[] { "cert-eu", "grid-eu" })
        {
            using var listed = await exchange.As(member).ReadAsync(MandateRequests.Collection);
            using var read = await exchange.As(member).ReadAsync($"{MandateRequests.Collection}/{id}");
            var (inList, single) = (
                (await listed.BodyAsync(WireJson.Default.PageMandateDocument)).Items.Single(m => m.Id == id), await read.BodyAsync(WireJson.Default.MandateDocument));

            Assert.Equal((null, null), (inList.Signed, inList.PublicKey));
            Assert.Equal(
                Convert.ToHexStringLower(SHA256.HashData(Convert.FromBase64String(single.PublicKey!))), // It is a single read.
                Convert.ToHexStringLower(SHA256.HashData(RunningExchange.CertificateOf("grid-eu").PublicKey.ExportSubjectPublicKeyInfo())));
            Assert.Equal(member == "grid-eu" ? exchange.MemberOf("grid-eu").Value : null, single.GivenBy);
        }
    }

    [Fact]
    public async Task Only_a_person_of_the_operator_gives_a_mandate_with_the_key_that_it_came_with()
    {
        var text = exchange.MandateOf();
        var person = RunningExchange.CertificateOf("grid-eu");
        var service = RunningExchange.CertificateOf("grid-eu-service");

        await exchange.As("grid-eu-service").PostJsonAsync(MandateRequests.Collection, text.SignedBy(service)).AssertRefusedAsync(403, "second-member-needed");
        await exchange.As("grid-eu-service").PostJsonAsync(MandateRequests.Collection, text.SignedBy(person)).AssertRefusedAsync(422, "invalid", "/signed");
        await exchange.As("grid-eu").PostJsonAsync(MandateRequests.Collection, text.SignedBy(RunningExchange.CertificateOf("cert-eu"))).AssertRefusedAsync(422, "invalid", "/signed");
        await exchange.As("grid-eu").PostJsonAsync(MandateRequests.Collection, MandateRoutes.GiveExample).AssertRefusedAsync(422, "invalid", "/signed");

        // An operator gives none in another's name, and none for a CERT that does not serve it.
        await exchange.As("grid-eu").PostJsonAsync(MandateRequests.Collection, exchange.MandateOf(giver: "grid-jp").SignedBy(person)).AssertRefusedAsync(422, "invalid", "/signed");
        await exchange.As("grid-eu").PostJsonAsync(MandateRequests.Collection, exchange.MandateOf(cert: "cert-jp").SignedBy(person)).AssertRefusedAsync(422, "unknown-party", "/signed");

        // What is signed names ids, and says its label.
        var named = text with { Terms = text.Terms with { Audience = new AudienceDocument { Partners = ["cert-eu"] } } };
        await exchange.As("grid-eu").PostJsonAsync(MandateRequests.Collection, named.SignedBy(person)).AssertRefusedAsync(422, "invalid", "/signed");
        await exchange.As("grid-eu").PostJsonAsync(MandateRequests.Collection, (text with { Terms = text.Terms with { Label = null } }).SignedBy(person)).AssertRefusedAsync(422, "invalid", "/signed");
        Assert.NotEqual(Guid.Empty, await exchange.GiveAsync(text));
    }

    [GeneratedRegex(@"""(?<name>next|cursor)"":""[^""]*""", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5_000)]
    private static partial Regex Cursor();
}
