using System.Text.RegularExpressions;

namespace TinyEdge.ComplianceTests.Projects;

/// <summary>The solution must list each project of a device, to be built and deployed in every configuration.</summary>
internal static partial class SolutionCheck
{
    private const string ProjectType = "{11A8DD76-328B-46DF-9F39-F559912D0360}";

    public static IEnumerable<string> Faults(string solutionPath, IReadOnlyList<NfProject> projects)
    {
        string solution = File.ReadAllText(solutionPath).ReplaceLineEndings("\n");
        string[] configurations = [.. SectionLines(solution, "SolutionConfigurationPlatforms").Select(line => line.Split('=')[0].Trim())];
        List<Match> entries = [.. ProjectLine().Matches(solution).Where(match => match.Groups["path"].Value.EndsWith(".nfproj", StringComparison.Ordinal))];
        HashSet<string> assigned = [.. SectionLines(solution, "ProjectConfigurationPlatforms").Select(line => line.Split('=')[0].Trim())];
        foreach (NfProject project in projects)
        {
            Match[] listed = [.. entries.Where(match => match.Groups["path"].Value.Replace('\\', '/') == project.Name)];
            if (listed.Length != 1)
            {
                yield return $"TinyEdge.sln lists {project.Name} {listed.Length} times.";
                continue;
            }

            if (listed[0].Groups["type"].Value != ProjectType)
            {
                yield return $"TinyEdge.sln lists {project.Name} with the project type {listed[0].Groups["type"].Value}, not {ProjectType}.";
            }

            string guid = listed[0].Groups["guid"].Value;
            if (guid.ToUpperInvariant() != project.Guid)
            {
                yield return $"TinyEdge.sln lists {project.Name} with a Guid that is not its ProjectGuid.";
            }

            foreach (string missing in configurations.SelectMany(each => new[] { "ActiveCfg", "Build.0", "Deploy.0" }, (each, kind) => $"{guid}.{each}.{kind}").Where(key => !assigned.Contains(key)))
            {
                yield return $"TinyEdge.sln has no {missing} for {project.Name}.";
            }
        }

        foreach (string path in entries.Select(match => match.Groups["path"].Value.Replace('\\', '/')).Except(projects.Select(project => project.Name)))
        {
            yield return $"TinyEdge.sln lists {path}, which is not there.";
        }
    }

    private static IEnumerable<string> SectionLines(string solution, string section)
    {
        Match match = Regex.Match(solution, $@"GlobalSection\({section}\)[^\n]*\n(?<lines>.*?)\n\s*EndGlobalSection", RegexOptions.Singleline);
        return match.Groups["lines"].Value.Split('\n').Where(line => line.Contains('=', StringComparison.Ordinal));
    }

    [GeneratedRegex("""^Project\("(?<type>[^"]+)"\) = "[^"]+", "(?<path>[^"]+)", "(?<guid>[^"]+)"$""", RegexOptions.Multiline)]
    private static partial Regex ProjectLine();
}
