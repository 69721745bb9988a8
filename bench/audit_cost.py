#!/usr/bin/env python3
"""What the audit costs: creates with audit and outbox against the same insert without, interleaved, on a cluster of its own.

    bench/audit_cost.py [--quick] [--json]

Needs PostgreSQL 15 with pgbench; no running instance, nothing of it is left behind. About 4 minutes, with --quick 30 seconds.
Every transaction does what the product does: one message of prepared statements takes the tenant's role and search path, states who
acts, inserts a row into a table with the keys and indexes of `bodies`, and commits to disk. The audited one also writes its audit entry (by the product's own
migrations, read from the repository) and a row of the outbox. The ratio is of the medians over all rounds.
"""
import argparse
import json
import os
import pathlib
import re
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent
PLATFORM = ROOT / "CivicPulse.Platform"
ACTOR = "0192f0c0-0000-7000-8000-000000000001"
GATE = (f"select set_config('role', 'tenant_bench', true), set_config('search_path', 't_bench, reference, extensions', true), "
        f"set_config('app.actor_kind', 'account', true), set_config('app.actor_id', '{ACTOR}', true), "
        f"set_config('app.trace_id', '4bf92f3577b34da6a3ce929d0e0e4736', true)")
ROW = (f"(gen_random_uuid(), 'Planning commission', 'commission', 'Reviews plans and holds hearings on what is built where.', "
       f"now(), '{ACTOR}', now(), '{ACTOR}')")
FACT = (f"insert into outbox (type, payload, trace_parent, actor_id, told_at) values ('BodyAdded', '{{\"BodyId\":\"{ACTOR}\"}}', "
        f"'00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01', '{ACTOR}', now())")
TABLE = ("(id uuid primary key, name text not null, classification text not null, description text, created_at timestamptz not null, "
         "created_by uuid, changed_at timestamptz not null, changed_by uuid)")


def message(*statements):
    """Prepared statements, sent together as the product sends them."""
    return "\n".join(["\\startpipeline", "begin;", f"{GATE};", *(f"{s};" for s in statements), "commit;", "\\endpipeline", ""])


SCRIPTS = {
    "plain": message(f"insert into plain values {ROW}"),
    "audit": message(f"insert into bodies values {ROW}"),
    "audit_outbox": message(f"insert into bodies values {ROW}", FACT),
}


class Cluster:
    """A PostgreSQL of this run alone, set up as the product sets up its own."""

    def __init__(self):
        bins = sorted(pathlib.Path("/usr/lib/postgresql").glob("*/bin"), key=lambda p: int(p.parent.name))
        self.bin = bins[-1] if bins else pathlib.Path(shutil.which("postgres") or sys.exit("PostgreSQL is not installed.")).parent
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="civicpulse-bench-"))
        self.folder.chmod(0o755)
        self.user = []
        if os.getuid() == 0:
            shutil.chown(self.folder, "postgres", "postgres")
            self.user = ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"]
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.environment = {**os.environ, "PGHOST": "127.0.0.1", "PGPORT": str(self.port), "PGUSER": "postgres", "PGDATABASE": "postgres"}
        data = str(self.folder / "cluster")
        self.run([*self.user, str(self.bin / "initdb"), "-D", data, "-U", "postgres", "-E", "UTF8", "--locale=C.UTF-8", "-A", "trust", "--no-instructions"])
        options = f"-p {self.port} -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c shared_buffers=256MB -c max_wal_size=1GB -c jit=off"
        self.run([*self.user, str(self.bin / "pg_ctl"), "-D", data, "-w", "-l", str(self.folder / "log"), "-o", options, "start"])
        self.data = data

    def run(self, command, **more):
        done = subprocess.run(command, cwd="/", capture_output=True, text=True, check=False, **more)
        if done.returncode:
            sys.exit(f"{command[0]}: {done.stderr or done.stdout}")
        return done.stdout

    def sql(self, text):
        return self.run([str(self.bin / "psql"), "-XqAt", "-v", "ON_ERROR_STOP=1"], input=text, env=self.environment)

    def bench(self, script, clients, seconds):
        file = self.folder / "script.sql"
        file.write_text(script)
        out = self.run([str(self.bin / "pgbench"), "-n", "-M", "prepared", "-f", str(file), "-c", str(clients), "-j", "1", "-T", str(seconds)],
                       env={**self.environment, "PGUSER": "civicpulse_app", "PGOPTIONS": "-c search_path=t_bench,reference,extensions"})
        return float(re.search(r"tps = ([0-9.]+)", out).group(1))

    def stop(self):
        subprocess.run([*self.user, str(self.bin / "pg_ctl"), "-D", self.data, "-m", "immediate", "stop"], cwd="/", capture_output=True, check=False)
        shutil.rmtree(self.folder, ignore_errors=True)


