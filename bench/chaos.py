#!/usr/bin/env python3
"""Kills processes at random under load and counts what came of every fact. Standard library only.

  bench/chaos.py [--kills 200] [--facts 20000] [--tenants 50] [--quick] [--seed 1] [--json] [--keep]

Build first: dotnet build CivicPulse.Tests. It starts PostgreSQL, Redis and the blob store in a folder of its own, migrates,
and runs two API and two Worker processes of the product; the Workers know two reactions more, from the tests' assembly, whose
effects can be counted: one that shares transactions and one that has its own. Clients create meetings over REST, each of which
tells a fact. Meanwhile a Worker or an API (SIGKILL), Redis (SIGKILL) or PostgreSQL (immediate shutdown) is ended and started
again. Then nothing is killed any more, the outboxes drain, and the database is asked:
  lost   accepted (2xx) meetings without their fact, or facts without an effect
  twice  facts with more than one effect or mark of a reaction, meetings with more than one fact
Full size takes 15 to 25 minutes on two cores, --quick (20 kills, 1,000 facts, 5 tenants) under three. Exit code 1 when
anything was lost, twice, dead or left open.
"""
import argparse, base64, concurrent.futures, http.client, json, os, pathlib, random, shutil, signal, socket, subprocess, sys, tempfile
import threading, time, uuid

ROOT = pathlib.Path(__file__).resolve().parents[1]
PASSWORD = "chaos-chaos-chaos-1"
REACTIONS = {"tests.count_meeting": "scratch_counted", "tests.judge_meeting": "scratch_judged"}


def built(project, assembly=None):
    for configuration in ("Release", "Debug"):
        folder = ROOT / project / "bin" / configuration / "net10.0"
        if (folder / f"{assembly or project}.dll").exists():
            return folder
    raise SystemExit(f"{project} is not built: dotnet build CivicPulse.Tests")


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


class Proc:
    """A process that is started again, in the same place, after it was killed."""

    def __init__(self, name, command, environment, log):
        self.name, self.command, self.environment, self.log, self.process = name, command, environment, log, None

    def start(self):
        with open(self.log / f"{self.name}.log", "ab") as out:
            self.process = subprocess.Popen(self.command, env={**os.environ, **self.environment}, stdout=out, stderr=out, stdin=subprocess.DEVNULL,
                                            start_new_session=True)
        return self

    def kill(self):
        self.process.kill()
        self.process.wait()

    def stop(self):
        if self.process and self.process.poll() is None:
            self.process.send_signal(signal.SIGINT if self.name == "postgres" else signal.SIGTERM)
            try:
                self.process.wait(20)
            except subprocess.TimeoutExpired:
                self.kill()


class Postgres(Proc):
    def kill(self):
        """Immediate shutdown, as after a power cut: nothing is written, the next start recovers from the log."""
        lock = pathlib.Path(self.environment["PG_FOLDER"]) / "cluster" / "postmaster.pid"
        for _ in range(100):
            try:
                server = int(lock.read_text().split()[0])
                if pathlib.Path(f"/proc/{server}/comm").read_text().strip() == "postgres":
                    break
            except (OSError, IndexError, ValueError):
                pass
            time.sleep(0.1)
        os.kill(server, signal.SIGQUIT)
        self.process.wait(30)


