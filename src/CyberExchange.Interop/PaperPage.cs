using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Unicode;

namespace CyberExchange.Interop;

/// <summary>What HTML pages for paper have in common: one style, no script, and nothing that is loaded.</summary>
public static class PaperPage
{
    internal const string Style = """
        @page{size:A4;margin:18mm 15mm}
        body{font:10.5pt/1.45 "Noto Sans","Noto Sans CJK JP","Hiragino Sans","Yu Gothic",sans-serif;color:#000;background:#fff;max-width:190mm;margin:1em auto;padding:0 1em}
        h1{font-size:15pt;margin:.2em 0}
        h2{font-size:11.5pt;margin:1.2em 0 .3em;border-bottom:1px solid #000;break-after:avoid}
        .side{width:50%}
        .banner{border:2px solid #000;padding:.5em .8em;margin:.8em 0}
        .banner p{margin:.2em 0}
        table{border-collapse:collapse;width:100%}
        th,td{border:1px solid #555;padding:.25em .45em;text-align:left;vertical-align:top}
        th{width:24%;font-weight:600;background:#f2f2f2}
        tr{break-inside:avoid}
        td div+div{margin-top:.6em}
        .value{unicode-bidi:isolate;white-space:pre-wrap;overflow-wrap:anywhere}
        .open{font-style:italic}
        .note{font-size:9pt;margin:.15em 0 0}
        footer{margin-top:1.5em;font-size:9pt;border-top:1px solid #000}
        @media print{body{max-width:none;margin:0;padding:0}th{background:none}}
        """;

    // What belongs to Unicode stands as it is; the encoder escapes markup and control characters whatever the range.
    private static readonly HtmlEncoder Encoder = HtmlEncoder.Create(UnicodeRanges.All);

    /// <summary>What a page may load, for the header <c>Content-Security-Policy</c>: its own style by its hash, and nothing else.</summary>
    public static string ContentSecurityPolicy { get; } =
        $"default-src 'none'; style-src 'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Style)))}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    /// <summary>Whatever anybody stated is text and never markup.</summary>
    internal static string Text(string text) => Encoder.Encode(text);
}
