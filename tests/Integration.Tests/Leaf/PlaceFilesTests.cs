using IrcNats.Leaf.Transport;
using IrcNats.State;

namespace IrcNats.Integration.Tests.Leaf;

/// <summary>Files that say where addresses are. One that cannot be used is told of, and nobody is kept out.</summary>
public sealed class PlaceFilesTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("places").FullName;
    private readonly List<string> _alarms = [], _read = [];

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Files_are_put_together()
    {
        using PlaceFiles places = Open(Countries(), Systems());
        Assert.Equal(
            new Location { Country = "DE", Asn = 64496, AsnName = "An Example of a Network with a Name that is Long" },
            places.Find("192.0.2.7"));
        Assert.Equal(new Location { Country = "FR" }, places.Find("198.51.100.1"));
        Assert.Null(places.Find("203.0.113.1"));
        Assert.Null(places.Find("2001:db8::1"));
        Assert.Null(places.Find("nowhere"));
        Assert.Empty(_alarms);
        Assert.Equal(["countries.mmdb: Test-Country of 2023-11-14", "systems.mmdb: Test-ASN of 2023-11-14"], _read);
    }

    [Theory]
    [InlineData(0.5)]
    [InlineData(0.98)]
    public void One_that_is_cut_off_is_told_of_and_the_other_is_used(double kept)
    {
        string cut = Countries();
        byte[] bytes = File.ReadAllBytes(cut);
        File.WriteAllBytes(cut, bytes[..(int)(bytes.Length * kept)]);
        using PlaceFiles places = Open(cut, Systems());
        Assert.Equal(64496, places.Find("192.0.2.7")!.Asn);
        Assert.StartsWith("countries.mmdb: ", Assert.Single(_alarms));
    }

    [Fact]
    public void One_of_another_kind_or_none_is_told_of()
    {
        string other = Path.Combine(_folder, "other.txt");
        File.WriteAllText(other, "this is no file of addresses");
        using PlaceFiles places = Open(other, Path.Combine(_folder, "missing.mmdb"));
        Assert.Null(places.Find("192.0.2.7"));
        Assert.StartsWith("other.txt: ", _alarms[0]);
        Assert.Equal("missing.mmdb: there is no such file", _alarms[1]);
    }

    [Fact]
    public void One_whose_middle_is_broken_keeps_nobody_out()
    {
        string broken = Countries();
        byte[] bytes = File.ReadAllBytes(broken);
        int end = bytes.AsSpan().IndexOf("MaxMind.com"u8);
        for (int i = end / 2; i < end - 3; i++) bytes[i] = 0xff;
        File.WriteAllBytes(broken, bytes);
        using PlaceFiles places = Open(broken);
        foreach (string address in (string[])["192.0.2.7", "198.51.100.1", "10.0.0.1"]) places.Find(address);
        Assert.True(_alarms.Count <= 1);
    }

    [Fact]
    public void One_that_changes_is_read_again_and_one_that_breaks_stays_as_it_was()
    {
        string file = Countries();
        using PlaceFiles places = Open(file);
        places.Look();
        Assert.Single(_read);
        PlaceFile.Write(file, "Test-Country", ("192.0.2.0/24", CountryOf("AT")));
        File.SetLastWriteTimeUtc(file, DateTime.UtcNow.AddMinutes(1));
        places.Look();
        Assert.Equal("AT", places.Find("192.0.2.7")!.Country);
        File.WriteAllText(file, "broken");
        File.SetLastWriteTimeUtc(file, DateTime.UtcNow.AddMinutes(2));
        places.Look();
        Assert.Equal("AT", places.Find("192.0.2.7")!.Country);
        Assert.Single(_alarms);
    }

    private PlaceFiles Open(params string[] files) => new(
        files, TimeProvider.System, (file, why) => _alarms.Add($"{Path.GetFileName(file)}: {why}"),
        (file, what) => _read.Add($"{Path.GetFileName(file)}: {what}"));

    private string Countries()
    {
        string file = Path.Combine(_folder, "countries.mmdb");
        PlaceFile.Write(
            file, "Test-Country", ("192.0.2.0/24", CountryOf("DE")), ("198.51.100.0/25", CountryOf("FR")));
        return file;
    }

    private string Systems()
    {
        string file = Path.Combine(_folder, "systems.mmdb");
        PlaceFile.Write(file, "Test-ASN", ("192.0.2.0/25", new Dictionary<string, object>
        {
            ["autonomous_system_number"] = 64496U,
            ["autonomous_system_organization"] = "An Example of a Network with a Name that is Long",
        }));
        return file;
    }

    private static Dictionary<string, object> CountryOf(string code) => new()
    {
        ["country"] = new Dictionary<string, object> { ["iso_code"] = code, ["geoname_id"] = 1U },
    };
}
