using System.ComponentModel;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using CyberExchange.DevDatabase;
using CyberExchange.DevHost;
using CyberExchange.DevHost.Certificates;

LauncherOptions options;
try
{
    if (args is ["certificates", .. var certifying])
    {
        return CertificatesCommand.Run(certifying, Environment.GetEnvironmentVariable("CYBEREXCHANGE_HOME"), TimeProvider.System.GetUtcNow(), Console.Out);
    }

    options = LauncherOptions.Parse(args, Environment.GetEnvironmentVariable);
}
catch (FormatException e)
{
    await Console.Error.WriteLineAsync(e.Message);
    return 2;
}
catch (Exception e) when (IsOutsideCause(e))
{
    await Console.Error.WriteLineAsync(e.Message);
    return 1;
}

if (options.Help)
{
    Console.WriteLine(LauncherOptions.Usage);
    return 0;
}

using var stop = new CancellationTokenSource();
using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
using var hangUp = PosixSignalRegistration.Create(PosixSignal.SIGHUP, Stop);

try
{
    await new Launcher(options, TimeProvider.System, Console.WriteLine).RunAsync(stop.Token);
    return 0;
}
catch (Exception e) when (stop.IsCancellationRequested && (e is OperationCanceledException || IsOutsideCause(e)))
{
    return 0; // Stopped while it was still starting, in which the parts end in any order; what had started has been stopped again.
}
catch (Exception e) when (IsOutsideCause(e))
{
    await Console.Error.WriteLineAsync(e.Message);
    return 1;
}

// What a person can mend; anything else is a bug, whose stack trace is wanted.
static bool IsOutsideCause(Exception e) => e is LauncherException or EmbeddedPostgresException
    or IOException or UnauthorizedAccessException or SocketException or HttpRequestException or CryptographicException or Win32Exception;

void Stop(PosixSignalContext context)
{
    context.Cancel = true; // The default would end this process at once, before the server and then the database.
    stop.Cancel();
}
