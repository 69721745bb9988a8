using System.Globalization;

namespace Aspire.Hosting.Local;

/// <summary>A snapshot in the dashboard's words.</summary>
internal static class ResourceMessage
{
    private const int Enabled = 0;
    private const int Hidden = 2;

    public static ProtoMessage Of(CustomResourceSnapshot snapshot)
    {
        var message = new ProtoMessage()
            .Text(1, snapshot.ResourceId)
            .Text(2, snapshot.ResourceType)
            .Text(3, snapshot.ResourceId)
            .Text(4, snapshot.ResourceId)
            .Text(5, snapshot.State)
            .Message(6, ProtoMessage.Time(snapshot.CreatedAt));
        if (snapshot.Plan is { } plan)
            AddPlan(message, snapshot, plan);
        AddCommands(message, snapshot);
        if (snapshot.ExitCode is { } code)
            AddProperty(message, "resource.exitCode", ProtoMessage.Value(code.ToString(CultureInfo.InvariantCulture)));
        if (snapshot.ProcessId is { } id)
            AddProperty(message, "executable.pid", ProtoMessage.Value(id.ToString(CultureInfo.InvariantCulture)));
        AddHealth(message, snapshot);
        if (snapshot.StartedAt is { } started)
            message.Message(18, ProtoMessage.Time(started));
        if (snapshot.StoppedAt is { } stopped)
            message.Message(19, ProtoMessage.Time(stopped));
        AddRelationships(message, snapshot.Resource);
        return message;
    }

    private static void AddPlan(ProtoMessage message, CustomResourceSnapshot snapshot, LaunchPlan plan)
    {
        foreach (var (name, value) in plan.Environment)
            message.Message(7, new ProtoMessage().Text(1, name).Text(2, value).Flag(3, true));
        if (snapshot.Resource is ProjectResource project)
            AddProperty(message, "project.path", ProtoMessage.Value(project.Project.ProjectPath));
        AddProperty(message, "executable.path", ProtoMessage.Value(plan.Command));
        AddProperty(message, "executable.workDir", ProtoMessage.Value(plan.Folder));
        AddProperty(message, "executable.args", ProtoMessage.Value(plan.Arguments));
        foreach (var url in plan.Urls)
        {
            var display = new ProtoMessage().Text(2, url.Text ?? "");
            message.Message(13, new ProtoMessage().Text(1, url.Endpoint).Text(2, url.Shown)
                .Flag(4, snapshot.State is not KnownResourceStates.Running).Message(5, display));
        }
    }

    private static void AddCommands(ProtoMessage message, CustomResourceSnapshot snapshot)
    {
        if (snapshot.Resource is not (ProjectResource or ExecutableResource))
            return;
        var runs = snapshot.ProcessId is not null;
        message.Message(11, Command("start", "Start", "Play", !runs));
        message.Message(11, Command("stop", "Stop", "Stop", runs));
    }

    private static ProtoMessage Command(string name, string text, string icon, bool isPossible) =>
        new ProtoMessage().Text(1, name).Text(2, text).Flag(5, true).Text(6, icon).Number(9, isPossible ? Enabled : Hidden);

    private static void AddProperty(ProtoMessage message, string name, ProtoMessage value) =>
        message.Message(12, new ProtoMessage().Text(1, name).Message(3, value));

    private static void AddHealth(ProtoMessage message, CustomResourceSnapshot snapshot)
    {
        foreach (var report in snapshot.HealthReports)
        {
            message.Message(17, new ProtoMessage().Number(1, report.Healthy ? 0 : 1).Text(2, report.Key)
                .Text(3, report.Description ?? "").Text(4, "").Message(5, ProtoMessage.Time(report.LastRunAt)));
        }
    }

    private static void AddRelationships(ProtoMessage message, IResource resource)
    {
        foreach (var wait in resource.Annotations.OfType<WaitAnnotation>())
            message.Message(20, new ProtoMessage().Text(1, wait.Resource.Name).Text(2, "WaitFor"));
        foreach (var reference in resource.Annotations.OfType<ReferenceAnnotation>())
            message.Message(20, new ProtoMessage().Text(1, reference.Resource.Name).Text(2, "Reference"));
    }
}
