using System.Reflection;
using System.Text.RegularExpressions;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace TinyEdge.ComplianceTests.Gate;

/// <summary>
/// Each rule against code that breaks it and code that nearly does. Samples that C# can say are in TinyEdge.ComplianceSamples, in a namespace
/// named after the rule: every type Broken... must be caught and every type Allowed... must pass. The others are made here.
/// </summary>
public class RuleTests
{
    /// <summary>Rules about sizes and about what no C# compiler of today emits: their samples are built instruction by instruction.</summary>
    private static readonly string[] s_builtHere = ["LANG11", "SIZE01", "SIZE02", "SIZE03", "SIZE04", "SIZE05"];

    private static readonly Lazy<ModuleDefinition> s_samples = new(() => DeviceAssemblies.Read("TinyEdge.ComplianceSamples"));

    public static TheoryData<string, string> Broken => SamplesNamed("Broken");

    public static TheoryData<string, string> Allowed => SamplesNamed("Allowed");

    [Theory]
    [MemberData(nameof(Broken))]
    public void Check_SampleThatBreaksTheRule_FindsIt(string rule, string type)
    {
        Finding finding = Check(rule, type).First();
        Assert.Equal(rule, finding.Rule.Id);
        Assert.Equal("TinyEdge.ComplianceSamples", finding.Assembly);
    }

    [Theory]
    [MemberData(nameof(Allowed))]
    public void Check_SampleThatNearlyBreaksTheRule_FindsNothing(string rule, string type)
    {
        Nothing.In(Check(rule, type));
    }

    [Fact]
    public void Samples_OfEveryRule_AreThere()
    {
        IEnumerable<string> all = RuleSet.All.Select(rule => rule.Id).Except(s_builtHere);
        Assert.Empty(all.Except(s_samples.Value.Types.Where(type => type.Name.StartsWith("Broken", StringComparison.Ordinal)).Select(RuleOf)));
        Assert.Empty(all.Except(s_samples.Value.Types.Where(type => type.Name.StartsWith("Allowed", StringComparison.Ordinal)).Select(RuleOf)));
    }

    [Fact]
    public void Finding_InAMethod_NamesAssemblyTypeMethodOffsetLineAndRemedy()
    {
        string message = Check("DIV01", "BrokenParameter").Single().ToString();
        Assert.Matches(@"^DIV01 .+: TinyEdge\.ComplianceSamples Samples\.DIV01\.BrokenParameter::Run\(Int32, Int32\) IL_0002 DIV01\.cs\(\d+\): The divisor may be 0\. Test a local copy", message);
    }

    [Theory]
    [InlineData("Made.Code::Run0", "The caller tests the divisor first.", null)]
    [InlineData("Made.Code::Run0", "trust me", "gives no reason")]
    [InlineData("Made.Code::Run1", "The caller tests the divisor first.", "where every division is proven without it")]
    [InlineData("Made.Code::Gone", "The caller tests the divisor first.", "which is gone")]
    public void DivisionRule_ReasonGivenElsewhere_IsTakenOnlyWhereNeeded(string method, string reason, string? said)
    {
        ModuleDefinition module = NewModule();
        MethodDefinition unproven = Method(module, body => { body.Emit(OpCodes.Ldc_I4_1); body.Emit(OpCodes.Ldarg_0); body.Emit(OpCodes.Div); body.Emit(OpCodes.Pop); });
        unproven.Parameters.Add(new ParameterDefinition(module.TypeSystem.Int32));
        Method(module, body => { body.Emit(OpCodes.Ldc_I4_1); body.Emit(OpCodes.Ldc_I4_2); body.Emit(OpCodes.Div); body.Emit(OpCodes.Pop); });

        Rules.DivisionRule rule = new(new Dictionary<string, string> { ["Made " + method] = reason });
        string[] found = [.. rule.Check(new DeviceAssembly(module)).Select(finding => finding.What)];
        Assert.Equal(said is not null, found.Any(what => what.Contains(said ?? string.Empty, StringComparison.Ordinal)));
    }

    [Fact]
    public void Finding_OfATransitiveCall_NamesTheHotMethodAndTheOneThatAllocates()
    {
        Finding finding = Check("HOT01", "BrokenTransitive").Single();
        Assert.Equal("Samples.HOT01.Cold", finding.Type);
        Assert.Contains("Called by the hot BrokenTransitive.Run", finding.What, StringComparison.Ordinal);
    }

