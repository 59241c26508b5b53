using IrcNats.Local;
using IrcNats.State;
using IrcNats.Wire;
using Microsoft.Data.Sqlite;

namespace IrcNats.Integration.Tests.Local;

/// <summary>The file of a network in one process: what it keeps, and which files it refuses.</summary>
public sealed class NetworkFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("ircnats-file-").FullName;

    private string Path => System.IO.Path.Combine(_folder, NetworkFile.FileName);

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void What_was_stored_is_there_when_it_is_opened_again()
    {
        using (NetworkFile file = Open())
        {
            Assert.Equal((1UL, 0UL), (file.First, file.Last));
            file.Append([[1], [2, 2]]);
            file.Append([[3]]);
        }

        using NetworkFile again = Open();
        Assert.Equal((1UL, 3UL), (again.First, again.Last));
        Assert.Equal([2, 2], again.Read(2));
        Assert.Null(again.Read(4));
        Assert.Null(again.Newest());
    }

    [Fact]
    public void The_two_newest_snapshots_are_kept()
    {
        using NetworkFile file = Open();
        file.Append([.. Enumerable.Range(0, 3).Select(i => new[] { (byte)i })]);
        for (ulong seq = 1; seq <= 3; seq++) file.Save(Snapshot(seq));
        Assert.Equal([3UL, 2UL], file.Snapshots().Select(s => s.Seq));
        Assert.All(file.Snapshots(), s => Assert.True(s.IsWhole));
        Assert.Equal(3UL, file.Newest()!.Seq);
    }

    [Fact]
    public void A_log_is_trimmed_up_to_an_entry_in_steps_and_its_last_entry_stays()
    {
        using NetworkFile file = Open();
        file.Append([.. Enumerable.Range(0, 12_000).Select(_ => new byte[10])]);
        Assert.True(file.Trim(1));
        Assert.False(file.Trim(11_000));
        Assert.Equal(10_001UL, file.First);
        Assert.True(file.Trim(11_000));
        Assert.Equal((11_000UL, 12_000UL), (file.First, file.Last));
        Assert.Null(file.Read(10_999));
        Assert.NotNull(file.Read(11_000));
        Assert.True(file.Trim(20_000));
        Assert.Equal(12_000UL, file.First);
    }

    [Fact]
    public void The_archivers_place_is_the_one_that_was_stored_last()
    {
        using (NetworkFile file = Open())
        {
            Assert.Null(file.Place());
            file.Append([[1], [2], [3]]);
            file.SavePlace(Snapshot(1));
            file.SavePlace(Snapshot(3));
            Assert.Empty(file.Snapshots());
        }

        using NetworkFile again = Open();
        Assert.Equal(3UL, again.Place()!.Seq);
    }

    [Fact]
    public void A_full_disk_stores_none_of_what_was_to_be_stored_together()
    {
        using NetworkFile file = Open();
        file.LimitTo(40_000);
        file.Append([[1]]);
        SqliteException full = Assert.Throws<SqliteException>(
            () => file.Append([.. Enumerable.Range(0, 100).Select(_ => new byte[1000])]));
        Assert.True(SqliteFaults.IsFull(full));
        Assert.Equal(1UL, file.Last);
        file.LimitTo(1L << 40);
        file.Append([[2]]);
        Assert.Equal([2], file.Read(2));
    }

    [Fact]
    public void A_file_that_another_program_has_locked_is_refused()
    {
        Open().Dispose();
        using SqliteConnection other = Connect();
        Run(other, "BEGIN EXCLUSIVE");
        Refuses("is in use: another program has locked it");
    }

    [Fact]
    public void Nobody_else_reads_or_writes_the_file_while_it_is_open()
    {
        using NetworkFile file = Open();
        using SqliteConnection other = Connect();
        SqliteException busy = Assert.Throws<SqliteException>(() => Run(other, "SELECT * FROM entry"));
        Assert.Equal(5, busy.SqliteErrorCode);
    }

    [Fact]
    public void A_file_of_another_network_is_refused()
    {
        Open().Dispose();
        UnusableDataException wrong = Assert.Throws<UnusableDataException>(
            () => NetworkFile.Open(_folder, "other"));
        Assert.Equal($"{Path} is of the network 'irc', not of 'other' (--network)", wrong.Message);
    }

    [Fact]
    public void A_file_of_a_newer_build_is_refused()
    {
        Open().Dispose();
        using (SqliteConnection newer = Connect()) Run(newer, "PRAGMA user_version = 9");
        Refuses("is of format 9, and this build knows 1: start the newer build that made it");
    }

    [Fact]
    public void Another_programs_database_is_refused()
    {
        using (SqliteConnection other = Connect()) Run(other, "CREATE TABLE people (name TEXT)");
        Refuses("is another program's, not the file of a network");
    }

    [Fact]
    public void What_is_no_database_is_refused()
    {
        File.WriteAllText(Path, new string('x', 10_000));
        Refuses("is not the file of a network, or its beginning is damaged");
    }

    [Fact]
    public void An_empty_file_is_refused()
    {
        File.WriteAllBytes(Path, []);
        Refuses("is damaged: it is empty");
    }

    [Fact]
    public void A_file_that_was_cut_off_is_refused()
    {
        Fill();
        using (FileStream file = File.OpenWrite(Path)) file.SetLength(file.Length / 2);
        Refuses("is damaged");
    }

    [Fact]
    public void An_entry_whose_bytes_were_overwritten_is_not_given_to_anyone()
    {
        Fill();
        byte[] bytes = File.ReadAllBytes(Path);
        int at = bytes.AsSpan().IndexOf(Enumerable.Repeat((byte)7, 500).ToArray());
        bytes[at + 100] = 8;
        File.WriteAllBytes(Path, bytes);
        using NetworkFile file = Open();
        UnusableDataException wrong = Assert.Throws<UnusableDataException>(() => file.Read(7));
        Assert.Contains($"{Path} is damaged: entry 7 does not have its checksum", wrong.Message);
        Assert.NotNull(file.Read(8));
    }

    [Fact]
    public void A_log_that_lost_what_a_snapshot_has_is_refused()
    {
        Fill();
        using (SqliteConnection other = Connect()) Run(other, "DELETE FROM entry WHERE seq > 5");
        Refuses("is damaged: the log ends at 5, and there is a snapshot of 20");
    }

    private NetworkFile Open() => NetworkFile.Open(_folder, "irc");

    private void Fill()
    {
        using NetworkFile file = Open();
        file.Append([.. Enumerable.Range(1, 60).Select(i => Enumerable.Repeat((byte)i, 1000).ToArray())]);
        file.Save(Snapshot(20));
    }

    private static StoredSnapshot Snapshot(ulong seq)
    {
        byte[] bytes = Codec.Encode(new Network().Save() with { At = new Position(seq, 0) });
        return new StoredSnapshot(seq, NetworkSnapshot.DigestOf(bytes), "root-1", 1, bytes);
    }

    private void Refuses(string why)
    {
        UnusableDataException wrong = Assert.Throws<UnusableDataException>(() => Open());
        Assert.StartsWith($"{Path} {why}", wrong.Message);
    }

    private SqliteConnection Connect()
    {
        SqliteConnection db = new($"Data Source={Path};Pooling=False;Default Timeout=1");
        db.Open();
        return db;
    }

    private static void Run(SqliteConnection db, string sql)
    {
        using SqliteCommand command = db.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
