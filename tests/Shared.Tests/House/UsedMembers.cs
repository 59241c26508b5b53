using System.Reflection;
using System.Reflection.Emit;

namespace IrcNats.Tests.House;

/// <summary>Finds what compiled code uses, in its signatures and instructions, however the source spells it.</summary>
static class UsedMembers
{
    private const BindingFlags All = BindingFlags.DeclaredOnly | BindingFlags.Public | BindingFlags.NonPublic
        | BindingFlags.Instance | BindingFlags.Static;

    private static readonly Dictionary<short, OpCode> s_codes =
        typeof(OpCodes).GetFields().Select(f => (OpCode)f.GetValue(null)!).ToDictionary(c => c.Value);

    /// <summary>Names of types (`System.Guid`) and members (`System.Guid.NewGuid`) that a type's code uses.</summary>
    public static IEnumerable<string> Of(Type type)
    {
        IEnumerable<Type?> types =
        [
            type.BaseType, .. type.GetInterfaces(), .. type.GetFields(All).Select(f => f.FieldType),
            .. Methods(type).SelectMany(InSignature),
        ];
        return types.OfType<Type>().SelectMany(NamesOf)
            .Concat(Methods(type).SelectMany(InBody).SelectMany(NamesOf))
            .Distinct();
    }

    private static IEnumerable<MethodBase> Methods(Type type) =>
        [.. type.GetMethods(All), .. type.GetConstructors(All)];

    private static IEnumerable<Type?> InSignature(MethodBase method) =>
    [
        (method as MethodInfo)?.ReturnType, .. method.GetParameters().Select(p => p.ParameterType),
        .. method.GetMethodBody()?.LocalVariables.Select(l => l.LocalType) ?? [],
    ];

    private static IEnumerable<MemberInfo> InBody(MethodBase method)
    {
        byte[] body = method.GetMethodBody()?.GetILAsByteArray() ?? [];
        Type[] ofType = method.DeclaringType!.GetGenericArguments();
        Type[] ofMethod = method.IsGenericMethod ? method.GetGenericArguments() : [];
        for (int at = 0; at < body.Length;)
        {
            OpCode code = s_codes[body[at] == 0xFE ? (short)(0xFE00 | body[at + 1]) : body[at]];
            at += code.Size;
            if (code.OperandType is OperandType.InlineMethod or OperandType.InlineField or OperandType.InlineType
                or OperandType.InlineTok)
                yield return method.Module.ResolveMember(BitConverter.ToInt32(body, at), ofType, ofMethod)!;
            at += LengthOf(code.OperandType, body, at);
        }
    }

    private static int LengthOf(OperandType operand, byte[] body, int at) => operand switch
    {
        OperandType.InlineNone => 0,
        OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
        OperandType.InlineVar => 2,
        OperandType.InlineI8 or OperandType.InlineR => 8,
        OperandType.InlineSwitch => 4 + (4 * BitConverter.ToInt32(body, at)),
        _ => 4,
    };

    private static IEnumerable<string> NamesOf(MemberInfo member)
    {
        if (member is Type type) return NamesOf(type);
        IEnumerable<Type> arguments = member is MethodInfo { IsGenericMethod: true } m ? m.GetGenericArguments() : [];
        Type declaring = member.DeclaringType!;
        return [$"{NameOf(declaring)}.{member.Name}", .. NamesOf(declaring), .. arguments.SelectMany(NamesOf)];
    }

    private static IEnumerable<string> NamesOf(Type type)
    {
        if (type.IsGenericParameter) return [];
        if (type.HasElementType) return NamesOf(type.GetElementType()!);
        return [NameOf(type), .. type.IsGenericType ? type.GetGenericArguments().SelectMany(NamesOf) : []];
    }

    // The name without arity and type arguments.
    private static string NameOf(Type type) => $"{type.Namespace}.{type.Name.Split('`')[0]}";
}
