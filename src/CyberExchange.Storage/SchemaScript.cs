using System.Globalization;
using System.Reflection;
using System.Security.Cryptography;
using System.Text;

namespace CyberExchange.Storage;

/// <summary>One numbered step of the schema, forward only, embedded in the program as <c>Scripts/NNNN-name.sql</c>.</summary>
/// <param name="Number">The four digits before the first hyphen; scripts run in this order.</param>
/// <param name="Name">The rest of the file name, without its ending.</param>
/// <param name="Text">The SQL, run in one transaction.</param>
/// <param name="Sha256">SHA-256 of the file's bytes: an applied script may never change.</param>
public sealed record SchemaScript(int Number, string Name, string Text, ReadOnlyMemory<byte> Sha256)
{
    private const string Folder = ".Scripts.";

    /// <summary>Whether it makes roles, which belong to the cluster: the login runs it, for cx_owner may make none.</summary>
    /// <remarks>Such a script is named <c>roles</c> or <c>...-roles</c>, and makes nothing else that must belong to cx_owner.</remarks>
    public bool MakesRoles => Name == "roles" || Name.EndsWith("-roles", StringComparison.Ordinal);

    /// <summary>The scripts of this program, lowest number first.</summary>
    /// <exception cref="InvalidOperationException">Two scripts have one number: the program was built wrongly.</exception>
    public static IReadOnlyList<SchemaScript> Embedded()
    {
        var assembly = typeof(SchemaScript).Assembly;
        var scripts = assembly.GetManifestResourceNames()
            .Where(name => name.Contains(Folder, StringComparison.Ordinal) && name.EndsWith(".sql", StringComparison.Ordinal))
            .Select(name => Load(assembly, name))
            .OrderBy(script => script.Number)
            .ToList();
        var twice = scripts.GroupBy(script => script.Number).FirstOrDefault(group => group.Skip(1).Any());
        return twice is null
            ? scripts
            : throw new InvalidOperationException($"Two schema scripts have number {twice.Key:0000}.");
    }

    /// <summary>Makes a script from its parts and hashes its text.</summary>
    public static SchemaScript Create(int number, string name, string text) =>
        new(number, name, text, SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    private static SchemaScript Load(Assembly assembly, string resource)
    {
        using var stream = assembly.GetManifestResourceStream(resource)!; // The name came from the assembly itself.
        using var reader = new StreamReader(stream, Encoding.UTF8);
        var file = resource[(resource.IndexOf(Folder, StringComparison.Ordinal) + Folder.Length)..^".sql".Length];
        var hyphen = file.IndexOf('-', StringComparison.Ordinal);
        var number = int.Parse(file[..hyphen], NumberStyles.None, CultureInfo.InvariantCulture);
        return Create(number, file[(hyphen + 1)..], reader.ReadToEnd());
    }
}
