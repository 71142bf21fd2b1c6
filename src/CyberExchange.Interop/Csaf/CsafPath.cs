using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace CyberExchange.Interop.Csaf;

/// <summary>The way from the root to the current value, kept as offsets and written out only for a problem.</summary>
internal sealed class CsafPath
{
    private readonly Step[] _steps = new Step[CsafLimits.DepthMax];
    private int _length;

    public void Push() => _steps[_length++] = new Step(0, 0, Kind.None);

    public void Pop() => _length--;

    /// <summary>The current value is that of a member, whose raw name lies at an offset of the document.</summary>
    public void SetMember(int nameStart, int nameLength) => _steps[_length - 1] = new Step(nameStart, nameLength, Kind.Member);

    public void SetIndex(int index) => _steps[_length - 1] = new Step(index, 0, Kind.Index);

    /// <summary>The RFC 6901 pointer to the current value.</summary>
    public string ToPointer(ReadOnlySpan<byte> document)
    {
        var pointer = new StringBuilder();
        foreach (var step in _steps.AsSpan(0, _length))
        {
            switch (step.Kind)
            {
                case Kind.Member:
                    pointer.Append('/').Append(NameOf(document.Slice(step.Start, step.Length)));
                    break;
                case Kind.Index:
                    pointer.Append('/').Append(step.Start.ToString(CultureInfo.InvariantCulture));
                    break;
                case Kind.None:
                    break;
            }
        }

        return pointer.ToString();
    }

    /// <summary>A member name as a pointer writes it. A name that is not Unicode stays in its escaped form.</summary>
    private static string NameOf(ReadOnlySpan<byte> raw)
    {
        var name = raw.Contains((byte)'\\') && !CsafText.HasLoneSurrogate(raw) ? Unescape(raw) : Encoding.UTF8.GetString(raw);
        return CsafText.Shorten(name)
            .Replace("~", "~0", StringComparison.Ordinal)
            .Replace("/", "~1", StringComparison.Ordinal);
    }

    private static string Unescape(ReadOnlySpan<byte> raw)
    {
        byte[] quoted = [(byte)'"', .. raw, (byte)'"'];
        var reader = new Utf8JsonReader(quoted);
        reader.Read();
        return reader.GetString() ?? "";
    }

    private enum Kind
    {
        None,
        Member,
        Index,
    }

    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Step(int Start, int Length, Kind Kind);
}
