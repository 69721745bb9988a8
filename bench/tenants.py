#!/usr/bin/env python3
"""Many tenants on one machine: time to provision and migrate them, memory, and requests that go round all of them.

    bench/tenants.py [--tenants 1000] [--quick] [--json] [--configuration Release]

Starts PostgreSQL, Redis and the blob store of its own in a temporary folder, then the API and a Worker as processes, and
throws everything away at the end. 1,000 tenants take about 15 minutes on two cores, --quick (30 tenants) about one.
Needs a built solution: dotnet build -c Release CivicPulse.sln
"""
import argparse, http.client, json, os, pathlib, shutil, signal, socket, subprocess, sys, tempfile, threading, time

ROOT = pathlib.Path(__file__).resolve().parent.parent
EMAIL = "bench@civicpulse.example"


def say(text):
    print(f"==> {text}", file=sys.stderr, flush=True)


def built(project, configuration):
    dll = ROOT / project / "bin" / configuration / "net10.0" / f"{project}.dll"
    return str(dll) if dll.exists() else sys.exit(f"{project} is not built: dotnet build -c {configuration} CivicPulse.sln")


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


class Instance:
    """The processes of one run."""

    def __init__(self, configuration):
        self.configuration, self.started = configuration, []
        self.folder = tempfile.mkdtemp(prefix="civicpulse-bench-")
        os.chmod(self.folder, 0o755)
        host = self.start("CivicPulse.AppHost", dict(os.environ, CIVICPULSE_DATA=self.folder), "--only=services", f"--parent-pid={os.getpid()}")
        services = pathlib.Path(self.folder, "run", "services.json")
        for _ in range(1200):
            if services.exists() or host.poll() is not None:
                break
            time.sleep(0.1)
        s = json.loads(services.read_text())
        owner = s["civicpulse_admin"]
        parts = dict(p.split("=", 1) for p in owner.split(";") if p)
        self.psql_env = dict(os.environ, PGHOST=parts["Host"], PGPORT=parts["Port"], PGUSER=parts["Username"], PGPASSWORD=parts["Password"], PGDATABASE=parts["Database"])
        login = lambda user, password: ";".join(f"{k}={v}" for k, v in {**parts, "Username": user, "Password": password}.items())
        common = dict(os.environ, ASPNETCORE_ENVIRONMENT="Development", Logging__LogLevel__Default="Warning",
                      ConnectionStrings__redis=s["redis"], ConnectionStrings__blobs=s["blobs"], DataProtection__Certificate=s["key_ring"])
        self.owner_env = dict(common, ConnectionStrings__civicpulse=owner, Database__AppPassword=s["app_password"], Database__HostPassword=s["host_password"])
        self.host_env = dict(common, ConnectionStrings__civicpulse=login("civicpulse_app", s["app_password"]),
                             ConnectionStrings__civicpulse_host=login("civicpulse_host", s["host_password"]), services__ai__http__0="http://127.0.0.1:9",
                             # One account in each tenant asks for everything here: its own limits would be what is measured.
                             **{f"Limits__{who}__{what}": "100000000" for who in ("Account", "Tenant", "Anonymous", "SignIn") for what in ("Burst", "PerSecond")})

    def start(self, project, env, *args):
        log = open(os.path.join(self.folder, project + ".log"), "w")
        process = subprocess.Popen(["dotnet", built(project, self.configuration), *args], env=env, stdout=log, stderr=log, stdin=subprocess.DEVNULL)
        self.started.append(process)
        return process

    def command(self, *args, **env):
        done = subprocess.run(["dotnet", built("CivicPulse.Worker", self.configuration), *args], env={**self.owner_env, **env}, capture_output=True, text=True)
        if done.returncode != 0:
            raise RuntimeError(f"{args[:3]} failed: {done.stderr[-2000:]} {done.stdout[-500:]}")
        return done.stdout

    def document(self, *args, **env):
        """The JSON among what a command printed; its log lines are before it."""
        return json.loads([line for line in self.command(*args, "--json", **env).splitlines() if line[:1] in "[{"][-1])

    def ask(self, sql):
        return subprocess.run(["psql", "-XAtc", sql], env=self.psql_env, capture_output=True, text=True, check=True).stdout.strip()

    def serve(self, project):
        port = free_port()
        process = self.start(project, dict(self.host_env, ASPNETCORE_URLS=f"http://127.0.0.1:{port}"))
        for _ in range(600):
            try:
                if get(port, "/health")[0] == 200:
                    return process, port
            except OSError:
                time.sleep(0.1)
        sys.exit(f"{project} did not start; see {self.folder}")

    def end(self):
        for process in reversed(self.started):
            process.send_signal(signal.SIGTERM)
        for process in self.started:
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()
        shutil.rmtree(self.folder, ignore_errors=True)


