using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace CyberExchange.Interop.Csaf;

/// <summary>The state of an object that is being read.</summary>
[StructLayout(LayoutKind.Auto)]
internal struct CsafObject
{
    public CsafShape Shape;
    public ulong SeenMembers;
    public int MemberCount;
    public HashSet<string>? OtherMembers;
}

/// <summary>The state of an array that is being read.</summary>
[StructLayout(LayoutKind.Auto)]
internal struct CsafArray
{
    public int ItemsMin;
    public int ItemCount;
}

/// <summary>Reads one entry of an array.</summary>
internal delegate void CsafItemReader(ref CsafJson json);

/// <summary>Reads one entry of an array into the summary.</summary>
internal delegate void CsafSummaryItemReader(ref CsafJson json, CsafSummary summary);

/// <summary>
/// Moves through the JSON of one document, value by value, and keeps the place for problems. Each reading method starts
/// on the first token of a value and ends on its last, whatever it found there.
/// </summary>
/// <remarks>
/// Malformed JSON, too much depth and too many entries stop the reading: every loop over members or items then ends.
/// All else is reported and reading goes on with the next value.
/// </remarks>
internal ref struct CsafJson
{
    private readonly ReadOnlySpan<byte> _bytes;
    private readonly CsafProblems _problems;
    private readonly CsafPath _path = new();
    private Utf8JsonReader _reader;

    public CsafJson(ReadOnlySpan<byte> bytes, CsafProblems problems)
    {
        _bytes = bytes;
        _problems = problems;
        // One level more than allowed, so that the depth is refused here with its own code.
        _reader = new Utf8JsonReader(bytes, new JsonReaderOptions { MaxDepth = CsafLimits.DepthMax + 1 });
    }

    /// <summary>Notices texts that stand in one array twice.</summary>
    public CsafDistinctTexts DistinctTexts { get; } = new();

    public readonly bool IsStopped => _problems.IsStopped;

    public readonly bool HasProblems => _problems.Count > 0;

    /// <summary>Where the current token starts, as an offset into the document.</summary>
    public readonly int TokenStart => (int)_reader.TokenStartIndex;

    /// <summary>The document from an offset up to and with the current token.</summary>
    public readonly ReadOnlySpan<byte> Since(int start) => _bytes[start..(int)_reader.BytesConsumed];

    public readonly bool IsObject => _reader.TokenType == JsonTokenType.StartObject;

    public readonly bool IsNumber => _reader.TokenType == JsonTokenType.Number;

    /// <summary>Moves to the first token of the document.</summary>
    public bool Begin() => Advance();

    /// <summary>Reports whatever but white space follows the document's one value.</summary>
    public void End()
    {
        if (!IsStopped)
        {
            Advance();
        }
    }

    public bool BeginObject(CsafShape shape, out CsafObject at)
    {
        at = new CsafObject { Shape = shape };
        if (_reader.TokenType != JsonTokenType.StartObject)
        {
            ReportType("an object");
            return false;
        }

        _path.Push();
        return true;
    }

    /// <summary>Moves to the value of the next member. At the end of the object, reports what the object lacks.</summary>
    /// <param name="member">The name if the shape defines it, else empty; the caller then passes <see cref="Anything"/>.</param>
    public bool NextMember(ref CsafObject at, out string member)
    {
        member = "";
        if (!Advance())
        {
            return false;
        }

        if (_reader.TokenType == JsonTokenType.EndObject)
        {
            _path.Pop();
            ReportMissing(at);
            return false;
        }

        _path.SetMember((int)_reader.TokenStartIndex + 1, _reader.ValueSpan.Length);
        if (++at.MemberCount > CsafLimits.ObjectMembersMax)
        {
            Stop(CsafProblemKind.Count, $"One object may have {CsafLimits.ObjectMembersMax} members; this one has more.");
            return false;
        }

        member = NoteMember(ref at);
        return Advance();
    }

    public bool BeginArray(int itemsMin, out CsafArray at)
    {
        at = new CsafArray { ItemsMin = itemsMin };
        if (_reader.TokenType != JsonTokenType.StartArray)
        {
            ReportType("an array");
            return false;
        }

        _path.Push();
        return true;
    }

    /// <summary>Moves to the next entry. At the end of the array, reports when there were too few.</summary>
    public bool NextItem(ref CsafArray at)
    {
        if (!Advance())
        {
            return false;
        }

        if (_reader.TokenType == JsonTokenType.EndArray)
        {
            _path.Pop();
            if (at.ItemCount < at.ItemsMin)
            {
                Report(CsafProblemKind.Empty, $"This array needs at least {at.ItemsMin} {(at.ItemsMin == 1 ? "entry" : "entries")}; leave the member out if there is nothing to list.");
            }

            return false;
        }

        _path.SetIndex(at.ItemCount++);
        if (at.ItemCount > CsafLimits.ArrayItemsMax)
        {
            Stop(CsafProblemKind.Count, $"One array may have {CsafLimits.ArrayItemsMax} entries; this one has more.");
            return false;
        }

        return true;
    }

    /// <summary>Reads an array whose entries are all of one kind.</summary>
    public void EachItem(int itemsMin, CsafItemReader read)
    {
        if (!BeginArray(itemsMin, out var items))
        {
            return;
        }

        while (NextItem(ref items))
        {
            read(ref this);
        }
    }

    /// <summary>Reads an array whose entries are all of one kind and have a say in the summary.</summary>
    public void EachItem(int itemsMin, CsafSummary summary, CsafSummaryItemReader read)
    {
        if (!BeginArray(itemsMin, out var items))
        {
            return;
        }

        while (NextItem(ref items))
        {
            read(ref this, summary);
        }
    }

    /// <summary>Passes one value of any type. What holds for all JSON here is checked: keys, text, numbers, depth and counts.</summary>
    public void Anything()
    {
        switch (_reader.TokenType)
        {
            case JsonTokenType.StartObject:
                BeginObject(CsafShape.Unknown, out var members);
                while (NextMember(ref members, out _))
                {
                    Anything();
                }

                break;
            case JsonTokenType.StartArray:
                BeginArray(0, out var items);
                while (NextItem(ref items))
                {
                    Anything();
                }

                break;
            case JsonTokenType.String:
                IsUnicode();
                break;
            case JsonTokenType.Number:
                TryNumber(out _);
                break;
            default:
                break; // true, false and null have nothing to check
        }
    }

    /// <summary>A text of at least one character, still in UTF-8. False when the value is not one, which is then reported.</summary>
    public bool TryText(out ReadOnlySpan<byte> utf8)
    {
        utf8 = default;
        if (_reader.TokenType != JsonTokenType.String)
        {
            ReportType("a text");
            return false;
        }

        if (!IsUnicode())
        {
            return false;
        }

        utf8 = Unescaped();
        if (utf8.IsEmpty)
        {
            Report(CsafProblemKind.Empty, "This text is empty; write it or leave the member out.");
            return false;
        }

        return true;
    }

    /// <summary>A number that a double holds. False when the value is not one, which is then reported.</summary>
    public bool TryNumber(out double number)
    {
        number = 0;
        if (_reader.TokenType != JsonTokenType.Number)
        {
            ReportType("a number");
            return false;
        }

        if (_reader.TryGetDouble(out number) && double.IsFinite(number))
        {
            return true;
        }

        Report(CsafProblemKind.Range, "This number is too large for a 64-bit floating-point number.");
        return false;
    }

    /// <summary>Reports a problem at the current place, or at a member of it.</summary>
    public readonly void Report(CsafProblemKind kind, string detail, string below = "") =>
        _problems.Add(new CsafProblem(kind, _path.ToPointer(_bytes) + below, detail));

    /// <summary>Reports a problem after which the rest of the document cannot be judged.</summary>
    public readonly void Stop(CsafProblemKind kind, string detail)
    {
        Report(kind, detail);
        _problems.Stop();
    }

    /// <summary>Stops with a problem that explains away those found before it.</summary>
    public readonly void StopForThisAlone(CsafProblemKind kind, string detail)
    {
        _problems.Clear();
        Stop(kind, detail);
    }

    private bool Advance()
    {
        if (IsStopped)
        {
            return false;
        }

        try
        {
            if (!_reader.Read())
            {
                return false;
            }
        }
        catch (JsonException at)
        {
            Stop(CsafProblemKind.Json, $"This stops being JSON at line {at.LineNumber + 1}, byte {at.BytePositionInLine + 1}; look there for a missing quote, comma or bracket, or for text after the end.");
            return false;
        }

        if (_reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray && _reader.CurrentDepth >= CsafLimits.DepthMax)
        {
            Stop(CsafProblemKind.Depth, $"Objects and arrays may nest {CsafLimits.DepthMax} deep; this goes deeper.");
            return false;
        }

        return true;
    }

    /// <summary>Names the member at the reader and remembers it, so that it is noticed when it comes again.</summary>
    private string NoteMember(ref CsafObject at)
    {
        if (!IsUnicode())
        {
            return "";
        }

        var name = Unescaped();
        var index = at.Shape.Members.IndexOf(name);
        var isNew = index >= 0
            ? (at.SeenMembers & (1UL << index)) == 0
            : (at.OtherMembers ??= new HashSet<string>(StringComparer.Ordinal)).Add(Encoding.UTF8.GetString(name));
        if (!isNew)
        {
            Report(CsafProblemKind.DuplicateKey, "This member stands here twice; readers differ in which one they take, so keep one.");
        }

        if (index < 0)
        {
            return "";
        }

        at.SeenMembers |= 1UL << index;
        return at.Shape.Members[index];
    }

    private readonly void ReportMissing(in CsafObject at)
    {
        for (var i = 0; i < at.Shape.RequiredCount; i++)
        {
            if ((at.SeenMembers & (1UL << i)) == 0)
            {
                Report(CsafProblemKind.Required, $"CSAF 2.0 requires the member `{at.Shape.Members[i]}` here.");
            }
        }

        if (at.MemberCount < at.Shape.MembersMin || at.MemberCount > at.Shape.MembersMax)
        {
            var wanted = at.Shape.MembersMin == at.Shape.MembersMax ? "exactly" : "at least";
            Report(CsafProblemKind.Empty, $"This object needs {wanted} {at.Shape.MembersMin} of: {at.Shape.Members}.");
        }
    }

    private void ReportType(string wanted)
    {
        Report(CsafProblemKind.Type, $"CSAF 2.0 wants {wanted} here.");
        Anything();
    }

    /// <summary>Reports half a surrogate pair, which only an escape can write into valid UTF-8.</summary>
    private readonly bool IsUnicode()
    {
        if (!_reader.ValueIsEscaped || !CsafText.HasLoneSurrogate(_reader.ValueSpan))
        {
            return true;
        }

        Report(CsafProblemKind.Encoding, "A \\u escape here writes half a surrogate pair; write both halves or the character itself.");
        return false;
    }

    private readonly ReadOnlySpan<byte> Unescaped()
    {
        if (!_reader.ValueIsEscaped)
        {
            return _reader.ValueSpan;
        }

        // An escape is never shorter than the UTF-8 of what it stands for.
        var buffer = new byte[_reader.ValueSpan.Length];
        return buffer.AsSpan(0, _reader.CopyString(buffer));
    }
}
