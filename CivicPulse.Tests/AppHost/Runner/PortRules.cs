extern alias AppHost;

using System.Net;
using System.Net.Sockets;
using AppHost::CivicPulse.AppHost.Instance;

namespace CivicPulse.Tests.AppHost.Runner;

public sealed class PortRules : DataFolders
{
    [Fact]
    public void A_port_is_chosen_once_and_kept()
    {
        var first = new Ports(new DataFolder(Folder))["api"];
        Assert.Equal(first, new Ports(new DataFolder(Folder))["api"]);
    }

    [Fact]
    public void Two_names_never_share_a_port()
    {
        var ports = new Ports(new DataFolder(Folder));
        var chosen = Enumerable.Range(0, 50).Select(i => ports[$"name{i}"]).ToList();
        Assert.Equal(chosen.Count, chosen.Distinct().Count());
    }

    [Fact]
    public void A_kept_port_that_another_program_took_is_replaced()
    {
        var before = new Ports(new DataFolder(Folder))["api"];
        using var other = new TcpListener(IPAddress.Loopback, before);
        other.Start();
        var after = new Ports(new DataFolder(Folder))["api"];
        Assert.NotEqual(before, after);
        Assert.Equal(after, new Ports(new DataFolder(Folder))["api"]);
    }

    [Fact]
    public void A_port_that_this_run_uses_itself_stays_what_it_is()
    {
        var ports = new Ports(new DataFolder(Folder));
        var before = ports["api"];
        using var own = new TcpListener(IPAddress.Loopback, before);
        own.Start();
        Assert.Equal(before, ports["api"]);
    }
}
