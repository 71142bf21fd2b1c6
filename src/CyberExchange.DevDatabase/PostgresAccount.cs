using System.Diagnostics;

namespace CyberExchange.DevDatabase;

/// <summary>The account that PostgreSQL runs under: our own, or <c>nobody</c> when we are root.</summary>
/// <remarks>PostgreSQL refuses to run as root.</remarks>
internal sealed record PostgresAccount(string? UserName)
{
    public const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    public static PostgresAccount OfThisProcess() => new(Environment.IsPrivilegedProcess ? "nobody" : null);

    /// <summary>Tells whether the account can reach a folder, given that every folder above lets it pass.</summary>
    public bool CanReach(string folder)
    {
        if (UserName is null)
        {
            return true;
        }

        for (var above = new DirectoryInfo(folder); above is not null; above = above.Parent)
        {
            if (above.Exists && !above.UnixFileMode.HasFlag(UnixFileMode.OtherExecute))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Makes a folder that only the account can enter.</summary>
    public async Task MakeFolderAsync(string folder, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(folder, OwnerOnly);
        File.SetUnixFileMode(folder, OwnerOnly);
        if (UserName is not null)
        {
            await Programs.RunAsync(account: null, "chown", [UserName, folder], cancellationToken);
        }
    }

    public void ApplyTo(ProcessStartInfo start)
    {
        if (UserName is not null)
        {
            start.UserName = UserName;
        }
    }
}
