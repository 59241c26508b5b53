using Cassandra;
using Cassandra.Protocol;

namespace IrcNats.Cassandra.Tests.Inside;

/// <summary>What a server would send.</summary>
internal static class Samples
{
    private const short Bigint = 2, Varchar = 13;

    /// <summary>A page of rows whose first column is a number and whose others are texts.</summary>
    public static byte[] Rows(string[] columns, object?[][] rows, byte[]? pagingState = null) => Bytes.Of(to =>
    {
        to.Int(2);
        to.Int(pagingState is null ? 1 : 3);
        to.Int(columns.Length);
        if (pagingState is not null) to.Bytes(pagingState);
        to.Text("keyspace");
        to.Text("table");
        for (int i = 0; i < columns.Length; i++)
        {
            to.Text(columns[i]);
            to.Short(i == 0 ? Bigint : Varchar);
        }

        to.Int(rows.Length);
        foreach (object? value in rows.SelectMany(r => r))
        {
            if (value is null) to.Null();
            else if (value is long number) to.Bytes(Bytes.Of(b => b.Long(number)));
            else to.Bytes(System.Text.Encoding.UTF8.GetBytes((string)value));
        }
    });

    /// <summary>Rows of system.peers_v2.</summary>
    public static byte[] Hosts(IReadOnlyList<System.Net.IPEndPoint> hosts, string datacenter) => Bytes.Of(to =>
    {
        (string Name, int Type)[] columns =
        [
            ("peer", 0x10), ("host_id", 0x0C), ("data_center", Varchar), ("native_address", 0x10), ("native_port", 9),
        ];
        to.Int(2);
        to.Int(1);
        to.Int(columns.Length);
        to.Text("system");
        to.Text("peers_v2");
        foreach ((string name, int type) in columns)
        {
            to.Text(name);
            to.Short(type);
        }

        to.Int(hosts.Count);
        foreach (System.Net.IPEndPoint host in hosts)
        {
            to.Bytes(host.Address.GetAddressBytes());
            to.Bytes(Guid.NewGuid().ToByteArray());
            to.Bytes(System.Text.Encoding.UTF8.GetBytes(datacenter));
            to.Bytes(host.Address.GetAddressBytes());
            to.Bytes(Bytes.Of(b => b.Int(host.Port)));
        }
    });

    public static byte[] Void() => Bytes.Of(to => to.Int(1));

    public static byte[] Error(int code, string message, Action<BodyWriter>? more = null) => Bytes.Of(to =>
    {
        to.Int(code);
        to.Text(message);
        more?.Invoke(to);
    });

    /// <summary>A prepared query with one marker, a text, and no result.</summary>
    public static byte[] Prepared(byte version, byte[] id) => Bytes.Of(to =>
    {
        to.Int(4);
        to.ShortBytes(id);
        if (version >= 5) to.ShortBytes([9]);
        to.Int(1);
        to.Int(1);
        to.Int(1);
        to.Short(0);
        to.Text("keyspace");
        to.Text("table");
        to.Text("name");
        to.Short(Varchar);
        to.Int(4);
        to.Int(0);
    });
}
