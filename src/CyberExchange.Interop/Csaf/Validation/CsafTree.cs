using System.Buffers.Text;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace CyberExchange.Interop.Csaf.Validation;

/// <summary>The values of one JSON text as rows of one array, in the order of the text: what the checks walk over.</summary>
/// <remarks>
/// A container is followed by its content, and knows where that ends; a member is the row of its name and the rows of its
/// value. Texts stay where they stand in the document, but for those with escapes, which are unescaped once.
/// </remarks>
internal sealed class CsafTree
{
    private readonly ReadOnlyMemory<byte> _bytes;
    private readonly List<Row> _rows;
    private readonly List<byte> _unescaped = [];

    private CsafTree(ReadOnlyMemory<byte> bytes)
    {
        _bytes = bytes;
        // Documents of publishers have 22 bytes and more for each value and name, so that the rows of these are made once.
        _rows = new List<Row>(Math.Clamp(bytes.Length / 22, 16, CsafLimits.ValuesMax));
    }

    public CsafNode Root => new(this, 0);

    /// <summary>Reads the whole text.</summary>
    /// <param name="bytes">Valid UTF-8.</param>
    /// <param name="findings">Told why the text cannot be read, and of members that stand twice.</param>
    /// <param name="valuesMax">How many values and member names it may have. What was kept before they were counted may have more.</param>
    /// <returns>Null when the text cannot be read.</returns>
    public static CsafTree? Read(ReadOnlyMemory<byte> bytes, CsafFindings findings, int valuesMax = CsafLimits.ValuesMax)
    {
        var tree = new CsafTree(bytes);
        try
        {
            return tree.Read(findings, valuesMax) ? tree : null;
        }
        catch (JsonException at)
        {
            findings.Unreadable($"This stops being JSON at line {at.LineNumber + 1}, byte {at.BytePositionInLine + 1}; look there for a missing quote, comma or bracket, or for text after the end.");
            return null;
        }
    }

    internal JsonTokenType KindOf(int row) => _rows[row].Kind;

    internal int EndOf(int row) => _rows[row].End;

    internal ReadOnlySpan<byte> TextOf(int row)
    {
        var at = CollectionsMarshal.AsSpan(_rows)[row];
        return at.Start >= 0 ? _bytes.Span.Slice(at.Start, at.Length) : CollectionsMarshal.AsSpan(_unescaped).Slice(~at.Start, at.Length);
    }

    /// <summary>The RFC 6901 pointer to a value: the way down to it from the root.</summary>
    internal string PointerTo(int row)
    {
        var pointer = new StringBuilder();
        for (var at = 0; at != row;)
        {
            var isObject = KindOf(at) is JsonTokenType.StartObject;
            var (child, index) = (at + 1, 0);
            for (; EndOf(isObject ? child + 1 : child) <= row; index++)
            {
                child = EndOf(isObject ? child + 1 : child);
            }

            var step = isObject ? NameOf(child) : index.ToString(System.Globalization.CultureInfo.InvariantCulture);
            pointer.Append('/').Append(step);
            at = isObject ? child + 1 : child;
        }

        return pointer.ToString();
    }

