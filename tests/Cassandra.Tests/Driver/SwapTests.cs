using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Text.Json;

namespace IrcNats.Cassandra.Tests.Driver;

/// <summary>One property puts the official package in the place of the bundled driver.</summary>
public sealed class SwapTests
{
    private const string Package = "CassandraCSharpDriver";

    [Fact]
    public async Task Without_the_property_the_bundled_project_is_referenced()
    {
        JsonElement items = await ItemsAsync();
        Assert.DoesNotContain(Package, Names(items, "PackageReference"));
        Assert.Contains(
            Names(items, "ProjectReference"), p => p.EndsWith($"{Package}.csproj", StringComparison.Ordinal));
    }

    [Fact]
    public async Task With_the_property_the_package_is_referenced_in_its_version()
    {
        JsonElement items = await ItemsAsync("-p:OfficialCassandraDriver=true");
        Assert.Contains(Package, Names(items, "PackageReference"));
        Assert.DoesNotContain(Names(items, "ProjectReference"), p => p.Contains(Package, StringComparison.Ordinal));
        JsonElement version = items.GetProperty("PackageVersion").EnumerateArray()
            .Single(v => v.GetProperty("Identity").GetString() == Package);
        Assert.Equal("3.22.0", version.GetProperty("Version").GetString());
        // What looks into the bundled driver is not compiled with the package.
        Assert.DoesNotContain(Names(items, "Compile"), file => file.StartsWith("Inside", StringComparison.Ordinal));
    }

    private static async Task<JsonElement> ItemsAsync(params string[] more)
    {
        ProcessStartInfo start = new("dotnet") { RedirectStandardOutput = true };
        foreach (string argument in (string[])["msbuild", Project(),
            "-getItem:PackageReference,ProjectReference,PackageVersion,Compile", .. more])
            start.ArgumentList.Add(argument);
        using Process build = Process.Start(start)!;
        string output = await build.StandardOutput.ReadToEndAsync().WaitAsync(TimeSpan.FromMinutes(2));
        return JsonDocument.Parse(output).RootElement.GetProperty("Items");
    }

    private static IEnumerable<string> Names(JsonElement items, string kind) =>
        items.GetProperty(kind).EnumerateArray().Select(i => i.GetProperty("Identity").GetString()!);

    private static string Project([CallerFilePath] string here = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "../Cassandra.Tests.csproj"));
}