class System:
    def __init__(self, folder, tenants):
        self.folder, self.tenants = folder, [f"chaos-{i + 1}" for i in range(tenants)]
        self.ports = {name: free_port() for name in ("postgres", "redis", "blobs", "api-1", "api-2", "worker-1", "worker-2")}
        self.log = folder / "logs"
        self.log.mkdir()
        self.passwords = {name: uuid.uuid4().hex for name in ("postgres", "redis", "app", "host")}
        self.processes = {}

    def settings(self, login):
        pg = f"Host=127.0.0.1;Port={self.ports['postgres']};Database=civicpulse"
        user = {"owner": f"Username=postgres;Password={self.passwords['postgres']}", "app": f"Username=civicpulse_app;Password={self.passwords['app']}"}[login]
        key = base64.b64encode(b"chaos" * 8).decode()
        return {
            "ConnectionStrings__civicpulse": f"{pg};{user}",
            "ConnectionStrings__civicpulse_host": f"{pg};Username=civicpulse_host;Password={self.passwords['host']}",
            "ConnectionStrings__redis": f"127.0.0.1:{self.ports['redis']},password={self.passwords['redis']},connectTimeout=2000",
            "ConnectionStrings__blobs": f"DefaultEndpointsProtocol=http;AccountName=chaos;AccountKey={key};BlobEndpoint=http://127.0.0.1:{self.ports['blobs']}/chaos;",
            "DataProtection__Certificate": self.certificate,
            "services__ai__http__0": "http://127.0.0.1:9",
            "Logging__LogLevel__Default": "Warning", "DOTNET_gcServer": "0", "DOTNET_ENVIRONMENT": "Production",
        }

    def make_certificate(self):
        pem, p12 = self.folder / "key.pem", self.folder / "key.p12"
        subprocess.run(["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", pem, "-out", pem.with_suffix(".crt"), "-days", "2", "-subj", "/CN=chaos"],
                       check=True, capture_output=True)
        subprocess.run(["openssl", "pkcs12", "-export", "-inkey", pem, "-in", pem.with_suffix(".crt"), "-out", p12, "-passout", "pass:"], check=True, capture_output=True)
        self.certificate = base64.b64encode(p12.read_bytes()).decode()

    def start(self):
        self.make_certificate()
        native = ROOT / "eng" / "native"
        tests, worker, api = built("CivicPulse.Tests"), built("CivicPulse.Worker"), built("CivicPulse.Api")
        key = base64.b64encode(b"chaos" * 8).decode()
        add = lambda kind, name, command, environment: self.processes.__setitem__(name, kind(name, [str(c) for c in command], environment, self.log))
        add(Postgres, "postgres", [native / "postgres.sh"], {"PG_FOLDER": str(self.folder / "postgres"), "PG_PORT": str(self.ports["postgres"]), "PG_PASSWORD": self.passwords["postgres"], "PG_FSYNC": "on"})
        add(Proc, "redis", [native / "redis.sh"], {"REDIS_FOLDER": str(self.folder / "redis"), "REDIS_PORT": str(self.ports["redis"]), "REDIS_PASSWORD": self.passwords["redis"]})
        add(Proc, "blobs", [native / "storage.sh"], {"BLOB_FOLDER": str(self.folder / "blobs"), "BLOB_PORT": str(self.ports["blobs"]), "AZURITE_ACCOUNTS": f"chaos:{key}"})
        for name in ("postgres", "redis", "blobs"):
            self.processes[name].start()
        self.wait(lambda: self.query("select 1") == "1", 60)
        self.wait(lambda: socket.create_connection(("127.0.0.1", self.ports["blobs"]), 1).close() is None, 60)
        for name in ("api-1", "api-2"):
            add(Proc, name, ["dotnet", api / "CivicPulse.Api.dll"], {**self.settings("app"), "ASPNETCORE_URLS": f"http://127.0.0.1:{self.ports[name]}"})
        for name in ("worker-1", "worker-2"):
            add(Proc, name, ["dotnet", "exec", "--depsfile", tests / "CivicPulse.Tests.deps.json", "--runtimeconfig", tests / "CivicPulse.Tests.runtimeconfig.json", tests / "CivicPulse.Worker.dll"],
                {**self.settings("app"), "ASPNETCORE_URLS": f"http://127.0.0.1:{self.ports[name]}", "ASPNETCORE_HOSTINGSTARTUPASSEMBLIES": "CivicPulse.Tests"})
        self.migrate(self.tenants[0], worker)
        with concurrent.futures.ThreadPoolExecutor(2) as pool:
            list(pool.map(lambda t: self.migrate(t, worker), self.tenants[1:]))
        for tenant in self.tenants:
            # Their demo meeting needs the AI service, which is no part of this.
            self.query(f"delete from {schema(tenant)}.outbox; delete from {schema(tenant)}.meetings; delete from {schema(tenant)}.jobs")
        for name in ("api-1", "api-2", "worker-1", "worker-2"):
            self.processes[name].start()
        for name in ("api-1", "api-2"):
            self.wait(lambda: http.client.HTTPConnection("127.0.0.1", self.ports[name], timeout=2).request("GET", "/alive") is None, 90)

    def migrate(self, tenant, worker):
        subprocess.run(["dotnet", str(worker / "CivicPulse.Worker.dll"), "migrate"], check=True, stdout=subprocess.DEVNULL, env={
            **os.environ, **self.settings("owner"), "Database__AppPassword": self.passwords["app"], "Database__HostPassword": self.passwords["host"],
            "Demo__Tenant": tenant, "Demo__Name": tenant, "Demo__Email": "chaos@civicpulse.example", "Demo__Password": PASSWORD})

    def query(self, sql):
        done = subprocess.run(["psql", "-h", "127.0.0.1", "-p", str(self.ports["postgres"]), "-U", "postgres", "-d", "civicpulse", "-qAtv", "ON_ERROR_STOP=1", "-c", sql],
                              env={**os.environ, "PGPASSWORD": self.passwords["postgres"]}, capture_output=True, text=True)
        if done.returncode:
            raise RuntimeError(done.stderr.strip())
        return done.stdout.strip()

    def wait(self, holds, seconds):
        end = time.monotonic() + seconds
        while True:
            try:
                if holds():
                    return
            except (OSError, RuntimeError, http.client.HTTPException):
                pass
            if time.monotonic() > end:
                raise SystemExit(f"The system did not start; logs are in {self.log}")
            time.sleep(0.2)

    def stop(self):
        for process in reversed(self.processes.values()):
            process.stop()