    private string NameOf(int row) =>
        CsafText.Shorten(Encoding.UTF8.GetString(TextOf(row))).Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal);

    private bool Read(CsafFindings findings, int valuesMax)
    {
        // One level more than allowed, so that the depth is refused here in words of our own.
        var reader = new Utf8JsonReader(_bytes.Span, new JsonReaderOptions { MaxDepth = CsafLimits.DepthMax + 1 });
        var open = new Stack<(int Row, int Entries)>();
        while (reader.Read())
        {
            if (_rows.Count == valuesMax)
            {
                findings.Unreadable($"One document may have {valuesMax} values and member names; this one has more.");
                return false;
            }

            if (reader.TokenType is JsonTokenType.EndObject or JsonTokenType.EndArray)
            {
                var container = open.Pop().Row;
                CollectionsMarshal.AsSpan(_rows)[container].End = _rows.Count;
                if (reader.TokenType is JsonTokenType.EndObject)
                {
                    ReportDuplicates(container, findings);
                }

                continue;
            }

            if (!CountEntry(open, reader.TokenType, findings))
            {
                return false;
            }

            Add(ref reader, findings);
            if (reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray)
            {
                open.Push((_rows.Count - 1, 0));
                if (open.Count > CsafLimits.DepthMax)
                {
                    findings.Unreadable($"Objects and arrays may nest {CsafLimits.DepthMax} deep; this goes deeper.");
                    return false;
                }
            }
        }

        return true;
    }

    private bool CountEntry(Stack<(int Row, int Entries)> open, JsonTokenType kind, CsafFindings findings)
    {
        if (!open.TryPop(out var at))
        {
            return true;
        }

        var isObject = KindOf(at.Row) is JsonTokenType.StartObject;
        var entries = at.Entries + (isObject && kind is not JsonTokenType.PropertyName ? 0 : 1);
        open.Push((at.Row, entries));
        if (entries <= (isObject ? CsafLimits.ObjectMembersMax : CsafLimits.ArrayItemsMax))
        {
            return true;
        }

        findings.Unreadable(isObject
            ? $"One object may have {CsafLimits.ObjectMembersMax} members; one in this document has more."
            : $"One array may have {CsafLimits.ArrayItemsMax} entries; one in this document has more.");
        return false;
    }

    private void Add(ref Utf8JsonReader reader, CsafFindings findings)
    {
        var row = new Row { Kind = reader.TokenType, End = _rows.Count + 1 };
        var isText = reader.TokenType is JsonTokenType.String or JsonTokenType.PropertyName;
        if (isText && reader.ValueIsEscaped)
        {
            (row.Start, row.Length) = Unescape(ref reader, findings);
        }
        else if (isText || reader.TokenType is JsonTokenType.Number)
        {
            (row.Start, row.Length) = ((int)reader.TokenStartIndex + (isText ? 1 : 0), reader.ValueSpan.Length);
        }

        if (reader.TokenType is JsonTokenType.Number && !(reader.TryGetDouble(out var number) && double.IsFinite(number)))
        {
            findings.Json($"The number at byte {row.Start} is too large for a 64-bit floating-point number; readers would differ in what they take it for.");
        }

        _rows.Add(row);
    }

    private (int Start, int Length) Unescape(ref Utf8JsonReader reader, CsafFindings findings)
    {
        var start = (int)reader.TokenStartIndex + 1;
        if (CsafText.HasLoneSurrogate(reader.ValueSpan))
        {
            findings.Json($"The \\u escape in the text at byte {start} writes half a surrogate pair; write both halves or the character itself.");
            return (start, reader.ValueSpan.Length);
        }

        // An escape is never shorter than the UTF-8 of what it stands for.
        var at = _unescaped.Count;
        CollectionsMarshal.SetCount(_unescaped, at + reader.ValueSpan.Length);
        var length = reader.CopyString(CollectionsMarshal.AsSpan(_unescaped)[at..]);
        CollectionsMarshal.SetCount(_unescaped, at + length);
        return (~at, length);
    }

    private void ReportDuplicates(int container, CsafFindings findings)
    {
        // Nearly every object has a few members, and comparing those costs less than hashing them.
        const int ComparedMax = 24;
        var names = new CsafNode(this, container).Members();
        Span<int> seen = stackalloc int[ComparedMax];
        var (count, hashed) = (0, (HashSet<string>?)null);
        foreach (var member in names)
        {
            if (count < ComparedMax)
            {
                for (var i = 0; i < count; i++)
                {
                    if (TextOf(seen[i]).SequenceEqual(member.Name))
                    {
                        ReportDuplicate(member, findings);
                    }
                }

                seen[count++] = member.NameRow;
                continue;
            }

            hashed ??= [.. seen.ToArray().Select(row => Encoding.UTF8.GetString(TextOf(row)))];
            if (!hashed.Add(Encoding.UTF8.GetString(member.Name)))
            {
                ReportDuplicate(member, findings);
            }
        }
    }

    // A pointer cannot tell the two apart, and outer containers are still open here, so the place is said in bytes. That of a
    // name with escapes is not kept.
    private void ReportDuplicate(CsafMember member, CsafFindings findings)
    {
        var start = _rows[member.NameRow].Start;
        var place = start < 0 ? "" : $", again at byte {start}";
        findings.Json($"The member \"{CsafText.Shorten(Encoding.UTF8.GetString(member.Name))}\" stands twice in one object{place}; readers differ in which one they take, so keep one.");
    }

    [StructLayout(LayoutKind.Auto)]
    private struct Row
    {
        /// <summary>Where the text starts in the document, or the complement of where it starts among the unescaped texts.</summary>
        public int Start;

        public int Length;

        /// <summary>The row after this value and all that is in it.</summary>
        public int End;

        public JsonTokenType Kind;
    }
}

