using System.Text.Json;
using CyberExchange.Cli;
using CyberExchange.DevHost.Certificates;
using CyberExchange.EndToEnd.Tests.Hosting;
using CyberExchange.EndToEnd.Tests.Partners;
using Xunit;

namespace CyberExchange.EndToEnd.Tests.Cli;

/// <summary>A newcomer's way to a certificate that is let in, and on to the next, by cyx and the development authority.</summary>
public sealed class IdentityCommandsTests(RunningExchange exchange) : IClassFixture<RunningExchange>
{
    private const UnixFileMode OwnersAlone = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    [Fact]
    public async Task A_newcomer_comes_from_an_invitation_to_a_certificate_and_on_to_the_next_key()
    {
        const string name = "walker";
        var first = await NewAsync(name);
        Assert.Equal(OwnersAlone, File.GetUnixFileMode(FileOf(name, ".key")));
        Assert.Contains("none yet", (await DoneAsync(name, "", "status")).Output, StringComparison.Ordinal);

        // Enrolled by the secret alone, without a certificate; and once more, as after an answer that was lost.
        var secret = await InvitedAsync(name);
        Assert.Contains($"key {first}", (await DoneAsync(name, secret + "\n", "enrol")).Output, StringComparison.Ordinal);
        await DoneAsync(name, secret, "enrol");
        Certify(name, ".csr");
        var status = await DoneAsync(name, "", "status");
        Assert.Contains($"{name} of walkers-{name}", status.Output, StringComparison.Ordinal);
        Assert.Contains("cyx identity rotate", status.Output, StringComparison.Ordinal); // Seven days are less than thirty.
        var me = await exchange.CyxAsync(name, "", "me");
        Assert.Contains("warning", me.Output, StringComparison.Ordinal);
        Assert.Contains("-> The certificate, or one above it, ends on", (await exchange.CyxAsync(name, "", "doctor")).Output, StringComparison.Ordinal);

        // The same key, another certificate: nothing to enrol.
        await DoneAsync(name, "", "renew");
        Certify(name, ".csr", "--days", "60");
        Assert.Equal([first], await BoundAsync(name));
        Assert.DoesNotContain("to do", (await DoneAsync(name, "", "status")).Output, StringComparison.Ordinal);

        // The next key. Run again before there is a certificate, it only says so again.
        await DoneAsync(name, "", "rotate");
        await DoneAsync(name, "", "rotate");
        Assert.Equal(OwnersAlone, File.GetUnixFileMode(FileOf(name, ".next.key")));
        Assert.Equal(2, (await BoundAsync(name)).Count);
        Assert.Contains("change over: cyx identity rotate", (await DoneAsync(name, "", "status")).Output, StringComparison.Ordinal);
        Certify(name, ".next.csr");
        await DoneAsync(name, "", "rotate");

        var now = Assert.Single(await BoundAsync(name));
        Assert.NotEqual(first, now);
        Assert.Equal([".key", ".pem"], Directory.GetFiles(Path.Combine(exchange.Home, "certificates"), $"{name}.*").Select(Path.GetExtension).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_change_over_that_stopped_half_way_is_finished_by_running_it_again()
    {
        const string name = "stumbler";
        await NewAsync(name);
        await DoneAsync(name, await InvitedAsync(name), "enrol");
        Certify(name, ".csr", "--days", "60");
        await DoneAsync(name, "", "rotate");
        Certify(name, ".next.csr", "--days", "60");

        // The exchange has given the old key up and the new one is in place; the certificate is not.
        using var before = JsonDocument.Parse((await DoneAsync(name, "", "status", "--json")).Output);
        var next = before.RootElement.GetProperty("nextSpkiSha256").GetString()!; // There is one.
        var old = Assert.Single(await BoundAsync(name), k => k != next);
        await DoneAsync(name, "", "unbind", old, "--reason", "half-way");
        File.Move(FileOf(name, ".next.key"), FileOf(name, ".key"), overwrite: true);
        await DoneAsync(name, "", "rotate");

        Assert.Equal([next], await BoundAsync(name));
    }

    [Fact]
    public async Task A_next_key_that_was_given_up_is_told_to_make_room_for_another()
    {
        const string name = "hesitant";
        await NewAsync(name);
        await DoneAsync(name, await InvitedAsync(name), "enrol");
        Certify(name, ".csr", "--days", "60");
        await DoneAsync(name, "", "rotate");
        using var status = JsonDocument.Parse((await DoneAsync(name, "", "status", "--json")).Output);
        await DoneAsync(name, "", "unbind", status.RootElement.GetProperty("nextSpkiSha256").GetString()!, "--reason", "lost"); // There is one.

        var refused = await exchange.CyxAsync(name, "", "identity", "rotate");
        Assert.Equal(ExitCode.Conflict, refused.Code);
        Assert.Contains($"{FileOf(name, ".next.key")} was given up before", refused.Error, StringComparison.Ordinal);
        File.Delete(FileOf(name, ".next.key"));
        await DoneAsync(name, "", "rotate");

        Assert.Equal(2, (await BoundAsync(name)).Count);
    }

    [Fact]
    public async Task A_member_gives_up_its_key()
    {
        const string name = "leaver";
        var key = await NewAsync(name);
        await DoneAsync(name, await InvitedAsync(name), "enrol");
        Certify(name, ".csr");

        Assert.Equal($"gave up {key}\n", (await DoneAsync(name, "", "unbind", key, "--reason", "stolen")).Output);

        var status = await exchange.CyxAsync(name, "", "identity", "status");
        Assert.Equal(ExitCode.NotPermitted, status.Code);
        Assert.Contains(key, status.Output, StringComparison.Ordinal);
        Assert.Contains("key-not-enrolled", status.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_cannot_be_done_is_said_in_one_line_and_changes_no_file()
    {
        const string name = "bungler";
        var key = await NewAsync(name);

        var again = await exchange.CyxAsync(name, "", "identity", "new");
        Assert.Equal((ExitCode.Usage, $"{FileOf(name, ".key")} is there already, and a key is not written over\n"), (again.Code, again.Error));
        var wrong = await exchange.CyxAsync(name, "cyx_enrol_nonsense", "identity", "enrol");
        Assert.Equal(ExitCode.NotPermitted, wrong.Code);
        Assert.Contains("enrolment-refused", wrong.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("nonsense", wrong.Error, StringComparison.Ordinal);
        var early = await exchange.CyxAsync(name, "", "identity", "rotate");
        Assert.Equal(ExitCode.NotPermitted, early.Code);
        Assert.Contains(key, (await DoneAsync(name, "", "status")).Output, StringComparison.Ordinal);
        Assert.False(File.Exists(FileOf(name, ".next.key")));
    }

    private string FileOf(string name, string extension) => Path.Combine(exchange.Home, "certificates", name + extension);

    private async Task<string> NewAsync(string name)
    {
        var made = await DoneAsync(name, "", "new", "--organization-identifier", "NTRDE-DEMO0000099", "--organization", "Walkers (demo)", "--country", "DE", "--json");
        using var line = JsonDocument.Parse(made.Output);
        return line.RootElement.GetProperty("spkiSha256").GetString()!; // Always there.
    }

    private async Task<string> InvitedAsync(string name)
    {
        var partner = await exchange.As("steward").EnrolUnlistedAsync($"walkers-{name}");
        await exchange.As("steward").AddMemberAsync(partner, name);
        var invited = await exchange.CyxAsync("steward", "", "partner", "invite", $"walkers-{name}", name, "--json");
        Assert.Equal((ExitCode.Done, ""), (invited.Code, invited.Error));
        using var receipt = JsonDocument.Parse(invited.Output);
        return receipt.RootElement.GetProperty("secret").GetString()!; // A required member.
    }

    private async Task<IReadOnlyList<string>> BoundAsync(string name)
    {
        using var line = JsonDocument.Parse((await DoneAsync(name, "", "status", "--json")).Output);
        return [.. line.RootElement.GetProperty("bound").EnumerateArray().Select(k => k.GetString()!)]; // Each is a text.
    }

    private void Certify(string name, string extension, params string[] options)
    {
        using var output = new StringWriter();
        Assert.Equal(0, CertificatesCommand.Run(["sign", FileOf(name, extension), .. options], exchange.Home, DateTimeOffset.UtcNow, output));
    }

    private async Task<CyxRun> DoneAsync(string name, string input, params string[] args)
    {
        var run = await exchange.CyxAsync(name, input, ["identity", .. args]);
        Assert.Equal((ExitCode.Done, ""), (run.Code, run.Error));
        return run;
    }
}