    [Fact]
    public void OpcodeRule_EveryOpcode_IsRunByTheInterpreterOrRefused()
    {
        OpCode[] all = [.. typeof(OpCodes).GetFields(BindingFlags.Public | BindingFlags.Static).Select(field => (OpCode)field.GetValue(null)!)];
        string[] refused = [.. all.Where(code => Found("LANG07", code)).Select(code => code.Name).Order(StringComparer.Ordinal)];
        Assert.Equal(
            ["arglist", "break", "calli", "ckfinite", "cpblk", "initblk", "jmp", "localloc", "mkrefany", "no.", "readonly.", "refanytype", "refanyval", "sizeof", "tail.", "unaligned.", "volatile."],
            refused);
    }

    [Fact]
    public void CheckedArithmeticRule_EveryOvfOpcode_IsFound()
    {
        IEnumerable<OpCode> all = typeof(OpCodes).GetFields(BindingFlags.Public | BindingFlags.Static).Select(field => (OpCode)field.GetValue(null)!);
        OpCode[] found = [.. all.Where(code => Found("LANG05", code))];
        Assert.Equal(26, found.Length);
        Assert.All(found, code => Assert.Contains(".ovf", code.Name, StringComparison.Ordinal));
    }

    [Fact]
    public void StringSwitchRule_CallOfTheHash_IsFound()
    {
        ModuleDefinition module = NewModule();
        MethodDefinition hash = new("ComputeStringHash", Mono.Cecil.MethodAttributes.Static, module.TypeSystem.UInt32);
        hash.Parameters.Add(new ParameterDefinition(module.TypeSystem.String));
        TypeDefinition details = new(string.Empty, "<PrivateImplementationDetails>", Mono.Cecil.TypeAttributes.Class, module.TypeSystem.Object);
        details.Methods.Add(hash);
        module.Types.Add(details);
        Assert.Empty(Run("LANG11", module));

        Method(module, body => { body.Emit(OpCodes.Ldnull); body.Emit(OpCodes.Call, hash); body.Emit(OpCodes.Pop); });
        Assert.Single(Run("LANG11", module));
    }

    [Theory]
    [InlineData(61_440, false)]
    [InlineData(61_441, true)]
    public void CodeSizeRule_AtAndAboveTheLimit_CountsBytes(int bytes, bool isFound)
    {
        ModuleDefinition module = NewModule();
        for (int left = bytes; left > 0; left -= 30_000)
        {
            Method(module, body => Repeat(Math.Min(left, 30_000) - 1, () => body.Emit(OpCodes.Nop)));
        }

        Assert.Equal(isFound, Run("SIZE01", module).Any());
    }

    [Fact]
    public void CodeBytes_OfOperandsAndHandlers_AreThoseOfTheDevice()
    {
        ModuleDefinition module = NewModule();
        MethodDefinition method = Method(module, body =>
        {
            Instruction end = body.Create(OpCodes.Nop);
            body.Emit(OpCodes.Ldstr, "text"); // 3
            body.Emit(OpCodes.Pop); // 1
            body.Emit(OpCodes.Ldc_I8, 1L); // 9
            body.Emit(OpCodes.Pop); // 1
            body.Emit(OpCodes.Ldtoken, module.TypeSystem.Int32); // 5
            body.Emit(OpCodes.Pop); // 1
            body.Emit(OpCodes.Ldc_I4_0); // 1
            body.Emit(OpCodes.Switch, [end, end]); // 1 + 1 + 4
            body.Emit(OpCodes.Br, end); // 3
            body.Append(end); // 1, and 1 for ret
        });
        Assert.Equal(32, DeviceImage.CodeBytes(method));
        Collection(method).Add(new ExceptionHandler(ExceptionHandlerType.Finally));
        Collection(method).Add(new ExceptionHandler(ExceptionHandlerType.Finally));
        Assert.Equal(32 + 25, DeviceImage.CodeBytes(method));

        static Mono.Collections.Generic.Collection<ExceptionHandler> Collection(MethodDefinition of) => of.Body.ExceptionHandlers;
    }

