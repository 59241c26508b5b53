using System.Reflection;
using System.Runtime.CompilerServices;
using Cassandra;

namespace IrcNats.Cassandra.Tests.Inside;

/// <summary>
/// What the bundled driver lets others use is the list in surface.txt, in which each line was compared with the
/// official driver's documentation: it does not grow by accident.
/// </summary>
public sealed class SurfaceTests
{
    private const BindingFlags Own =
        BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    [Fact]
    public void The_surface_is_the_one_that_was_compared()
    {
        string surface = string.Concat(Lines().Select(line => line + "\n"));
        // For whoever has compared what is new.
        File.WriteAllText(Path.Combine(AppContext.BaseDirectory, "surface.txt"), surface);
        Assert.Equal(File.ReadAllText(Path.Combine(Here(), "surface.txt")), surface);
    }

    private static IEnumerable<string> Lines() =>
        from type in typeof(Cluster).Assembly.GetExportedTypes()
        orderby type.FullName
        from line in (string[])[$"{Kind(type)} {Name(type)}{Parents(type)}", .. Members(type)]
        select line;

    private static IEnumerable<string> Members(Type type) => type.IsEnum
        ? Enum.GetValues(type).Cast<object>().Select(v => $"  {v} = {Convert.ToInt32(v)}")
        : type.GetMembers(Own).Select(Text).OfType<string>().Order(StringComparer.Ordinal).Select(m => $"  {m}");

    private static string? Text(MemberInfo member) => member switch
    {
        ConstructorInfo made => $"new({Parameters(made)})",
        PropertyInfo property =>
            $"{Name(property.PropertyType)} {property.Name}"
            + (property.GetIndexParameters() is [var p] ? $"[{Name(p.ParameterType)}]" : "")
            + $" {{ get;{(property.SetMethod?.IsPublic == true ? " set;" : "")} }}",
        FieldInfo field => $"{Name(field.FieldType)} {field.Name}",
        MethodInfo { IsSpecialName: true } accessor
            when !accessor.Name.StartsWith("op_", StringComparison.Ordinal) => null,
        MethodInfo { Name: "Equals" or "GetHashCode" or "ToString" } => null,
        MethodInfo method => $"{(method.IsStatic ? "static " : "")}{Name(method.ReturnType)} {method.Name}"
            + $"{(method.IsGenericMethod ? "<T>" : "")}({Parameters(method)})",
        _ => null,
    };

    private static string Parameters(MethodBase method) =>
        string.Join(", ", method.GetParameters().Select(p => $"{Name(p.ParameterType)} {p.Name}"));

    private static string Kind(Type type) => type switch
    {
        { IsEnum: true } => "enum",
        { IsInterface: true } => "interface",
        { IsValueType: true } => "struct",
        { IsAbstract: true, IsSealed: false } => "abstract class",
        _ => "class",
    };

    private static string Parents(Type type)
    {
        bool isNewRoot = type.BaseType is null || type.BaseType == typeof(object) || type.BaseType == typeof(ValueType);
        IEnumerable<string> parents = type.IsEnum ? []
            : isNewRoot ? type.GetInterfaces().Select(Name).Order(StringComparer.Ordinal)
            : [Name(type.BaseType!)];
        return parents.Any() ? $" : {string.Join(", ", parents)}" : "";
    }

    private static string Name(Type type) => Nullable.GetUnderlyingType(type) is { } inner ? $"{Name(inner)}?"
        : type.IsArray ? $"{Name(type.GetElementType()!)}[]"
        : type.IsGenericType
            ? $"{type.Name.Split('`')[0]}<{string.Join(", ", type.GenericTypeArguments.Select(Name))}>"
            : type.Name;

    private static string Here([CallerFilePath] string here = "") => Path.GetDirectoryName(here)!;
}
