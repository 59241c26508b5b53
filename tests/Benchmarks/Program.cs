using System.Globalization;
using IrcNats.Benchmarks;

// Usage: dotnet run -c Release --project tests/Benchmarks [WORD]     only the parts whose name has the word
string only = args is [var word, ..] ? word : "";
CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
Console.WriteLine($"{"part",-58} {"time",12} {"allocated",14}");
foreach (Part part in LineParts.All().Concat(EntryParts.All()).Concat(FanOutParts.All()).Concat(StateParts.All())
    .Concat(MaskParts.All()))
    if (part.Name.Contains(only, StringComparison.OrdinalIgnoreCase)) Console.WriteLine(part.Measure());
