namespace AudioSubnet.Benchmarks;

/// <summary>A table of measurements as Markdown, and what they come to.</summary>
internal sealed record Report(string Title, string[] Columns, IReadOnlyList<string[]> Rows, string Conclusion)
{
    public void Write(TextWriter output)
    {
        output.WriteLine();
        output.WriteLine($"## {Title}");
        output.WriteLine();
        output.WriteLine($"| {string.Join(" | ", Columns)} |");
        output.WriteLine($"|{string.Concat(Columns.Select((_, i) => i == 0 ? "---|" : "---:|"))}");
        foreach (string[] row in Rows)
            output.WriteLine($"| {string.Join(" | ", row)} |");
        output.WriteLine();
        output.WriteLine(Conclusion);
    }
}