/// <summary>One value of a document, or the absence of one. Whatever is asked of an absent value or of one of another type is empty.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct CsafNode(CsafTree Tree, int Row)
{
    public bool Exists => Tree is not null && Row >= 0;

    public JsonTokenType Kind => Exists ? Tree.KindOf(Row) : JsonTokenType.None;

    public bool IsObject => Kind is JsonTokenType.StartObject;

    public bool IsArray => Kind is JsonTokenType.StartArray;

    public bool IsText => Kind is JsonTokenType.String;

    /// <summary>The text in UTF-8.</summary>
    public ReadOnlySpan<byte> Utf8 => IsText ? Tree.TextOf(Row) : [];

    public string Text => Encoding.UTF8.GetString(Utf8);

    /// <summary>A value for a sentence, short and on one line.</summary>
    public string Quoted => '"' + CsafText.Shorten(Text) + '"';

    /// <summary>RFC 6901; that of the whole document for an absent value.</summary>
    public string Pointer => Exists ? Tree.PointerTo(Row) : "";

    /// <summary>The value of a member.</summary>
    public CsafNode this[ReadOnlySpan<byte> name]
    {
        get
        {
            foreach (var member in Members())
            {
                if (member.Name.SequenceEqual(name))
                {
                    return member.Value;
                }
            }

            return new(Tree, -1);
        }
    }

    public bool Is(ReadOnlySpan<byte> text) => IsText && Utf8.SequenceEqual(text);

    public bool TryNumber(out double number)
    {
        number = 0;
        return Kind is JsonTokenType.Number && Utf8Parser.TryParse(Tree.TextOf(Row), out number, out _) && double.IsFinite(number);
    }

    public bool TryInstant(out DateTimeOffset instant) => CsafFormats.TryDateTime(Utf8, out instant);

    public CsafItems Items() => new(this);

    public CsafMembers Members() => new(this);

    /// <summary>Whether two values are equal as JSON: members in any order, numbers by value.</summary>
    public bool EqualsJson(CsafNode other)
    {
        if (Kind != other.Kind)
        {
            return false;
        }

        switch (Kind)
        {
            case JsonTokenType.String:
                return Utf8.SequenceEqual(other.Utf8);
            case JsonTokenType.Number:
                return TryNumber(out var a) && other.TryNumber(out var b) && a.Equals(b);
            case JsonTokenType.StartArray:
                var (mine, theirs) = (Items(), other.Items());
                while (mine.MoveNext())
                {
                    if (!theirs.MoveNext() || !mine.Current.EqualsJson(theirs.Current))
                    {
                        return false;
                    }
                }

                return !theirs.MoveNext();
            case JsonTokenType.StartObject:
                var count = 0;
                foreach (var member in Members())
                {
                    count++;
                    if (other[member.Name] is not { Exists: true } value || !member.Value.EqualsJson(value))
                    {
                        return false;
                    }
                }

                foreach (var unused in other.Members())
                {
                    count--;
                }

                return count == 0;
            default:
                return true;
        }
    }

    /// <summary>The same number for equal values, and unlike one that an author could foresee.</summary>
    public int HashJson()
    {
        var hash = default(HashCode);
        hash.Add((int)Kind);
        switch (Kind)
        {
            case JsonTokenType.String:
                hash.AddBytes(Utf8);
                break;
            case JsonTokenType.Number:
                hash.Add(TryNumber(out var number) ? number : 0);
                break;
            case JsonTokenType.StartArray:
                foreach (var item in Items())
                {
                    hash.Add(item.HashJson());
                }

                break;
            case JsonTokenType.StartObject:
                var sum = 0;
                foreach (var member in Members())
                {
                    var one = default(HashCode);
                    one.AddBytes(member.Name);
                    one.Add(member.Value.HashJson());
                    sum = unchecked(sum + one.ToHashCode());
                }

                hash.Add(sum);
                break;
            default:
                break; // true, false and null are told apart by their kind
        }

        return hash.ToHashCode();
    }
}

/// <summary>A member of an object.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct CsafMember(CsafTree Tree, int NameRow)
{
    public ReadOnlySpan<byte> Name => Tree.TextOf(NameRow);

    public CsafNode Value => new(Tree, NameRow + 1);
}

/// <summary>The entries of an array.</summary>
[StructLayout(LayoutKind.Auto)]
internal struct CsafItems(CsafNode array)
{
    private readonly int _end = array.IsArray ? array.Tree.EndOf(array.Row) : 0;
    private int _row = array.Row;
    private bool _begun;

    public readonly CsafNode Current => new(array.Tree, _row);

    public readonly CsafItems GetEnumerator() => this;

    public bool MoveNext()
    {
        if (_end == 0)
        {
            return false;
        }

        _row = _begun ? array.Tree.EndOf(_row) : _row + 1;
        _begun = true;
        return _row < _end;
    }
}

/// <summary>The members of an object.</summary>
[StructLayout(LayoutKind.Auto)]
internal struct CsafMembers(CsafNode container)
{
    private readonly int _end = container.IsObject ? container.Tree.EndOf(container.Row) : 0;
    private int _row = container.Row;
    private bool _begun;

    public readonly CsafMember Current => new(container.Tree, _row);

    public readonly CsafMembers GetEnumerator() => this;

    public bool MoveNext()
    {
        if (_end == 0)
        {
            return false;
        }

        _row = _begun ? container.Tree.EndOf(_row + 1) : _row + 1;
        _begun = true;
        return _row < _end;
    }
}