def get(port, path, headers=None, connection=None):
    connection = connection or http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    connection.request("GET", path, headers=headers or {})
    answer = connection.getresponse()
    return answer.status, answer.read()


def sign_in(port, slug, password):
    while True:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        connection.request("POST", "/auth/token/", json.dumps({"username": EMAIL, "password": password}), {"X-Tenant": slug, "Content-Type": "application/json"})
        answer = connection.getresponse()
        body = answer.read()
        if answer.status == 200:
            return json.loads(body)["access_token"]
        if answer.status != 429:
            raise RuntimeError(f"{slug}: {answer.status} {body[:300]}")
        time.sleep(float(answer.headers.get("Retry-After") or 1))


def in_threads(count, work, items):
    """Every thread takes the next item; an error of one ends the run."""
    items, lock, errors = iter(items), threading.Lock(), []

    def run(number):
        while not errors:
            with lock:
                item = next(items, None)
            if item is None:
                return
            try:
                work(number, item)
            except Exception as e:  # told below
                errors.append(e)

    threads = [threading.Thread(target=run, args=(n,)) for n in range(count)]
    [t.start() for t in threads]
    [t.join() for t in threads]
    if errors:
        raise errors[0]


def round_robin(port, tokens, rounds, stop=None):
    """16 connections; each request is for the next tenant, so that no connection stays with one."""
    connections = [http.client.HTTPConnection("127.0.0.1", port, timeout=60) for _ in range(16)]
    times, wrong = [], []
    order = (slug for _ in range(rounds) for slug in tokens if stop is None or not stop.is_set())

    def one(number, slug):
        started = time.perf_counter()
        status, body = get(port, "/api/v1/meetings?limit=1", {"X-Tenant": slug, "Authorization": "Bearer " + tokens[slug]}, connections[number])
        times.append((time.perf_counter() - started) * 1000)
        if status != 200:
            wrong.append((slug, status, body[:200]))

    started = time.perf_counter()
    in_threads(16, one, order)
    took = time.perf_counter() - started
    times.sort()
    at = lambda share: round(times[min(len(times) - 1, int(len(times) * share))], 2)
    return {"requests": len(times), "per_second": round(len(times) / took), "p50_ms": at(0.5), "p95_ms": at(0.95), "p99_ms": at(0.99), "failed": len(wrong)}


def rss_mb(pid):
    return round(next(int(l.split()[1]) for l in open(f"/proc/{pid}/status") if l.startswith("VmRSS")) / 1024)


def backends(instance):
    """Memory that belongs to each server process of the two logins alone."""
    found = []
    for pid in instance.ask("select pid from pg_stat_activity where usename in ('civicpulse_app', 'civicpulse_host')").split():
        try:
            lines = open(f"/proc/{pid}/smaps_rollup").read().splitlines()
        except OSError:
            continue
        found.append(sum(int(l.split()[1]) for l in lines if l.startswith("Private_")) / 1024)
    return {"count": len(found), "sum_mb": round(sum(found)), "largest_mb": round(max(found, default=0), 1)}


