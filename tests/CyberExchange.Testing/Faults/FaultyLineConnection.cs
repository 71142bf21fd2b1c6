using System.Net.Sockets;

namespace CyberExchange.Testing.Faults;

/// <summary>One connection over a <see cref="FaultyLine"/>.</summary>
public sealed class FaultyLineConnection
{
    /// <summary>How the statements that append begin their call.</summary>
    private const string AppendCall = "cx.append_";
    private const string KeepKeyCall = "cx.keep_key";

    private readonly FaultyLine owner;
    private readonly Socket client;
    private readonly Socket server;
    private readonly NetworkStream toClient;
    private readonly NetworkStream toServer;
    private readonly Dictionary<string, string> appends = new(StringComparer.Ordinal);
    private volatile string? answering;

    internal FaultyLineConnection(FaultyLine owner, Socket client, Socket server)
    {
        (this.owner, this.client, this.server) = (owner, client, server);
        (toClient, toServer) = (new(client), new(server));
        client.NoDelay = true;
    }

    /// <summary>The process of PostgreSQL that serves the connection.</summary>
    public int BackendPid { get; private set; }

    /// <summary>Ends the connection for both sides at once.</summary>
    public void Cut()
    {
        client.Dispose();
        server.Dispose();
    }

    internal async Task CarryAsync(CancellationToken ct)
    {
        using var line = CancellationTokenSource.CreateLinkedTokenSource(ct);
        await Task.WhenAny(UntilItEndsAsync(RequestsAsync, line.Token), UntilItEndsAsync(AnswersAsync, line.Token));
        Cut();
        await line.CancelAsync();
        await toClient.DisposeAsync();
        await toServer.DisposeAsync();
    }

    private static async Task UntilItEndsAsync(Func<CancellationToken, Task> pump, CancellationToken ct)
    {
        try
        {
            await pump(ct);
        }
        catch (Exception ended) when (ended is OperationCanceledException or IOException or SocketException or ObjectDisposedException)
        {
            // Either end of the line may go at any time; the other pump ends with it.
        }
    }

    private async Task RequestsAsync(CancellationToken ct)
    {
        string? append = null;
        using var request = new MemoryStream();
        var isFirst = true;
        while (await PostgresMessage.ReadAsync(toClient, isFirst, ct) is { } message)
        {
            isFirst = false;
            Remember(message);
            append ??= message.Kind is PostgresMessage.Bind ? appends.GetValueOrDefault(message.Texts.Second) : null;
            if (append is null)
            {
                await toServer.WriteAsync(message.Bytes, ct);
                continue;
            }

            await request.WriteAsync(message.Bytes, ct);
            if (message.Kind is PostgresMessage.Sync)
            {
                await SendAsync(append, request.ToArray(), ct);
                request.SetLength(0);
                append = null;
            }
        }
    }

    // A prepared statement is named once with its SQL, and by its name from then on.
    private void Remember(PostgresMessage message)
    {
        if (message.Kind is not PostgresMessage.Parse)
        {
            return;
        }

        var (name, sql) = message.Texts;
        appends.Remove(name);
        if (sql.Contains(AppendCall, StringComparison.Ordinal) || sql.Contains(KeepKeyCall, StringComparison.Ordinal))
        {
            appends[name] = sql;
        }
    }

    private async Task SendAsync(string append, byte[] request, CancellationToken ct)
    {
        var half = request.Length / 2;
        answering = append;
        await owner.StrikeAsync(AppendStep.BeforeRequest, append, this);
        await toServer.WriteAsync(request.AsMemory(0, half), ct);
        await owner.StrikeAsync(AppendStep.InRequest, append, this);
        await toServer.WriteAsync(request.AsMemory(half), ct);
        await owner.StrikeAsync(AppendStep.AfterRequest, append, this);
    }

    private async Task AnswersAsync(CancellationToken ct)
    {
        using var answer = new MemoryStream();
        while (await PostgresMessage.ReadAsync(toServer, isFirst: false, ct) is { } message)
        {
            if (message.Kind is PostgresMessage.BackendKey)
            {
                BackendPid = message.BackendPid;
            }

            if (answering is not { } append)
            {
                await toClient.WriteAsync(message.Bytes, ct);
            }
            else if (message.Kind is not PostgresMessage.Ready)
            {
                // A large answer comes in part before the commit, as it would without us, unless a fault is to come before it.
                await (owner.IsPlanned(AppendStep.BeforeAnswer) ? answer : (Stream)toClient).WriteAsync(message.Bytes, ct);
            }
            else
            {
                answering = null;
                await owner.StrikeAsync(AppendStep.BeforeAnswer, append, this);
                await toClient.WriteAsync(answer.ToArray(), ct);
                answer.SetLength(0);
                await owner.StrikeAsync(AppendStep.InAnswer, append, this);
                await toClient.WriteAsync(message.Bytes, ct);
                await owner.StrikeAsync(AppendStep.AfterAnswer, append, this);
            }
        }

        await toClient.WriteAsync(answer.ToArray(), ct); // The last words of a server that ends.
    }
}
