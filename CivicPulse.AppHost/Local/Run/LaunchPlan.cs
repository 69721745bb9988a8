using System.Globalization;

namespace Aspire.Hosting.Local;

/// <summary>A process as it will be started: every hole in its arguments and environment filled.</summary>
internal sealed record LaunchPlan(
    string Command, IReadOnlyList<string> Arguments, string Folder, IReadOnlyDictionary<string, string> Environment, IReadOnlyList<PlannedUrl> Urls)
{
    public static async Task<LaunchPlan> ForAsync(IResource resource, int replica, LocalTelemetry telemetry, CancellationToken cancellationToken)
    {
        var urls = UrlsOf(resource, replica);
        var args = new CommandLineArgsCallbackContext(cancellationToken);
        foreach (var annotation in resource.Annotations.OfType<CommandLineArgsCallbackAnnotation>())
            await annotation.Callback(args);
        var environment = new EnvironmentCallbackContext(cancellationToken);
        if (resource is ProjectResource)
            Describe(environment.EnvironmentVariables, resource, replica, urls, telemetry);
        foreach (var annotation in resource.Annotations.OfType<EnvironmentCallbackAnnotation>())
            await annotation.Callback(environment);

        var arguments = new List<string>();
        foreach (var arg in args.Args)
            arguments.Add(await TextAsync(arg, cancellationToken));
        var variables = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in environment.EnvironmentVariables)
            variables[name] = await TextAsync(value, cancellationToken);
        return resource switch
        {
            ProjectResource project => new("dotnet", [Assembly(project), .. arguments], FolderOf(project), variables, urls),
            ExecutableResource program => new(program.Command, arguments, program.WorkingDirectory, variables, urls),
            _ => throw new InvalidOperationException($"'{resource.Name}' is not a process."),
        };
    }

    private static void Describe(Dictionary<string, object> variables, IResource resource, int replica, IReadOnlyList<PlannedUrl> urls, LocalTelemetry telemetry)
    {
        variables["ASPNETCORE_ENVIRONMENT"] = "Development";
        variables["DOTNET_ENVIRONMENT"] = "Development";
        variables["LOGGING__CONSOLE__FORMATTERNAME"] = "simple";
        if (urls.Count > 0)
            variables["ASPNETCORE_URLS"] = string.Join(';', urls.Select(url => url.Address));
        telemetry.Describe(variables, resource.Name, replica);
    }

    // The first replica has the endpoint that others are told of; the rest answer their health check only.
    private static List<PlannedUrl> UrlsOf(IResource resource, int replica) =>
        [.. resource.Annotations.OfType<EndpointAnnotation>().Select(endpoint =>
        {
            var port = replica == 0 ? endpoint.AllocatedPort : FreePort.Any();
            var url = new ResourceUrlAnnotation { Url = $"{endpoint.UriScheme}://{endpoint.Loopback}:{port.ToString(CultureInfo.InvariantCulture)}" };
            var address = url.Url;
            foreach (var text in resource.Annotations.OfType<UrlTextAnnotation>().Where(t => string.Equals(t.EndpointName, endpoint.Name, StringComparison.Ordinal)))
                text.Change(url);
            return new PlannedUrl(endpoint.Name, address, url.Url, url.DisplayText);
        })];

    private static async ValueTask<string> TextAsync(object value, CancellationToken cancellationToken) => value switch
    {
        IValueProvider provider => await provider.GetValueAsync(cancellationToken) ?? "",
        _ => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "",
    };

    private static string FolderOf(ProjectResource project) => Path.GetDirectoryName(project.Project.ProjectPath)!;

    // Built beside this program: same configuration, same framework.
    private static string Assembly(ProjectResource project)
    {
        var own = Path.GetDirectoryName(typeof(LaunchPlan).Assembly.Location)!;
        var output = Path.GetRelativePath(Projects.Location.AppHostDirectory, own);
        return Path.Combine(FolderOf(project), output, Path.GetFileNameWithoutExtension(project.Project.ProjectPath) + ".dll");
    }
}

internal sealed record PlannedUrl(string Endpoint, string Address, string Shown, string? Text);