def cpu_seconds(pid):
    fields = open(f"/proc/{pid}/stat").read().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def measure(instance, count, rounds):
    result = {"tenants": count}
    slugs = [f"bench-{i:05d}" for i in range(count)]
    instance.command("migrate")
    say(f"provisioning {count} tenants")
    single = instance.document("tenant", "create", "single-one")[0]["milliseconds"]
    started, each = time.perf_counter(), []
    for part in range(0, count, 100):
        each += [t["milliseconds"] for t in instance.document("tenant", "create", *slugs[part:part + 100])]
    took = time.perf_counter() - started
    each.sort()
    result["provision"] = {"total_s": round(took, 1), "each_ms": round(took * 1000 / count), "p50_ms": each[len(each) // 2], "p95_ms": each[int(len(each) * 0.95)],
                           "first_in_a_new_process_ms": single, "at_once": 4}
    result["database_mb"] = int(instance.ask("select pg_database_size(current_database()) / 1048576"))
    result["catalogue_rows"] = int(instance.ask("select count(*) from pg_class"))

    say("giving every tenant an owner")
    shown = instance.command("tenant", "owner", slugs[0], EMAIL)
    password = shown.split("signs in with ")[1].split(" ")[0]
    for part in range(0, count, 100):
        instance.document("tenant", "create", *slugs[part:part + 100], "--owner-email", EMAIL)
    api, port = instance.serve("CivicPulse.Api")
    result["api_rss_mb"] = {"started": rss_mb(api.pid)}
    say("signing in everywhere")
    tokens = {}
    in_threads(4, lambda _, slug: tokens.__setitem__(slug, sign_in(port, slug, password)), slugs)
    tokens = {slug: tokens[slug] for slug in slugs}
    result["api_rss_mb"]["signed_in"] = rss_mb(api.pid)
    say("requests round all tenants")
    result["first_round"] = round_robin(port, tokens, 1)
    result["round_robin"] = round_robin(port, tokens, rounds)
    few = dict(list(tokens.items())[:1])
    result["one_tenant"] = round_robin(port, few, rounds * count)
    result["api_rss_mb"]["loaded"] = rss_mb(api.pid)
    result["backends_after_requests"] = backends(instance)

    say("a Worker that has nothing to do")
    worker, _ = instance.serve("CivicPulse.Worker")
    time.sleep(15)
    before, transactions, window = cpu_seconds(worker.pid), int(instance.ask("select xact_commit from pg_stat_database where datname = current_database()")), 30
    time.sleep(window)
    result["idle_worker"] = {"cpu_percent": round((cpu_seconds(worker.pid) - before) * 100 / window, 1), "rss_mb": rss_mb(worker.pid),
                             "transactions_per_second": round((int(instance.ask("select xact_commit from pg_stat_database where datname = current_database()")) - transactions) / window)}
    result["backends_with_worker"] = backends(instance)

    say("a new column everywhere, while requests go on")
    extra = pathlib.Path(instance.folder, "extra")
    extra.mkdir()
    (extra / "0001_bench.sql").write_text("alter table meetings add column bench_note text;\ncreate index bench_note on meetings (bench_note);\n")
    stop, going = threading.Event(), {}
    load = threading.Thread(target=lambda: going.update(round_robin(port, tokens, 10_000_000 // count, stop)))
    load.start()
    started = time.perf_counter()
    report = instance.document("migrate", "--parallel", "4", Database__ExtraMigrations=str(extra))
    took = time.perf_counter() - started
    stop.set()
    load.join()
    result["migrate"] = {"total_s": round(took, 1), "each_ms": round(took * 1000 / count, 1), "migrated": report["migrated"], "failed": len(report["failures"]), "meanwhile": going}
    started = time.perf_counter()
    instance.document("migrate", Database__ExtraMigrations=str(extra))
    result["migrate_nothing_s"] = round(time.perf_counter() - started, 1)
    return result


def main():
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--tenants", type=int, default=1000)
    options.add_argument("--quick", action="store_true", help="30 tenants")
    options.add_argument("--json", action="store_true")
    options.add_argument("--configuration", default="Release")
    asked = options.parse_args()
    count = 30 if asked.quick else asked.tenants
    instance = Instance(asked.configuration)
    try:
        result = measure(instance, count, 10 if count <= 100 else 5)
    finally:
        instance.end()
    if asked.json:
        print(json.dumps(result))
        return
    for name, value in result.items():
        print(f"{name:26} {value if not isinstance(value, dict) else '  '.join(f'{k} {v}' for k, v in value.items())}")


if __name__ == "__main__":
    main()
