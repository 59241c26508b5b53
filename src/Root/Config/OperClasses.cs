using IrcNats.State;

namespace IrcNats.Root.Config;

/// <summary>A class of operators while it is being read.</summary>
sealed class OperClass
{
    public string Title { get; set; } = "";
    /// <summary>The class whose capabilities this one has, too; null: none.</summary>
    public string? Extends { get; set; }
    public OperCapabilities Capabilities { get; set; }
}

/// <summary>oper-classes: what each class may do, with what it gets from others.</summary>
sealed class OperClasses
{
    private readonly Dictionary<string, OperClass> _byName = [];

    public OperClass Of(string name)
    {
        if (!_byName.TryGetValue(name, out OperClass? known)) _byName[name] = known = new OperClass();
        return known;
    }

    public bool Has(string name) => _byName.ContainsKey(name);

    /// <summary>What is wrong with the classes that a class extends; null: nothing.</summary>
    public string? Fault(string name)
    {
        if (Of(name).Extends is not { } first) return null;
        if (!Has(first)) return $"'{first}' is not one of oper-classes";
        string[] line = [.. Line(name)];
        return _byName[line[^1]].Extends == name
            ? $"the class extends itself: {string.Join(" extends ", [.. line, name])}"
            : null;
    }

    public OperCapabilities CapabilitiesOf(string name) =>
        Line(name).Aggregate(OperCapabilities.None, (all, one) => all | _byName[one].Capabilities);

    // The class, the class that it extends, and so on, up to one that extends none, is unknown, or was named before.
    private IEnumerable<string> Line(string name)
    {
        HashSet<string> seen = [];
        for (string? one = name; one is not null && Has(one) && seen.Add(one); one = _byName[one].Extends)
            yield return one;
    }
}
