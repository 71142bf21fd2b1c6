using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using CyberExchange.DevHost;
using CyberExchange.Server;
using Npgsql;
using Xunit;
using YamlDotNet.RepresentationModel;

namespace CyberExchange.Tests.Ops;

/// <summary>No container engine runs here, so these hold what a build of the image would trip over.</summary>
public sealed partial class ContainerTests
{
    private static readonly string Dockerfile = File.ReadAllText(Repository.PathOf("ops/Dockerfile"));
    private static readonly YamlMappingNode Services = (YamlMappingNode)LoadCompose()["services"];

    private static readonly string[] ReadByTheServer = AskedForByTheServer();

    [Fact]
    public void The_server_gets_every_setting_that_it_reads_and_no_other()
    {
        // A launcher's; in a container the server listens to all.
        var known = ReadByTheServer.Except([ServerSettings.ExitWithStdin, ServerSettings.Listen]);

        Assert.Equal(known.Order(StringComparer.Ordinal), Environment("server").Keys.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void The_launcher_sets_every_setting_that_the_server_reads_and_no_other()
    {
        var known = typeof(ServerSettings).GetFields(BindingFlags.Public | BindingFlags.Static)
            .Select(field => (string)field.GetRawConstantValue()!); // All are constants.

        Assert.Equal(ReadByTheServer.Order(StringComparer.Ordinal), known.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void The_image_sets_only_what_the_server_reads()
    {
        var set = EnvLine().Matches(Dockerfile).Select(line => line.Groups["name"].Value);

        Assert.Empty(set.Except(ReadByTheServer, StringComparer.Ordinal));
    }

    [Fact]
    public void The_server_sees_the_files_it_reads_where_the_launcher_puts_them_and_no_other()
    {
        const string mounted = "/run/cyberexchange/";
        var environment = Environment("server");
        string[] read =
        [
            ServerSettings.ServerCertificate, ServerSettings.ServerKey, ServerSettings.Trust, ServerSettings.Secrets, ServerSettings.BootstrapFile,
        ];
        var mounts = ((YamlSequenceNode)Services["server"]["volumes"]).Children.ToDictionary(m => Scalar(m["target"]), StringComparer.Ordinal);

        Assert.Equal(read.Select(name => environment[name]).Order(StringComparer.Ordinal), mounts.Keys.Order(StringComparer.Ordinal));
        Assert.All(mounts, mount =>
        {
            Assert.Equal($"${{CYBEREXCHANGE_HOME:-./.cyberexchange}}/{mount.Key[mounted.Length..]}", Scalar(mount.Value["source"]));
            Assert.Equal("true", Scalar(mount.Value["read_only"]));
        });
        var home = new InstanceHome("/run/cyberexchange");
        Assert.Equal(home.Secrets, environment[ServerSettings.Secrets]);
        Assert.Equal(home.BootstrapFile, environment[ServerSettings.BootstrapFile]);
        Assert.Equal("/run/cyberexchange/trust", environment[ServerSettings.Trust]);
        Assert.Equal("/run/cyberexchange/certificates/server.pem", environment[ServerSettings.ServerCertificate]);
        Assert.Equal("/run/cyberexchange/certificates/server.key", environment[ServerSettings.ServerKey]);
    }

    [Fact]
    public void A_password_with_signs_of_a_connection_string_stays_one_password()
    {
        const string password = "a;Host=elsewhere \"b\"=";
        var text = Environment("server")[ServerSettings.Database].Replace("${CYBEREXCHANGE_DATABASE_PASSWORD}", password, StringComparison.Ordinal);
        var connection = new NpgsqlConnectionStringBuilder(text);

        Assert.Equal(("database", password), (connection.Host, connection.Password));
    }

    [Fact]
    public void The_database_is_healthy_only_once_it_listens_to_the_network()
        => Assert.Contains("--host=127.0.0.1", ((YamlSequenceNode)Services["database"]["healthcheck"]["test"]).Children.Select(Scalar));

    [Fact]
    public void The_image_is_built_from_locked_packages()
        => Assert.Contains("-p:RestoreLockedMode=true", Dockerfile, StringComparison.Ordinal);

    [Fact]
    public void The_database_is_postgresql_18_and_is_waited_for()
    {
        Assert.Equal("postgres:18", Scalar(Services["database"]["image"]));
        Assert.Equal("service_healthy", Scalar(Services["server"]["depends_on"]["database"]["condition"]));
        Assert.Equal(["database:/var/lib/postgresql"], Texts("database", "volumes"));
        var connection = Environment("server")[ServerSettings.Database];
        var database = Environment("database");
        Assert.Contains($"Host=database;Database={database["POSTGRES_DB"]};Username={database["POSTGRES_USER"]};", connection, StringComparison.Ordinal);
        Assert.DoesNotContain("ports", ((YamlMappingNode)Services["database"]).Children.Keys.Select(Scalar));
    }

    [Fact]
    public void Both_services_have_a_health_check_and_the_port_is_the_same_everywhere()
    {
        Assert.All(Services.Children.Values, service => Assert.NotEmpty(((YamlSequenceNode)service["healthcheck"]["test"]).Children));
        var port = Environment("server")[ServerSettings.Port];
        Assert.Contains($"EXPOSE {port}", Dockerfile, StringComparison.Ordinal);
        Assert.Contains($"{ServerSettings.Port}={port}", Dockerfile, StringComparison.Ordinal);
        Assert.EndsWith($":{port}", Assert.Single(Texts("server", "ports")), StringComparison.Ordinal);
    }

    [Fact]
    public void The_image_is_built_from_paths_that_exist()
    {
        Assert.Equal("ops/Dockerfile", Scalar(Services["server"]["build"]["dockerfile"]));
        var copied = CopyLine().Matches(Dockerfile)
            .SelectMany(line => line.Groups["sources"].Value.Split(' ', StringSplitOptions.RemoveEmptyEntries)).ToList();

        Assert.NotEmpty(copied);
        Assert.All(copied, path => Assert.True(Path.Exists(Repository.PathOf(path)), path));
        Assert.True(File.Exists(Repository.PathOf(ProjectPath())));
    }

    [Fact]
    public void All_that_the_server_project_refers_to_is_copied_into_the_build()
    {
        var folder = Path.GetDirectoryName(Repository.PathOf(ProjectPath()))!; // A file in a folder.
        var references = XDocument.Load(Repository.PathOf(ProjectPath())).Descendants("ProjectReference")
            .Select(reference => Path.GetFullPath(Path.Combine(folder, reference.Attribute("Include")!.Value))); // Always there.

        Assert.All(references, path => Assert.StartsWith(Repository.PathOf("src/"), path, StringComparison.Ordinal));
    }

    [Fact]
    public void The_image_starts_the_server_as_an_unprivileged_account()
    {
        var last = Dockerfile[Dockerfile.LastIndexOf("FROM ", StringComparison.Ordinal)..];
        var assembly = Path.GetFileNameWithoutExtension(ProjectPath()) + ".dll";

        Assert.Contains("\nUSER $APP_UID\n", last, StringComparison.Ordinal);
        Assert.Contains($"ENTRYPOINT [\"dotnet\", \"{assembly}\"]", last, StringComparison.Ordinal);
    }

    [Fact]
    public void No_key_of_a_working_copy_goes_into_the_build()
    {
        var ignored = File.ReadAllLines(Repository.PathOf("ops/Dockerfile.dockerignore"));

        Assert.Contains(".cyberexchange", ignored);
        Assert.Contains(".git", ignored);
    }

    private static string[] AskedForByTheServer()
    {
        var asked = new HashSet<string>(StringComparer.Ordinal);
        ServerOptions.Read(name =>
        {
            asked.Add(name);
            return null;
        });
        return [.. asked];
    }

    private static string ProjectPath() => PublishLine().Match(Dockerfile).Groups["project"].Value;

    private static YamlMappingNode LoadCompose()
    {
        using var reader = new StreamReader(Repository.PathOf("docker-compose.yml"));
        var yaml = new YamlStream();
        yaml.Load(reader);
        return (YamlMappingNode)yaml.Documents.Single().RootNode;
    }

    private static Dictionary<string, string> Environment(string service)
        => ((YamlMappingNode)Services[service]["environment"]).Children
            .ToDictionary(pair => Scalar(pair.Key), pair => Scalar(pair.Value), StringComparer.Ordinal);

    private static IEnumerable<string> Texts(string service, string key)
        => ((YamlSequenceNode)Services[service][key]).Children.Select(Scalar);

    private static string Scalar(YamlNode node)
        => ((YamlScalarNode)node).Value ?? throw new InvalidDataException("an empty value in docker-compose.yml");

    [GeneratedRegex("^ENV (?<name>[A-Z_]+)=", RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex EnvLine();

    [GeneratedRegex(@"^COPY (?!--from)(?<sources>.+) \S+$", RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex CopyLine();

    [GeneratedRegex(@"^RUN dotnet publish (?<project>\S+)", RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex PublishLine();
}