def schema(tenant):
    return "t_" + tenant.replace("-", "_")


class Load:
    """Clients that create meetings until enough were accepted. An answer that never came counts as unknown, not as accepted."""

    def __init__(self, system, goal):
        self.system, self.goal, self.lock = system, goal, threading.Lock()
        self.accepted = {tenant: set() for tenant in system.tenants}
        self.count = self.unknown = self.refused = 0
        self.refusals, self.tokens = {}, {}

    def run(self, clients):
        with concurrent.futures.ThreadPoolExecutor(clients) as pool:
            for future in [pool.submit(self.client, i) for i in range(clients)]:
                future.result()

    def token(self, tenant):
        while tenant not in self.tokens:
            status, body = self.send(self.connect(), "/auth/token/", tenant, {"username": "chaos@civicpulse.example", "password": PASSWORD}, None)
            if status == 200:
                self.tokens[tenant] = body["access_token"]
            else:
                time.sleep(0.3)
        return self.tokens[tenant]

    def connect(self):
        return http.client.HTTPConnection("127.0.0.1", self.system.ports[random.choice(("api-1", "api-2"))], timeout=30)

    def send(self, connection, path, tenant, body, token):
        headers = {"X-Tenant": tenant, "Content-Type": "application/json", **({"Authorization": "Bearer " + token} if token else {})}
        try:
            connection.request("POST", path, json.dumps(body), headers)
            response = connection.getresponse()
            text = response.read()
            return response.status, json.loads(text) if text and b"json" in (response.getheader("Content-Type") or "").encode() else {}
        except (OSError, http.client.HTTPException, ValueError):
            connection.close()
            return 0, {}

    def client(self, number):
        connection, turn = self.connect(), number
        while self.count < self.goal:
            tenant = self.system.tenants[turn % len(self.system.tenants)]
            turn += 1
            status, body = self.send(connection, "/api/v1/meetings", tenant, {"name": f"Meeting {turn}", "start_date": "2026-03-02T18:00:00Z"}, self.token(tenant))
            with self.lock:
                if status == 201:
                    self.accepted[tenant].add(body["id"])
                    self.count += 1
                elif status == 0 or status >= 500:
                    self.unknown += 1
                else:
                    self.refused += 1
                    self.refusals[status] = self.refusals.get(status, 0) + 1
            if status != 201:
                time.sleep(0.2)
                connection.close()
                connection = self.connect()
                if status == 401:
                    self.tokens.pop(tenant, None)


