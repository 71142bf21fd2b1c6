using System.Globalization;
using System.Text;
using System.Text.Json;

namespace CyberExchange.Interop.Csaf.Validation;

/// <summary>A check of one document against the shapes of its schema.</summary>
/// <param name="isClosed">Whether the schema refuses members that it does not define (CSAF 2.1), or lets them stand (CSAF 2.0).</param>
internal sealed class CsafSchemaRun(CsafFindings findings, bool isClosed)
{
    private readonly CsafDistinctTexts _distinct = new();

    /// <summary>The test that fails where a shape does: the schema, or 6.1.8 within a CVSS object.</summary>
    public string Test { get; set; } = "schema";

    public bool IsClosed => isClosed;

    /// <summary>Members that no schema defines, whether it lets them stand or not.</summary>
    public List<CsafNode> Additional { get; } = [];

    public void Report(CsafNode at, string message, string below = "") => findings.Add(Test, at, below, message);

    /// <summary>Reports entries of an array that are equal to an earlier one.</summary>
    public void ReportEqualItems(CsafNode array)
    {
        _distinct.BeginArray();
        Dictionary<int, List<CsafNode>>? others = null;
        foreach (var item in array.Items())
        {
            if (item.IsText ? !_distinct.Add(item.Utf8) : IsSeen(others ??= [], item))
            {
                Report(item, "An equal entry stands in this array already; list it once.");
            }
        }
    }

    private static bool IsSeen(Dictionary<int, List<CsafNode>> seen, CsafNode item)
    {
        ref var alike = ref System.Runtime.InteropServices.CollectionsMarshal.GetValueRefOrAddDefault(seen, item.HashJson(), out _);
        alike ??= [];
        if (alike.Exists(item.EqualsJson))
        {
            return true;
        }

        alike.Add(item);
        return false;
    }
}

/// <summary>What the schema says of one kind of value.</summary>
internal abstract class CsafValueShape
{
    public abstract void Check(CsafNode node, CsafSchemaRun run);

    protected static void ReportType(CsafNode node, CsafSchemaRun run, string wanted) => run.Report(node, $"The schema wants {wanted} here.");
}

/// <summary>A text.</summary>
/// <param name="matches">What the text must be besides; null for any text.</param>
/// <param name="wanted">What that is, with an example.</param>
internal sealed class CsafTextShape(CsafTextShape.Matcher? matches = null, string wanted = "", int bytesMin = 1) : CsafValueShape
{
    public delegate bool Matcher(ReadOnlySpan<byte> utf8);

    public override void Check(CsafNode node, CsafSchemaRun run)
    {
        if (!node.IsText)
        {
            ReportType(node, run, "a text");
        }
        else if (node.Utf8.Length < bytesMin)
        {
            run.Report(node, "This text is empty; write it or leave the member out.");
        }
        else if (matches is not null && !matches(node.Utf8))
        {
            run.Report(node, $"{node.Quoted} is not {wanted}.");
        }
    }
}

/// <summary>One of a list of words.</summary>
internal sealed class CsafWordShape(params string[] words) : CsafValueShape
{
    private readonly CsafWords _words = new(words);

    public override void Check(CsafNode node, CsafSchemaRun run)
    {
        if (!node.IsText)
        {
            ReportType(node, run, "a text");
        }
        else if (_words.IndexOf(node.Utf8) < 0)
        {
            run.Report(node, _words.Count == 1 ? $"{node.Quoted} is not {_words}." : $"{node.Quoted} is none of: {_words}.");
        }
    }
}

/// <summary>A number of a range.</summary>
internal sealed class CsafNumberShape(double min, double max) : CsafValueShape
{
    public override void Check(CsafNode node, CsafSchemaRun run)
    {
        if (!node.TryNumber(out var number))
        {
            ReportType(node, run, "a number");
        }
        else if (number < min || number > max)
        {
            run.Report(node, string.Create(CultureInfo.InvariantCulture, $"The number lies between {min} and {max}; this one is {number}."));
        }
    }
}

/// <summary>True or false.</summary>
internal sealed class CsafTruthShape : CsafValueShape
{
    public override void Check(CsafNode node, CsafSchemaRun run)
    {
        if (node.Kind is not (JsonTokenType.True or JsonTokenType.False))
        {
            ReportType(node, run, "true or false");
        }
    }
}

