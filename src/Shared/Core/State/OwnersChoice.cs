namespace IrcNats.State;

/// <summary>Whether something is on, and whether the owner of an account may say so.</summary>
public enum OwnersChoice
{
    /// <summary>It is off for everybody.</summary>
    Disabled,
    /// <summary>It is on where the owner wants it.</summary>
    OptIn,
    /// <summary>It is on unless the owner does not want it.</summary>
    OptOut,
    /// <summary>It is on for everybody.</summary>
    Mandatory,
}

public static class OwnersChoices
{
    /// <param name="wanted">What the owner has said; null: nothing.</param>
    public static bool Holds(this OwnersChoice choice, bool? wanted) => choice switch
    {
        OwnersChoice.Disabled => false,
        OwnersChoice.OptIn => wanted == true,
        OwnersChoice.OptOut => wanted != false,
        _ => true,
    };
}
