using System.Net;
using System.Net.Http.Headers;
using System.Text;

namespace CyberExchange.EndToEnd.Tests.Gate;

/// <summary>A JSON body of which not a byte is sent until the test says so.</summary>
/// <remarks>
/// The client sends it only after <c>100 Continue</c>, which the server sends once an endpoint reads: whoever sees
/// <see cref="Asked"/> completed knows that the gate has let the request in.
/// </remarks>
internal sealed class HeldBody : HttpContent
{
    private readonly byte[] _bytes;
    private readonly TaskCompletionSource _asked = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _released = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public HeldBody(string json)
    {
        _bytes = Encoding.UTF8.GetBytes(json);
        Headers.ContentType = new MediaTypeHeaderValue("application/json");
    }

    /// <summary>Completes when the server has asked for the body.</summary>
    public Task Asked => _asked.Task;

    public void Release() => _released.SetResult();

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
    {
        _asked.SetResult();
        await _released.Task;
        await stream.WriteAsync(_bytes);
    }

    protected override bool TryComputeLength(out long length)
    {
        length = _bytes.Length;
        return true;
    }
}