def prepare(cluster):
    """The audit as the migrations make it, in a schema with two tables that differ in nothing but their triggers."""
    host = sorted([*PLATFORM.glob("Data/Migrations/Host/*.sql"), *PLATFORM.glob("Audit/Migrations/Host/*.sql")], key=lambda f: (f.name[:8], str(f)))
    tenant = [PLATFORM / "Data/Migrations/Tenant/20261122_platform.sql", *sorted(PLATFORM.glob("Audit/Migrations/Tenant/*.sql"))]
    cluster.sql("\n".join([
        "create role civicpulse_app login noinherit; create role civicpulse_host; create role tenant_bench; grant tenant_bench to civicpulse_app;",
        "create schema platform; create schema audit; create schema reference; create schema extensions; create schema t_bench;",
        "set search_path = platform;", *[f.read_text() for f in host],
        "set search_path = t_bench;", *[f.read_text() for f in tenant],
        f"create table bodies {TABLE}; create index on bodies (created_at desc, id desc);",
        "select audit.install('t_bench');",
        f"create table plain {TABLE}; create index on plain (created_at desc, id desc);",
        # pgbench prepares before anything is run, so before the role is taken: the login must see the names, and nothing more.
        "grant usage on schema t_bench to tenant_bench, civicpulse_app; grant select, insert, update, delete on all tables in schema t_bench to tenant_bench;",
        "grant usage on all sequences in schema t_bench to tenant_bench; select audit.protect('t_bench', 'tenant_bench');",
    ]))


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--quick", action="store_true", help="fewer and shorter rounds")
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    rounds, seconds = (2, 2) if asked.quick else (6, 5)
    cluster = Cluster()
    try:
        prepare(cluster)
        cluster.bench(SCRIPTS["audit_outbox"], 4, 1)
        results = {}
        for clients in (1, 16):
            measured = {name: [] for name in SCRIPTS}
            for _ in range(rounds):
                for name, script in SCRIPTS.items():
                    measured[name].append(cluster.bench(script, clients, seconds))
            results[clients] = {name: statistics.median(all_) for name, all_ in measured.items()}
        written, entries = (int(n) for n in cluster.sql("select (select count(*) from t_bench.bodies), (select count(*) from t_bench.audit_entries where entity = 'bodies')").strip().split("|"))
        if written != entries:
            sys.exit(f"{written} rows, but {entries} audit entries.")
    finally:
        cluster.stop()
    ratios = {f"c{clients}": round(found["audit_outbox"] / found["plain"], 3) for clients, found in results.items()}
    if asked.json:
        print(json.dumps({"per_second": results, "ratios": ratios, "target": 0.5}))
        return
    print(f"{'clients':>7} {'plain/s':>9} {'audit/s':>9} {'+outbox/s':>9} {'audit':>6} {'both':>6}")
    for clients, found in results.items():
        print(f"{clients:>7} {found['plain']:>9.0f} {found['audit']:>9.0f} {found['audit_outbox']:>9.0f} "
              f"{found['audit'] / found['plain']:>6.2f} {found['audit_outbox'] / found['plain']:>6.2f}")
    print("target: both >= 0.50")


if __name__ == "__main__":
    main()
