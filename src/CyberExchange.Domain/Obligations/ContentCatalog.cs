using System.Collections.Frozen;
using System.Text.Json;
using NodaTime;

namespace CyberExchange.Domain.Obligations;

/// <summary>The rows of the report-once matrix, which required content of which law they answer, and the Japanese common forms.</summary>
/// <remarks>It follows the wording of the rulebook: a content that a later rulebook words anew is shown as not listed, never dropped.</remarks>
public sealed class ContentCatalog
{
    private static readonly Lazy<ContentCatalog> LazyShipped = new(ReadShipped);

    private readonly FrozenDictionary<string, ContentRow> _rows;
    private readonly FrozenDictionary<string, ContentMapping> _mappings;

    internal ContentCatalog(string version, IReadOnlyList<ContentRow> rows, IReadOnlyList<ContentMapping> mappings, IReadOnlyList<CommonForm> forms)
    {
        Version = version;
        Rows = rows;
        Mappings = mappings;
        CommonForms = forms;
        _rows = rows.ToFrozenDictionary(r => r.Key, StringComparer.Ordinal);
        _mappings = mappings.ToFrozenDictionary(m => m.Text, StringComparer.Ordinal);
    }

    /// <summary>The catalogue that came with the program.</summary>
    public static ContentCatalog Shipped => LazyShipped.Value;

    public string Version { get; }

    /// <summary>Every row, in the order of a form: who, when, what, why, whom it hit, what was done.</summary>
    public IReadOnlyList<ContentRow> Rows { get; }

    public IReadOnlyList<ContentMapping> Mappings { get; }

    /// <summary>Every version of every common form.</summary>
    public IReadOnlyList<CommonForm> CommonForms { get; }

    /// <summary>The row, or null where the key is unknown.</summary>
    public ContentRow? Find(string key) => _rows.GetValueOrDefault(key);

    /// <summary>The rows that answer a required content, or null where the catalogue does not know its wording.</summary>
    public ContentMapping? Of(string requiredContent) => _mappings.GetValueOrDefault(requiredContent);

    /// <summary>The common form for a class of incident on a day in Japan, or null where none is in force.</summary>
    /// <param name="classification">Class or type of the Reference Security Incident Taxonomy.</param>
    /// <param name="day">The day on which the report is prepared.</param>
    public CommonForm? FormFor(string classification, LocalDate day)
    {
        var inForce = CommonForms.Where(form => form.IsInForce(day)).ToList();
        return inForce.Find(form => form.Classes.Contains(classification, StringComparer.Ordinal)) ?? inForce.Find(form => form.Classes.Count == 0);
    }

    /// <summary>The version of a common form that is in force on a day, or null.</summary>
    public CommonForm? Form(string id, LocalDate day) => CommonForms.FirstOrDefault(form => form.Id == id && form.IsInForce(day));

    private static ContentCatalog ReadShipped()
    {
        using var resource = typeof(ContentCatalog).Assembly.GetManifestResourceStream("report-contents.json")
            ?? throw new InvalidOperationException("The program was built without its catalogue of report contents.");
        using var document = JsonDocument.Parse(resource);
        var faults = new List<RulebookFault>();
        var catalog = ContentCatalogReader.Read(document.RootElement, faults);
        return faults.Count == 0 ? catalog : throw new InvalidOperationException($"The shipped catalogue of report contents is faulty: {string.Join(' ', faults)}");
    }
}