    [Fact]
    public void StringSizeRule_DifferentTexts_CountOnceWithTheirZero()
    {
        ModuleDefinition module = NewModule();
        Method(module, _ => { });
        int before = DeviceImage.StringBytes(module);
        string text = new('é', 15_000);
        Method(module, body => { body.Emit(OpCodes.Ldstr, text); body.Emit(OpCodes.Ldstr, text); });
        Assert.Equal(before + 30_001 + "Run1".Length + 1, DeviceImage.StringBytes(module));
        Assert.Empty(Run("SIZE02", module));
        Method(module, body => { body.Emit(OpCodes.Ldstr, text + "x"); });
        Method(module, body => { body.Emit(OpCodes.Ldstr, new string('z', 2_000)); });
        Assert.Single(Run("SIZE02", module));
    }

    [Fact]
    public void StaticDataSizeRule_DataAndSignatures_CountTogether()
    {
        ModuleDefinition module = NewModule();
        AddData(module, new byte[60_000]);
        Assert.Empty(Run("SIZE03", module));
        AddData(module, new byte[60_000]);
        Assert.Empty(Run("SIZE03", module));
        AddData(module, [1, .. new byte[1_500]]);
        Assert.Single(Run("SIZE03", module));
    }

    [Theory]
    [InlineData("virtual methods")]
    [InlineData("instance methods")]
    [InlineData("static methods")]
    [InlineData("static fields")]
    [InlineData("instance fields")]
    public void TypeLimitsRule_255And256OfAKind_PassesAndFinds(string kind)
    {
        ModuleDefinition module = NewModule();
        TypeDefinition type = new("Made", "Large", Mono.Cecil.TypeAttributes.Class, module.TypeSystem.Object);
        module.Types.Add(type);
        Repeat(255, Add);
        Assert.Empty(Run("SIZE04", module));
        Add();
        Assert.Contains($"256 {kind}", Run("SIZE04", module).Single().What, StringComparison.Ordinal);

        void Add()
        {
            string name = "m" + (type.Methods.Count + type.Fields.Count);
            switch (kind)
            {
                case "virtual methods":
                    type.Methods.Add(new MethodDefinition(name, Mono.Cecil.MethodAttributes.Virtual | Mono.Cecil.MethodAttributes.Abstract, module.TypeSystem.Void));
                    break;
                case "instance methods":
                    type.Methods.Add(new MethodDefinition(name, Mono.Cecil.MethodAttributes.Private, module.TypeSystem.Void));
                    break;
                case "static methods":
                    type.Methods.Add(new MethodDefinition(name, Mono.Cecil.MethodAttributes.Static, module.TypeSystem.Void));
                    break;
                case "static fields":
                    type.Fields.Add(new FieldDefinition(name, Mono.Cecil.FieldAttributes.Static, module.TypeSystem.Int32));
                    break;
                default:
                    type.Fields.Add(new FieldDefinition(name, Mono.Cecil.FieldAttributes.Private, module.TypeSystem.Int32));
                    break;
            }
        }
    }

    [Theory]
    [InlineData("locals")]
    [InlineData("parameters")]
    [InlineData("targets of a switch")]
    [InlineData("exception handlers")]
    [InlineData("values on the stack")]
    public void MethodLimitsRule_255And256_PassesAndFinds(string kind)
    {
        Assert.Empty(Run("SIZE05", Made(255)));
        Assert.Contains($"256 {kind}", Run("SIZE05", Made(256)).Single().What, StringComparison.Ordinal);

        ModuleDefinition Made(int count)
        {
            ModuleDefinition module = NewModule();
            MethodDefinition method = Method(module, body =>
            {
                if (kind == "targets of a switch")
                {
                    Instruction end = body.Create(OpCodes.Nop);
                    body.Emit(OpCodes.Ldc_I4_0);
                    body.Emit(OpCodes.Switch, [.. Enumerable.Repeat(end, count)]);
                    body.Append(end);
                }
            });
            Repeat(kind == "locals" ? count : 0, () => method.Body.Variables.Add(new VariableDefinition(module.TypeSystem.Int32)));
            Repeat(kind == "parameters" ? count : 0, () => method.Parameters.Add(new ParameterDefinition(module.TypeSystem.Int32)));
            Repeat(kind == "exception handlers" ? count : 0, () => method.Body.ExceptionHandlers.Add(new ExceptionHandler(ExceptionHandlerType.Finally)));
            method.Body.MaxStackSize = kind == "values on the stack" ? count : 1;
            return module;
        }
    }

