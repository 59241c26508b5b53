using System.Diagnostics;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using IrcNats.Integration.Tests.Cluster;

namespace IrcNats.Integration.Tests.Root;

/// <summary>A root or a leaf beside a network, which is told by signals what to do.</summary>
public sealed class SignalTests : IDisposable
{
    private const string Good = "network: { name: Test }\nserver: { name: irc.test }\n";

    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);

    private readonly string _file = Path.GetTempFileName();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_root_reads_its_configuration_again_on_SIGHUP_and_ends_well_on_SIGTERM(bool withLeaf)
    {
        await using RealCluster cluster = await RealCluster.StartAsync(new ClusterShape { Leaves = 0 });
        await File.WriteAllTextAsync(_file, Good);
        string[] leaf = withLeaf ? ["--with-leaf", "--listen", "127.0.0.1:0"] : [];
        using Process root = Process.Start(ProgramTests.Program(
            ["--config", _file, "--name", "root-9", "--nats-url", cluster.Bus.Opts.Url, .. leaf]))!;
        Leash.Begun(root);
        List<string> ready = ["root-9 ready: standby"];
        if (withLeaf) ready.Add("root-9-leaf ready: ");
        await ReadToAsync(root.StandardOutput, ready);

        await SignalAsync(root, "HUP");
        await ReadToAsync(root.StandardError, $"{_file} was read again and is good");
        await File.WriteAllTextAsync(_file, Good + "mood: good\n");
        await SignalAsync(root, "HUP");
        await ReadToAsync(root.StandardError, $"{_file}:3: mood: unknown key (the old configuration stays in force)");
        await SignalAsync(root, "TERM");
        await root.WaitForExitAsync().WaitAsync(s_patience);
        Leash.Ended(root.Id);
        Assert.Equal((0, ""), (root.ExitCode, await root.StandardOutput.ReadToEndAsync()));
    }

    [Fact]
    public async Task A_leaf_looks_at_its_certificates_again_on_SIGHUP_and_stays()
    {
        await using RealCluster cluster = await RealCluster.StartAsync(new ClusterShape { Leaves = 0 });
        string key = _file + ".key";
        WriteCertificate(key);
        using Process leaf = Process.Start(ProgramTests.Leaf(
            "--name", "leaf-9", "--nats-url", cluster.Bus.Opts.Url, "--listen-tls", "127.0.0.1:0", "--tls-cert", _file,
            "--tls-key", key))!;
        Leash.Begun(leaf);
        await ReadToAsync(leaf.StandardOutput, "leaf-9 ready: ");
        WriteCertificate(key);
        await SignalAsync(leaf, "HUP");
        await ReadToAsync(leaf.StandardError, $"certificate {_file} was renewed");
        await File.WriteAllTextAsync(key, "broken");
        await SignalAsync(leaf, "HUP");
        await ReadToAsync(leaf.StandardError, $"the new certificate {_file} cannot be used, the old one stays: ");
        await SignalAsync(leaf, "TERM");
        await leaf.WaitForExitAsync().WaitAsync(s_patience);
        Leash.Ended(leaf.Id);
        Assert.Equal(0, leaf.ExitCode);
        File.Delete(key);
    }

    private void WriteCertificate(string keyFile)
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using X509Certificate2 certificate = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256)
            .CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        File.WriteAllText(_file, certificate.ExportCertificatePem());
        File.WriteAllText(keyFile, key.ExportPkcs8PrivateKeyPem());
    }

    public void Dispose() => File.Delete(_file);

    internal static async Task SignalAsync(Process process, string signal)
    {
        using Process kill = Process.Start("kill", [$"-{signal}", $"{process.Id}"]);
        await kill.WaitForExitAsync();
    }

    // Until each text was in a line, in any order.
    private static async Task ReadToAsync(StreamReader from, params IEnumerable<string> texts)
    {
        List<string> left = [.. texts];
        while (left.Count > 0)
        {
            string? line = await from.ReadLineAsync().WaitAsync(s_patience);
            Assert.NotNull(line);
            left.RemoveAll(text => line.Contains(text, StringComparison.Ordinal));
        }
    }
}
