using System.Buffers.Binary;
using System.Net;
using System.Text;

namespace IrcNats.Integration.Tests.Leaf;

/// <summary>
/// Writes small files that say where IPv4 addresses are, in MaxMind's format.
/// https://maxmind.github.io/MaxMind-DB/
/// </summary>
static class PlaceFile
{
    private const int Nothing = -1, Separator = 16, PointerBits = 24;

    /// <summary>Values are texts, uint, ushort, ulong, lists of texts, and such maps.</summary>
    public static void Write(string path, string type, params (string Net, Dictionary<string, object> Record)[] places)
    {
        List<int[]> nodes = [[Nothing, Nothing]];
        MemoryStream data = new();
        // What is behind the tree stands there as a negative number, until the number of nodes is known.
        foreach ((string net, Dictionary<string, object> record) in places)
        {
            int at = (int)data.Length;
            Write(data, record);
            Insert(nodes, IPNetwork.Parse(net), Nothing - 1 - at);
        }

        MemoryStream file = new();
        foreach (int side in nodes.SelectMany(node => node))
        {
            int value = side == Nothing ? nodes.Count
                : side < 0 ? nodes.Count + Separator + (Nothing - 1 - side)
                : side;
            file.Write([(byte)(value >> 16), (byte)(value >> 8), (byte)value]);
        }

        file.Write(new byte[Separator]);
        data.WriteTo(file);
        file.Write([0xab, 0xcd, 0xef, .. "MaxMind.com"u8]);
        Write(file, new Dictionary<string, object>
        {
            ["node_count"] = (uint)nodes.Count, ["record_size"] = (ushort)PointerBits, ["ip_version"] = (ushort)4,
            ["database_type"] = type, ["languages"] = new List<string> { "en" },
            ["binary_format_major_version"] = (ushort)2, ["binary_format_minor_version"] = (ushort)0,
            ["build_epoch"] = 1_700_000_000UL, ["description"] = new Dictionary<string, object> { ["en"] = "a test" },
        });
        File.WriteAllBytes(path, file.ToArray());
    }

    private static void Insert(List<int[]> nodes, IPNetwork net, int leaf)
    {
        uint bits = BinaryPrimitives.ReadUInt32BigEndian(net.BaseAddress.GetAddressBytes());
        int node = 0;
        for (int depth = 0; depth < net.PrefixLength; depth++)
        {
            int side = (int)((bits >> (31 - depth)) & 1);
            if (depth == net.PrefixLength - 1)
            {
                nodes[node][side] = leaf;
                return;
            }

            if (nodes[node][side] < 0)
            {
                nodes.Add([Nothing, Nothing]);
                nodes[node][side] = nodes.Count - 1;
            }

            node = nodes[node][side];
        }
    }

    private static void Write(MemoryStream to, object value)
    {
        switch (value)
        {
            case string text:
                byte[] bytes = Encoding.UTF8.GetBytes(text);
                Head(to, 2, bytes.Length);
                to.Write(bytes);
                break;
            case ushort number:
                Head(to, 5, 2);
                to.Write([(byte)(number >> 8), (byte)number]);
                break;
            case uint number:
                Head(to, 6, 4);
                byte[] four = new byte[4];
                BinaryPrimitives.WriteUInt32BigEndian(four, number);
                to.Write(four);
                break;
            case ulong number:
                Head(to, 9, 8);
                byte[] eight = new byte[8];
                BinaryPrimitives.WriteUInt64BigEndian(eight, number);
                to.Write(eight);
                break;
            case List<string> list:
                Head(to, 11, list.Count);
                foreach (string one in list) Write(to, one);
                break;
            default:
                var map = (Dictionary<string, object>)value;
                Head(to, 7, map.Count);
                foreach ((string key, object one) in map)
                {
                    Write(to, key);
                    Write(to, one);
                }

                break;
        }
    }

    // Types above 7 stand in a byte of their own; sizes from 29 on, too.
    private static void Head(MemoryStream to, int type, int size)
    {
        const int oneByte = 29, extended = 7;
        to.WriteByte((byte)((type > extended ? 0 : type << 5) | Math.Min(size, oneByte)));
        if (type > extended) to.WriteByte((byte)(type - extended));
        if (size >= oneByte) to.WriteByte((byte)(size - oneByte));
    }
}
