using System.CommandLine;
using System.Diagnostics;

namespace CyberExchange.Cli.Open;

/// <summary>Opens the pages of the exchange in a browser that has no certificate of its own.</summary>
public sealed class OpenPages : CyxCommand
{
    private readonly Option<int> _port = new("--port") { Description = "Port on 127.0.0.1; 0 for any free one.", HelpName = "N", DefaultValueFactory = _ => 0 };
    private readonly Option<bool> _browser = new("--browser") { Description = "Open the browser too, instead of only printing the address." };

    public OpenPages(CyxContext context)
        : base(context, "open", "Serve the pages of the exchange to a browser on this machine, with your certificate, until Ctrl-C.",
            ["cyx --as grid-jp open", "cyx --as grid-jp open --port 8800 --browser"])
    {
        Add(_port);
        Add(_browser);
    }

    protected override async Task<ExitCode> RunAsync(CyxSession session, CancellationToken ct)
    {
        var port = session.Value(_port);
        if (port is < 0 or > ushort.MaxValue)
        {
            throw CyxFailure.Usage($"--port takes 0 to {ushort.MaxValue}");
        }

        if (session.Settings.Identity is not { } files)
        {
            throw new CyxFailure(ExitCode.NotPermitted, "whose pages? give --as NAME");
        }

        using var certificate = ClientCertificate.Load(files);
        using var handler = ExchangeClient.Handler(session.Settings, certificate);
        await using var proxy = await PageProxy.StartAsync(session.Settings.Server, handler, port, ct);
        session.Output.Line(proxy.FirstUrl.ToString());
        session.Output.Note($"serves {session.Settings.Server.Authority} as {files.Name} to this machine; the address works once. Ctrl-C ends it.");
        if (session.Value(_browser))
        {
            OpenBrowser(session, proxy.FirstUrl);
        }

        await proxy.RunAsync(ct);
        return ExitCode.Done;
    }

    private static void OpenBrowser(CyxSession session, Uri url)
    {
        var opener = OperatingSystem.IsMacOS() ? "open" : "xdg-open";
        try
        {
            using var started = Process.Start(new ProcessStartInfo(opener, [url.ToString()]) { UseShellExecute = false, RedirectStandardError = true });
        }
        catch (System.ComponentModel.Win32Exception e)
        {
            session.Output.Note($"cannot start {opener}: {e.Message}; open the address above yourself");
        }
    }
}
