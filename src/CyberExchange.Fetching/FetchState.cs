using System.Text.Json;
using System.Text.Json.Serialization;
using CyberExchange.Interop.Csaf.Validation;

namespace CyberExchange.Fetching;

/// <summary>What is known of one file of a provider from earlier runs.</summary>
public sealed record FetchRecord
{
    public required string Url { get; init; }

    public string? Etag { get; init; }

    public string? LastModified { get; init; }

    /// <summary>A document: lower-case hexadecimal digest of its bytes.</summary>
    public string? Sha512 { get; init; }

    /// <summary>A document: the date that its provider listed it with; null where it was listed without.</summary>
    public string? Listed { get; init; }

    /// <summary>A document: the listing that named it.</summary>
    public string? From { get; init; }

    /// <summary>A document: why it is not taken, which is for its own bytes; null where it is.</summary>
    public FetchReason? Reason { get; init; }

    public string? Detail { get; init; }

    /// <summary>A document that is not valid: by which tests, as <see cref="CsafValidator.Version"/> says it. One of another publisher: whose alone were taken.</summary>
    public string? TestedBy { get; init; }

    /// <summary>A document: true where a revision of it was brought in by this provider before; null where that is not known.</summary>
    public bool? IsBrought { get; init; }

    /// <summary>A document: when it was last asked for by a run that did not come to all documents; null for never.</summary>
    public DateTimeOffset? LookedAt { get; init; }

    /// <summary>Provider metadata: the text.</summary>
    public string? Body { get; init; }

    [JsonIgnore]
    public Validators Validators => new(Etag, LastModified);

    /// <summary>Whether a document of this URL was asked for, and not one that was forgotten since.</summary>
    internal bool IsOfDocument => Sha512 is not null || LookedAt is not null;

    /// <summary>Whether it was refused by other tests than today's, or while others were taken: it is looked at as if it were not known.</summary>
    /// <param name="publisher">The namespace whose documents alone are taken; null for any.</param>
    internal bool IsToBeTestedAnew(string? publisher) => Reason switch
    {
        FetchReason.Invalid => TestedBy != CsafValidator.Version,
        FetchReason.OtherPublisher => TestedBy != publisher,
        _ => false,
    };

    /// <summary>The record as a line of JSON.</summary>
    public string ToLine() => JsonSerializer.Serialize(this, FetchStateJson.Default.FetchRecord);

    /// <summary>Reads such a line; null where it is none.</summary>
    public static FetchRecord? Parse(string line)
    {
        try
        {
            return line.Length == 0 ? null : JsonSerializer.Deserialize(line, FetchStateJson.Default.FetchRecord);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

/// <summary>What is known of a provider, from one run to the next. A document stands in it with its digest only once it was taken, or refused for its own bytes; without, where it was asked for in vain.</summary>
/// <param name="onPut">Told of each new record, so that it can be kept; one at a time.</param>
public sealed class FetchState(Action<FetchRecord>? onPut = null)
{
    private readonly Dictionary<string, FetchRecord> _records = new(StringComparer.Ordinal);
    private readonly Lock _gate = new();

    public IReadOnlyList<FetchRecord> All
    {
        get
        {
            lock (_gate)
            {
                return [.. _records.Values];
            }
        }
    }

    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _records.Count;
            }
        }
    }

    public FetchRecord? Find(string url)
    {
        lock (_gate)
        {
            return _records.GetValueOrDefault(url);
        }
    }

    /// <summary>Documents that a listing named.</summary>
    public IReadOnlyList<FetchRecord> Of(Uri listing) =>
        [.. All.Where(record => record.From == listing.AbsoluteUri).OrderBy(record => record.Url, StringComparer.Ordinal)];

    public void Put(FetchRecord record)
    {
        lock (_gate)
        {
            if (_records.GetValueOrDefault(record.Url) != record)
            {
                _records[record.Url] = record;
                onPut?.Invoke(record);
            }
        }
    }

    /// <summary>Takes a record of an earlier run over; a later one for the same URL replaces it.</summary>
    public void Load(FetchRecord record)
    {
        lock (_gate)
        {
            _records[record.Url] = record;
        }
    }
}

/// <summary>Keeps a state in a file, one line of JSON for each record: a run that is killed loses at most the line it was writing.</summary>
public sealed class FetchStateFile : IDisposable
{
    private readonly FileStream _file;

    private FetchStateFile(FileStream file)
    {
        _file = file;
        State = new(Append);
    }

    public FetchState State { get; }

    /// <summary>Opens or makes the file, which nobody else can open meanwhile.</summary>
    /// <exception cref="IOException">It cannot be opened, or another run has it.</exception>
    public static FetchStateFile Open(string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var options = new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = FileShare.None };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        var file = new FileStream(path, options);
        var kept = new FetchStateFile(file);
        kept.Read();
        return kept;
    }

    public void Dispose() => _file.Dispose();

    // A line that was cut off when a run was killed is followed by a line feed, so that it costs that line only.
    private void Read()
    {
        using (var lines = new StreamReader(_file, leaveOpen: true))
        {
            while (lines.ReadLine() is { } line)
            {
                if (FetchRecord.Parse(line) is { } record)
                {
                    State.Load(record);
                }
            }
        }

        _file.Seek(0, SeekOrigin.End);
        if (_file.Length > 0)
        {
            _file.WriteByte((byte)'\n');
        }
    }

    private void Append(FetchRecord record)
    {
        _file.Write(JsonSerializer.SerializeToUtf8Bytes(record, FetchStateJson.Default.FetchRecord));
        _file.WriteByte((byte)'\n');
        _file.Flush();
    }
}

/// <summary>JSON of the state.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, UseStringEnumConverter = true)]
[JsonSerializable(typeof(FetchRecord))]
internal sealed partial class FetchStateJson : JsonSerializerContext;