def harass(system, load, kills, rng, done, log):
    """Kills so many, evenly over the load, and starts what it killed after a moment."""
    victims = ["worker-1", "worker-2", "api-1", "api-2", "redis", "postgres"]
    counts = dict.fromkeys(["worker", "api", "redis", "postgres"], 0)
    for kill in range(kills):
        while load.count < load.goal * (kill + rng.random() * 0.9) / kills and not done.is_set():
            time.sleep(0.02)
        victim = system.processes[rng.choice(victims)]
        victim.kill()
        counts[victim.name.split("-")[0]] += 1
        log(f"kill {kill + 1}: {victim.name} at {load.count} accepted")
        time.sleep(rng.random() * 1.0)
        victim.start()
        time.sleep(rng.random() * 1.5)
    return counts


def verify(system, load):
    total = dict(accepted=load.count, unknown=load.unknown, facts=0, effects=0, lost=0, twice=0, dead=0, open=0)
    for tenant in system.tenants:
        s = schema(tenant)
        ids = lambda sql: [line for line in system.query(sql).split("\n") if line]
        meetings = ids(f"select id from {s}.meetings")
        told = ids(f"select payload ->> 'MeetingId' from {s}.outbox where type = 'governance.meeting_scheduled'")
        total["facts"] += len(told)
        total["lost"] += len(load.accepted[tenant] - set(told)) + len(load.accepted[tenant] - set(meetings)) + len(set(meetings) ^ set(told))
        total["twice"] += len(told) - len(set(told))
        for reaction, effect in REACTIONS.items():
            effects = ids(f"select subject_id from {s}.jobs where kind = '{effect}'")
            marks = ids(f"select payload ->> 'MeetingId' from {s}.outbox o join {s}.handled h on h.fact_id = o.id where h.reaction = '{reaction}'")
            total["effects"] += len(effects)
            total["lost"] += len(set(told) - set(effects)) + len(set(told) - set(marks))
            total["twice"] += len(effects) - len(set(effects)) + len(marks) - len(set(marks)) + len(set(effects) - set(told))
        total["dead"] += int(system.query(f"select count(*) from {s}.fact_failures where dead_at is not null"))
        total["open"] += int(system.query(f"select count(*) from {s}.outbox where done_at is null"))
    return total


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name, default in (("kills", 200), ("facts", 20000), ("tenants", 50), ("clients", 8), ("seed", 1)):
        arguments.add_argument(f"--{name}", type=int, default=default)
    for name in ("quick", "json", "keep"):
        arguments.add_argument(f"--{name}", action="store_true")
    options = arguments.parse_args()
    if options.quick:
        options.kills, options.facts, options.tenants = 20, 1000, 5
    log = lambda text: print(text, file=sys.stderr, flush=True)
    folder = pathlib.Path(tempfile.mkdtemp(prefix="civicpulse-chaos-"))
    folder.chmod(0o755)
    system, began = System(folder, options.tenants), time.monotonic()
    try:
        log(f"starting in {folder}")
        system.start()
        load, done, rng = Load(system, options.facts), threading.Event(), random.Random(options.seed)
        log(f"{options.facts} facts over {options.tenants} tenants, {options.kills} kills")
        loaded = time.monotonic()
        with concurrent.futures.ThreadPoolExecutor(1) as pool:
            killing = pool.submit(harass, system, load, options.kills, rng, done, log)
            load.run(options.clients)
            load_seconds = time.monotonic() - loaded
            done.set()
            kills = killing.result()
        for process in system.processes.values():
            if process.process.poll() is not None:
                process.start()
        drain = time.monotonic()
        left = " + ".join(f"(select count(*) from {schema(t)}.outbox where done_at is null)" for t in system.tenants)
        system.wait(lambda: system.query(f"select {left}") == "0", 600)
        result = verify(system, load)
        result.update(kills=sum(kills.values()), killed=kills, refused=load.refusals, load_seconds=round(load_seconds, 1),
                      drain_seconds=round(time.monotonic() - drain, 1), seconds=round(time.monotonic() - began, 1))
        result["ok"] = not (result["lost"] or result["twice"] or result["dead"] or result["open"]) and result["kills"] == options.kills
        if options.json:
            print(json.dumps(result))
        else:
            for name, value in result.items():
                print(f"{name:>14}  {value}")
        return 0 if result["ok"] else 1
    finally:
        system.stop()
        if options.keep:
            log(f"kept in {folder}")
        else:
            shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main())