    [Fact]
    public void MethodLimitsRule_CodeBeyondABranch_IsFound()
    {
        ModuleDefinition module = NewModule();
        Method(module, body => Repeat(short.MaxValue - 1, () => body.Emit(OpCodes.Nop)));
        Assert.Empty(Run("SIZE05", module));
        Method(module, body => Repeat(short.MaxValue, () => body.Emit(OpCodes.Nop)));
        Assert.Single(Run("SIZE05", module));
    }

    [Fact]
    public void Rules_Together_HaveDifferentIdsThatTheReadmeLists()
    {
        Assert.Equal(RuleSet.All.Count, RuleSet.All.Select(rule => rule.Id).Distinct().Count());
        string readme = File.ReadAllText(Path.Combine(Projects.Repository.Root, "tests", "TinyEdge.ComplianceTests", "README.md"));
        IEnumerable<string> rows = Regex.Matches(readme, @"^\| ([A-Z]+\d\d) \| (.+?) \|", RegexOptions.Multiline).Select(match => $"{match.Groups[1].Value} {match.Groups[2].Value}");
        Assert.Equal(RuleSet.All.Select(rule => $"{rule.Id} {rule.Title}"), rows);
    }

    private static TheoryData<string, string> SamplesNamed(string prefix)
    {
        TheoryData<string, string> data = [];
        foreach (TypeDefinition type in s_samples.Value.Types.Where(type => type.Namespace.StartsWith("Samples.", StringComparison.Ordinal) && type.Name.StartsWith(prefix, StringComparison.Ordinal)))
        {
            data.Add(RuleOf(type), type.Name);
        }

        return data;
    }

    private static string RuleOf(TypeDefinition type) => type.Namespace["Samples.".Length..];

    private static IEnumerable<Finding> Check(string rule, string type)
    {
        DeviceAssembly part = new(s_samples.Value, each => Outermost(each) is TypeDefinition outer && outer.Name == type && outer.Namespace == "Samples." + rule);
        Assert.NotEmpty(part.Types);
        return RuleSet.Find(rule).Check(part);
    }

    private static TypeDefinition Outermost(TypeDefinition type) => type.DeclaringType is null ? type : Outermost(type.DeclaringType);

    private static IEnumerable<Finding> Run(string rule, ModuleDefinition module) => RuleSet.Find(rule).Check(new DeviceAssembly(module));

    private static bool Found(string rule, OpCode code)
    {
        ModuleDefinition module = NewModule();
        MethodDefinition method = Method(module, _ => { });
        Instruction instruction = Instruction.Create(OpCodes.Nop);
        instruction.OpCode = code;
        method.Body.Instructions.Insert(0, instruction);
        return Run(rule, module).Any();
    }

    private static ModuleDefinition NewModule() => AssemblyDefinition.CreateAssembly(new AssemblyNameDefinition("Made", new Version(1, 0)), "Made", ModuleKind.Dll).MainModule;

    private static MethodDefinition Method(ModuleDefinition module, Action<ILProcessor> write)
    {
        TypeDefinition? type = module.GetType("Made", "Code");
        if (type is null)
        {
            type = new TypeDefinition("Made", "Code", Mono.Cecil.TypeAttributes.Class, module.TypeSystem.Object);
            module.Types.Add(type);
        }

        MethodDefinition method = new("Run" + type.Methods.Count, Mono.Cecil.MethodAttributes.Static, module.TypeSystem.Void);
        type.Methods.Add(method);
        ILProcessor body = method.Body.GetILProcessor();
        write(body);
        body.Emit(OpCodes.Ret);
        return method;
    }

    private static void AddData(ModuleDefinition module, byte[] data)
    {
        TypeDefinition type = new("Made", "Data" + module.Types.Count, Mono.Cecil.TypeAttributes.Class, module.TypeSystem.Object);
        type.Fields.Add(new FieldDefinition("d", Mono.Cecil.FieldAttributes.Static, module.TypeSystem.Int32) { InitialValue = data });
        module.Types.Add(type);
    }

    private static void Repeat(int times, Action action)
    {
        for (int i = 0; i < times; i++)
        {
            action();
        }
    }
}
