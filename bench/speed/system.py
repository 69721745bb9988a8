"""Starts what is measured, on loopback and in a folder of its own, and ends it by process id."""
import json, os, pathlib, secrets, shutil, signal, socket, subprocess, tempfile, time, urllib.error, urllib.request

ROOT = pathlib.Path(__file__).resolve().parents[2]
QUIET = ["-c", "Release", "-v", "quiet", "-nologo", "--tl:off", "-clp:NoSummary;ErrorsOnly"]
TENANT = "bench"
EMAIL, PASSWORD = "bench@bench.example", "a long enough password"
PATIENCE = 120


def build():
    subprocess.run([ROOT / "eng/install.sh", "bench"], check=True)
    subprocess.run([ROOT / "eng/tools.sh", "azurite"], check=True, stdout=subprocess.DEVNULL)
    for project in ("CivicPulse.AppHost/CivicPulse.AppHost.csproj", "bench/raw/raw.csproj"):
        subprocess.run(["dotnet", "build", ROOT / project, *QUIET], check=True)


def built(project):
    return ROOT / project / "bin/Release/net10.0" / f"{pathlib.PurePath(project).name}.dll"


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def npgsql(connection, **changes):
    """A connection string with some of its words replaced."""
    words = dict(part.split("=", 1) for part in connection.split(";") if part)
    return ";".join(f"{k}={v}" for k, v in {**words, **changes}.items())


def answer(base, path, body=None, headers=None):
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(base + path, data=data, headers={"Content-Type": "application/json", **(headers or {})})
    with urllib.request.urlopen(request, timeout=60) as response:
        return json.loads(response.read() or b"null")


class System:
    """PostgreSQL, Redis and blobs by the AppHost; the product's API and AI service; the raw reference. All on one database."""

    def __init__(self, rows):
        self.rows, self.children, self.password = rows, [], secrets.token_hex(16)
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="civicpulse-bench-"))
        self.folder.chmod(0o755)  # the database server runs as its own user

    def __enter__(self):
        try:
            self.start()
        except BaseException:
            self.stop()
            raise
        return self

    def __exit__(self, *_):
        self.stop()

    def run(self, name, arguments, settings):
        log = open(self.folder / f"{name}.log", "w")
        environment = {**os.environ, "DOTNET_ENVIRONMENT": "Production", "DOTNET_NOLOGO": "1", **settings}
        child = subprocess.Popen(["dotnet", *map(str, arguments)], env=environment, stdout=log, stderr=subprocess.STDOUT, start_new_session=True)
        self.children.append(child)
        return child

    def until(self, child, name, ready):
        end = time.monotonic() + PATIENCE
        while not ready():
            if child.poll() is not None or time.monotonic() > end:
                raise SystemExit(f"{name} did not start:\n" + (self.folder / f"{name}.log").read_text()[-3000:])
            time.sleep(0.1)

    def serve(self, name, arguments, settings):
        base = f"http://127.0.0.1:{free_port()}"
        child = self.run(name, arguments, {"ASPNETCORE_URLS": base, "ASPNETCORE_ENVIRONMENT": "Production", **settings})

        def healthy():
            try:
                return urllib.request.urlopen(base + "/health", timeout=5).status == 200
            except (urllib.error.URLError, OSError):
                return False

        self.until(child, name, healthy)
        return base, child.pid

    def start(self):
        services = self.folder / "data/run/services.json"
        host = self.run("services", [built("CivicPulse.AppHost"), "--only=services", f"--parent-pid={os.getpid()}"],
                        {"CIVICPULSE_DATA": str(self.folder / "data"), "DOTNET_ENVIRONMENT": "Development"})
        self.until(host, "services", services.exists)
        found = json.loads(services.read_text())
        owner = found["civicpulse_admin"]
        common = {"ConnectionStrings__redis": found["redis"], "ConnectionStrings__blobs": found["blobs"], "DataProtection__Certificate": found["key_ring"]}
        self.once("migrate", [built("CivicPulse.Worker"), "migrate"], {
            **common, "ConnectionStrings__civicpulse": owner, "Database__AppPassword": found["app_password"], "Database__HostPassword": found["host_password"],
            "Demo__Tenant": TENANT, "Demo__Name": "Bench", "Demo__Email": EMAIL, "Demo__Password": PASSWORD})
        self.once("fill", [built("bench/raw"), "fill", "t_" + TENANT, str(self.rows), self.password], {"RAW_DATABASE": owner})
        product = {**common, "ConnectionStrings__civicpulse": npgsql(owner, Username="civicpulse_app", Password=found["app_password"]),
                   "ConnectionStrings__civicpulse_host": npgsql(owner, Username="civicpulse_host", Password=found["host_password"])}
        self.ai, self.ai_pid = self.serve("ai", [built("CivicPulse.AiService")], product)
        self.api, self.api_pid = self.serve("api", [built("CivicPulse.Api")], {**product, "services__ai__http__0": self.ai, **UNLIMITED})
        by_hand = npgsql(owner, **{"Username": "raw", "Password": self.password, "Search Path": f"t_{TENANT},reference,extensions", **POOL})
        self.raw, self.raw_pid = self.serve("raw", [built("bench/raw"), "serve"], {"RAW_DATABASE": by_hand})
        self.postgres_pid = postmaster(owner)
        self.token = answer(self.api, "/auth/token/", {"username": EMAIL, "password": PASSWORD}, {"X-Tenant": TENANT})["access_token"]
        self.headers = {"Authorization": f"Bearer {self.token}", "X-Tenant": TENANT}

    def once(self, name, arguments, settings):
        child = self.run(name, arguments, settings)
        if child.wait(timeout=300) != 0:
            raise SystemExit(f"{name} failed:\n" + (self.folder / f"{name}.log").read_text()[-3000:])

    def stop(self):
        for child in reversed(self.children):
            if child.poll() is None:
                os.kill(child.pid, signal.SIGTERM)
        for child in reversed(self.children):
            try:
                child.wait(timeout=20)
            except subprocess.TimeoutExpired:
                os.kill(child.pid, signal.SIGKILL)
        shutil.rmtree(self.folder, ignore_errors=True)


# What the product's connections are made of, so the reference's too.
POOL = {"Maximum Pool Size": "40", "Max Auto Prepare": "100"}
# One account asks for everything here: its own limits would be what is measured.
UNLIMITED = {f"Limits__{who}__{what}": "100000000" for who in ("Account", "Tenant", "Anonymous", "Costly", "SignIn") for what in ("Burst", "PerSecond")}


def postmaster(connection):
    """The first process of the server that listens where the connection string says."""
    words = dict(part.split("=", 1) for part in connection.split(";") if part)
    port = words.get("Port", "5432")
    for process in pathlib.Path("/proc").iterdir():
        if process.name.isdigit():
            try:
                command = (process / "cmdline").read_bytes()
            except OSError:
                continue
            if command.split(b"\0")[0].endswith(b"/postgres") and f"\0-p\0{port}\0".encode() in command:
                return int(process.name)
    raise SystemExit(f"No PostgreSQL process listens at port {port}.")
