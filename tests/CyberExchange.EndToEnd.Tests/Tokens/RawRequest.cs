using System.Buffers.Binary;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace CyberExchange.EndToEnd.Tests.Tokens;

/// <summary>One GET with the same header several times, which HttpClient would join into one.</summary>
internal static class RawRequest
{
    private const int FrameHeaderBytes = 9;
    private const byte HeadersFrame = 1;
    private const byte SettingsFrame = 4;
    private const byte EndStreamAndHeaders = 0x05;

    /// <summary>The status of the answer.</summary>
    public static async Task<int> GetAsync(Uri address, X509Certificate2 certificate, string path, IReadOnlyList<string> authorization, string http, SslProtocols tls, CancellationToken ct)
    {
        using var socket = new TcpClient { NoDelay = true };
        await socket.ConnectAsync(address.Host, address.Port, ct);
        await using var stream = new SslStream(socket.GetStream());
        await stream.AuthenticateAsClientAsync(
            new SslClientAuthenticationOptions
            {
                TargetHost = address.Host,
                EnabledSslProtocols = tls,
                ApplicationProtocols = [http == "2.0" ? SslApplicationProtocol.Http2 : SslApplicationProtocol.Http11],
                ClientCertificateContext = SslStreamCertificateContext.Create(certificate, additionalCertificates: null, offline: true),
                RemoteCertificateValidationCallback = (_, _, _, _) => true, // The client's side of the handshake is not what is tested here.
            },
            ct);
        return http == "2.0"
            ? await GetHttp2Async(stream, address, path, authorization, ct)
            : await GetHttp11Async(stream, address, path, authorization, ct);
    }

    private static async Task<int> GetHttp11Async(SslStream stream, Uri address, string path, IReadOnlyList<string> authorization, CancellationToken ct)
    {
        var lines = authorization.Select(value => $"Authorization: {value}\r\n");
        await stream.WriteAsync(Encoding.ASCII.GetBytes($"GET {path} HTTP/1.1\r\nHost: {address.Authority}\r\n{string.Concat(lines)}\r\n"), ct);
        var status = new byte["HTTP/1.1 200".Length];
        await stream.ReadExactlyAsync(status, ct);
        return int.Parse(Encoding.ASCII.GetString(status)[^3..], System.Globalization.CultureInfo.InvariantCulture);
    }

    private static async Task<int> GetHttp2Async(SslStream stream, Uri address, string path, IReadOnlyList<string> authorization, CancellationToken ct)
    {
        List<(string Name, string Value)> fields =
            [(":method", "GET"), (":scheme", "https"), (":authority", address.Authority), (":path", path), .. authorization.Select(value => ("authorization", value))];
        await stream.WriteAsync("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"u8.ToArray(), ct);
        await stream.WriteAsync(Frame(SettingsFrame, flags: 0, id: 0, []), ct);
        await stream.WriteAsync(Frame(HeadersFrame, EndStreamAndHeaders, id: 1, [.. fields.SelectMany(Field)]), ct);
        while (true)
        {
            var header = new byte[FrameHeaderBytes];
            await stream.ReadExactlyAsync(header, ct);
            var payload = new byte[(header[0] << 16) | (header[1] << 8) | header[2]];
            await stream.ReadExactlyAsync(payload, ct);
            if (header[3] == HeadersFrame)
            {
                return StatusOf(payload);
            }
        }
    }

    // RFC 7541, 6.1 and appendix A: the statuses of the static table are single bytes; any other is a literal of three digits.
    private static int StatusOf(byte[] block) => (block[0] & 0x7F) switch
    {
        8 => 200,
        12 => 400,
        _ when block[0] is 0x48 && block[1] is 0x03 => int.Parse(Encoding.ASCII.GetString(block, 2, 3), System.Globalization.CultureInfo.InvariantCulture),
        var other => throw new InvalidDataException($"The status begins with {other}."),
    };

    private static byte[] Frame(byte type, byte flags, int id, byte[] payload)
    {
        var frame = new byte[FrameHeaderBytes + payload.Length];
        (frame[0], frame[1], frame[2], frame[3], frame[4]) = ((byte)(payload.Length >> 16), (byte)(payload.Length >> 8), (byte)payload.Length, type, flags);
        BinaryPrimitives.WriteInt32BigEndian(frame.AsSpan(5), id);
        payload.CopyTo(frame, FrameHeaderBytes);
        return frame;
    }

    // RFC 7541, 6.2.3: a literal that is never indexed, with a new name.
    private static byte[] Field((string Name, string Value) field) => [0x10, .. Text(field.Name), .. Text(field.Value)];

    // RFC 7541, 5.1 and 5.2: a length with a prefix of seven bits, without Huffman's code.
    private static byte[] Text(string text)
    {
        List<byte> bytes = [];
        var length = text.Length;
        if (length < 0x7F)
        {
            bytes.Add((byte)length);
        }
        else
        {
            bytes.Add(0x7F);
            for (length -= 0x7F; length >= 0x80; length >>= 7)
            {
                bytes.Add((byte)((length & 0x7F) | 0x80));
            }

            bytes.Add((byte)length);
        }

        return [.. bytes, .. Encoding.ASCII.GetBytes(text)];
    }
}
