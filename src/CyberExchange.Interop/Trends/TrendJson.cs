using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;
using CyberExchange.Domain.Sharing;
using CyberExchange.Domain.Trends;

namespace CyberExchange.Interop.Trends;

/// <summary>Tables of an edition as JSON for readers. The form that is stored and hashed is <see cref="TrendEdition.Canonical"/>.</summary>
public static class TrendJson
{
    // Japanese stands as it is; what could end a script or an attribute is escaped.
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.Create(UnicodeRanges.All) };

    /// <summary>One table, with the id of its edition. A withheld number is null, and <c>withheld</c> beside it is true.</summary>
    public static byte[] Of(CitedEdition cited, EditionTable table) => Write(cited, json =>
    {
        json.WriteString("table", table.Id);
        json.WriteString("side", table.Side.Text());
        Write(json, "title", table.Title);
        Write(json, "counts", EditionWords.Counted(table.Id));
        json.WriteStartArray("rows");
        for (var row = 0; row < table.Rows.Count; row++)
        {
            json.WriteStartObject();
            json.WriteString("id", table.Rows[row].Id);
            json.WriteString("parent", table.Rows[row].Parent);
            Write(json, "name", table.Rows[row].Name);
            json.WriteStartArray("cells");
            for (var at = 0; at < table.Periods.Count; at++)
            {
                json.WriteStartObject();
                json.WriteString("period", table.Periods[at].ToString());
                Write(json, table.Numbers[row][at] is { } n ? (n, table.Editions[row][at]) : null);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
    });

    /// <summary>The sectors of both sides side by side. A side that has no counterpart is null.</summary>
    public static byte[] SideBySide(CitedEdition cited) => Write(cited, json =>
    {
        Write(json, "bridge", SectorBridge.Caution);
        json.WriteStartArray("lines");
        foreach (var line in Trends.SideBySide.Of(cited.Edition))
        {
            json.WriteStartObject();
            json.WriteString("period", line.Period.ToString());
            Write(json, "relation", line.Relation);
            json.WriteString("note", line.Note);
            Write(json, "eu", line.Eu, line.EuFigure);
            Write(json, "jp", line.Jp, line.JpFigure);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    });

    private static byte[] Write(CitedEdition cited, Action<Utf8JsonWriter> rest)
    {
        var edition = cited.Edition;
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, Options))
        {
            json.WriteStartObject();
            json.WriteString("edition", cited.Id);
            json.WriteString("label", cited.Label.Text());
            json.WriteNumber("number", edition.Number);
            json.WriteString("asOf", edition.AsOf.UtcDateTime);
            json.WriteString("corrects", edition.Corrects);
            json.WriteString("method", edition.Method);
            Write(json, "withheldBecause", WithheldWords.Why(edition.Rule));
            rest(json);
            json.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    private static void Write(Utf8JsonWriter json, string name, TrendRow? row, (long Number, int Edition)? figure)
    {
        if (row is null)
        {
            json.WriteNull(name);
            return;
        }

        json.WriteStartObject(name);
        json.WriteString("id", row.Id);
        Write(json, "name", row.Name);
        Write(json, figure);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, (long Number, int Edition)? figure)
    {
        if (figure is { } f)
        {
            json.WriteNumber("number", f.Number);
            json.WriteNumber("edition", f.Edition);
            return;
        }

        json.WriteNull("number");
        json.WriteBoolean(WithheldWords.Mark, true);
    }

    private static void Write(Utf8JsonWriter json, string name, Words words)
    {
        json.WriteStartObject(name);
        json.WriteString("en", words.En);
        json.WriteString("ja", words.Ja);
        json.WriteString("fr", words.Fr);
        json.WriteEndObject();
    }
}