/// <summary>An array whose entries are of one shape.</summary>
internal sealed class CsafArrayShape(CsafValueShape item, int itemsMin = 1, bool isDistinct = false) : CsafValueShape
{
    public override void Check(CsafNode node, CsafSchemaRun run)
    {
        if (!node.IsArray)
        {
            ReportType(node, run, "an array");
            return;
        }

        var items = 0;
        foreach (var entry in node.Items())
        {
            item.Check(entry, run);
            items++;
        }

        if (items < itemsMin)
        {
            run.Report(node, $"This array needs at least {itemsMin} {(itemsMin == 1 ? "entry" : "entries")}; leave the member out if there is nothing to list.");
        }

        if (isDistinct && items > 1)
        {
            run.ReportEqualItems(node);
        }
    }
}

/// <summary>An object with members of known shapes.</summary>
internal sealed class CsafObjectShape : CsafValueShape
{
    private readonly (byte[] Name, CsafValueShape Shape)[] _members;
    private readonly string[] _required;
    private readonly byte[][] _requiredNames;

    /// <param name="required">The names of the members that must be there, parted by spaces.</param>
    public CsafObjectShape(string required, params ReadOnlySpan<(string Name, CsafValueShape Shape)> members)
    {
        _required = required.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        _requiredNames = [.. _required.Select(Encoding.UTF8.GetBytes)];
        _members = new (byte[], CsafValueShape)[members.Length];
        for (var i = 0; i < members.Length; i++)
        {
            _members[i] = (Encoding.UTF8.GetBytes(members[i].Name), members[i].Shape);
        }
    }

    public int MembersMin { get; init; }

    public int MembersMax { get; init; } = int.MaxValue;

    /// <summary>Whether members that the schema does not define may stand here even where it refuses them elsewhere.</summary>
    public bool IsTolerant { get; init; }

    /// <summary>Whether any member may stand here, so that none is additional.</summary>
    public bool IsOpen { get; init; }

    /// <summary>Gives the shape of a member that can only be named when the object around it is there: a branch in a branch.</summary>
    public void Complete(string name, CsafValueShape shape)
    {
        var at = Array.FindIndex(_members, member => member.Name.AsSpan().SequenceEqual(Encoding.UTF8.GetBytes(name)));
        _members[at].Shape = shape;
    }

    public override void Check(CsafNode node, CsafSchemaRun run)
    {
        if (!node.IsObject)
        {
            ReportType(node, run, "an object");
            return;
        }

        var count = 0;
        foreach (var member in node.Members())
        {
            count++;
            if (ShapeOf(member.Name) is { } shape)
            {
                shape.Check(member.Value, run);
            }
            else if (!IsOpen)
            {
                run.Additional.Add(member.Value);
                if (run.IsClosed && !IsTolerant)
                {
                    run.Report(member.Value, "The schema defines no such member here, and allows none of one's own; remove it.");
                }
            }
        }

        for (var i = 0; i < _required.Length; i++)
        {
            if (!node[_requiredNames[i]].Exists)
            {
                run.Report(node, $"The schema requires the member `{_required[i]}` here.");
            }
        }

        if (count < MembersMin || count > MembersMax)
        {
            run.Report(node, $"This object needs {(MembersMin == MembersMax ? "exactly" : "at least")} {MembersMin} of the members that it may have; it has {count}.");
        }
    }

    private CsafValueShape? ShapeOf(ReadOnlySpan<byte> name)
    {
        foreach (var member in _members)
        {
            if (name.SequenceEqual(member.Name))
            {
                return member.Shape;
            }
        }

        return null;
    }
}

/// <summary>What holds besides the shape itself.</summary>
internal sealed class CsafGuardedShape(CsafValueShape shape, Action<CsafNode, CsafSchemaRun> also) : CsafValueShape
{
    public override void Check(CsafNode node, CsafSchemaRun run)
    {
        shape.Check(node, run);
        also(node, run);
    }
}

/// <summary>A shape that is chosen by what the value says of itself, under a test of its own.</summary>
internal sealed class CsafChosenShape(string test, Func<CsafNode, CsafValueShape> choose) : CsafValueShape
{
    public override void Check(CsafNode node, CsafSchemaRun run)
    {
        var before = run.Test;
        run.Test = test;
        choose(node).Check(node, run);
        run.Test = before;
    }
}
