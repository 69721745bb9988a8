using System.Reflection;
using System.Security.Cryptography;
using System.Text;

namespace CivicPulse.Platform.Data;

internal enum MigrationScope { Host, Tenant }

/// <summary>One dated SQL file of Platform or of a module: <c>.../Migrations/{Host|Tenant}/{date}_{name}.sql</c>.</summary>
internal sealed record Migration(string Name, MigrationScope Scope, string Sql)
{
    public string Checksum { get; } = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Sql)));

    /// <summary>All files: by date first, then in the order of the house (Platform, then the modules as listed).</summary>
    public static IReadOnlyList<Migration> ReadAll(ModuleList modules)
    {
        var order = modules.All.Select((m, i) => (m.Name, Place: i + 1)).ToDictionary(m => m.Name, m => m.Place, StringComparer.Ordinal);
        return [.. modules.All.Select(m => m.GetType().Assembly).Prepend(typeof(Migration).Assembly).Distinct()
            .SelectMany(Read)
            .OrderBy(m => Path.GetFileName(m.Name)[..8], StringComparer.Ordinal)
            .ThenBy(m => order.GetValueOrDefault(m.Name.Split('/')[0]))
            .ThenBy(m => m.Name, StringComparer.Ordinal)];
    }

    /// <summary>What an installation adds to every tenant itself: SQL files of a folder, in the order of their names.</summary>
    public static IEnumerable<Migration> ReadFolder(string? folder) => string.IsNullOrEmpty(folder)
        ? []
        : Directory.EnumerateFiles(folder, "*.sql").Order(StringComparer.Ordinal)
            .Select(file => new Migration("Extra/" + Path.GetFileName(file), MigrationScope.Tenant, File.ReadAllText(file)));

    private static IEnumerable<Migration> Read(Assembly assembly)
    {
        foreach (var name in assembly.GetManifestResourceNames().Where(n => n.EndsWith(".sql", StringComparison.Ordinal)))
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
            var scope = name.Contains("/Migrations/Host/", StringComparison.Ordinal) ? MigrationScope.Host : MigrationScope.Tenant;
            yield return new Migration(name, scope, reader.ReadToEnd());
        }
    }
}
