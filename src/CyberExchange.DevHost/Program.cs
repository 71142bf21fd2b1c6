using System.Runtime.InteropServices;
using CyberExchange.DevDatabase;
using CyberExchange.DevHost;

LauncherOptions options;
try
{
    options = LauncherOptions.Parse(args, Environment.GetEnvironmentVariable);
}
catch (FormatException e)
{
    await Console.Error.WriteLineAsync(e.Message);
    return 2;
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
catch (Exception e) when (e is LauncherException or EmbeddedPostgresException)
{
    await Console.Error.WriteLineAsync(e.Message);
    return 1;
}
catch (OperationCanceledException) when (stop.IsCancellationRequested)
{
    return 0; // Stopped while it was still starting; what had started has been stopped again.
}

void Stop(PosixSignalContext context)
{
    context.Cancel = true; // The default would end this process at once, before the server and then the database.
    stop.Cancel();
}
