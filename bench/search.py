#!/usr/bin/env python3
"""Fills one tenant's search index and measures searching it, over HTTP and in SQL. Python 3 standard library and psql.

  search.py [--entries 100000] [--quick] [--json] [--seconds 10]

Start the system first (`./civicpulse up --detach`). Address and login are read from `./civicpulse status --json` or given with --api,
--tenant, --email, --password; the database is that of the instance's `run/owner.env`, or --database (a libpq URL of the owner).
The texts are turns of real meetings (`data/meetings` of $CIVICPULSE_SHARED or ../shared), recombined with a fixed seed, or generated
when they are not there. The entries lie beside what the tenant holds and are removed afterwards (--keep leaves them).
Expected: 100,000 entries 15 to 25 minutes, most of it making vectors and their index; --quick (20,000) about 4 minutes.
Prints p50 and p95 of each kind of query, the recall of the vector index against an exact scan, and its queries per second against a
plain `order by embedding <=> $1 limit 10` with an index on the same vectors.
"""
import argparse, json, os, pathlib, random, re, shlex, subprocess, sys, threading, time, urllib.error, urllib.parse, urllib.request

ROOT = pathlib.Path(__file__).resolve().parents[1]
DATA = pathlib.Path(os.environ.get("CIVICPULSE_SHARED", ROOT.parent / "shared")) / "data" / "meetings" / "tasks" / "train" / "meetings.jsonl"
TABLE = "bench_notes"
PLACES = "Maple Street,Oak Creek,Riverside Park,the north precinct,the harbor,Elm Avenue,the old mill,Station Road,the library,City Hall".split(",")
MATTERS = "budget,zoning appeal,roof repair,speed bumps,school funding,water rates,park benches,bus shelter,noise ordinance,food truck permit,street lights,flood control,housing plan,tree planting,dog licences,election workers".split(",")
STATUSES = ("confirmed", "passed", "tentative", "cancelled")


def connect(options):
    if not options.api:
        status = json.loads(subprocess.run([ROOT / "civicpulse", "status", "--json"], check=True, capture_output=True).stdout)
        options.api, options.tenant = status["api"], status["tenant"]
        options.email, options.password = status["login"]["email"], status["login"]["password"]
    body = json.dumps({"username": options.email, "password": options.password}).encode()
    request = urllib.request.Request(options.api.rstrip("/") + "/auth/token/", body, {"X-Tenant": options.tenant, "Content-Type": "application/json"})
    token = json.load(urllib.request.urlopen(request, timeout=60))["access_token"]
    return {"X-Tenant": options.tenant, "Authorization": "Bearer " + token}


def database(options):
    """The owner's connection as libpq's environment; the password is on no command line."""
    if options.database:
        return {**os.environ, "PGSERVICEFILE": "/dev/null"}, [options.database]
    data = pathlib.Path(os.environ.get("CIVICPULSE_DATA", ROOT / ".data"))
    if options.owner_env:
        data = pathlib.Path(options.owner_env).parents[1]
    text = (data / "run" / "owner.env").read_text()
    found = re.search(r"ConnectionStrings__civicpulse=('?\"?)([^\n'\"]+)", text).group(2)
    part = {k.strip().lower(): v for k, v in (p.split("=", 1) for p in found.split(";") if "=" in p)}
    return {**os.environ, "PGHOST": part["host"], "PGPORT": part.get("port", "5432"), "PGUSER": part.get("username", part.get("user id", "")),
            "PGPASSWORD": part.get("password", ""), "PGDATABASE": part["database"]}, []


class Sql:
    """One psql that stays: statements in, lines out; times are the server's, as psql's \\timing sees them."""

    def __init__(self, environment, arguments, schema):
        self.psql = subprocess.Popen(["psql", "-XqAt", "-v", "ON_ERROR_STOP=1", *arguments], env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        self.run(f"set search_path = {schema}, extensions; set jit = off;")

    def run(self, statement):
        self.psql.stdin.write(statement.rstrip().rstrip(";") + ";\n\\echo --done--\n")
        self.psql.stdin.flush()
        lines = []
        for line in self.psql.stdout:
            if line.rstrip("\n") == "--done--":
                return lines
            lines.append(line.rstrip("\n"))
        raise SystemExit("psql: " + "\n".join(lines[-5:]))

    def copy(self, head, rows):
        self.psql.stdin.write(head + ";\n")
        for row in rows:
            self.psql.stdin.write("\t".join(str(v).replace("\\", "\\\\").replace("\t", " ").replace("\n", " ") for v in row) + "\n")
        self.psql.stdin.write("\\.\n")
        return self.run("select 1")


def sentences():
    if DATA.exists():
        with open(DATA, encoding="utf-8") as file:
            said = [t["text"] for line in file for t in json.loads(line)["turns"]]
        return [s.strip() for text in said for s in re.split(r"(?<=[.?!])\s+", text) if 40 < len(s) < 300]
    chance = random.Random(7)
    subjects, verbs = ["The committee", "Residents", "The clerk", "Our engineer", "The mayor"], ["asked about", "approved", "postponed", "reported on", "objected to"]
    return [f"{chance.choice(subjects)} {chance.choice(verbs)} the {chance.choice(MATTERS)} near {chance.choice(PLACES)}." for _ in range(20_000)]


def entries(count, pool, prefix):
    chance = random.Random(11)
    for i in range(count):
        matter, place = chance.choice(MATTERS), chance.choice(PLACES)
        words = pool[chance.randrange(len(pool))].split()
        title = f"{matter.capitalize()} for {place}: {' '.join(words[:5])}"
        body = " ".join(pool[chance.randrange(len(pool))] for _ in range(chance.randint(1, 6)))
        year = chance.randint(2015, 2026)
        yield (f"{prefix}-{i % 65536:04x}-7000-8000-{i:012x}", title[:200], body,
               f"{{status:{chance.choice(STATUSES)},year:{year}}}", f"{year}-{chance.randint(1, 12):02}-{chance.randint(1, 28):02}T12:00:00Z")


def fill(sql, count):
    sql.run("create temp table filling (id uuid, title text, body text, facets text[], at timestamptz)")
    sql.copy("copy filling from stdin", entries(count, sentences(), "0be0c400"))
    sql.run(f"""insert into search_entries (id, hit_id, record_table, kind, title, body, url, permission, facets, occurred_at)
        select id, id, '{TABLE}', 'note', title, body, '/', 'governance.read', facets, at from filling on conflict (id) do nothing""")
    sql.run("insert into outbox (type, payload, told_at) values ('platform.search_text_changed', '{}', now())")
    sql.run("analyze search_entries")


def wait_for_vectors(sql, count):
    """The Worker embeds; asked on by facts, so that the clock need not come round."""
    while (left := int(sql.run("select count(*) from search_entries where awaits_vector")[0])) > 0:
        print(f"  {left} wait for vectors", file=sys.stderr, flush=True)
        sql.run("""insert into outbox (type, payload, told_at) select 'platform.search_text_changed', '{}', now()
            where not exists (select from outbox where type = 'platform.search_text_changed' and done_at is null)""")
        time.sleep(5)
    sql.run("analyze search_entries; analyze search_words")


def queries():
    chance = random.Random(5)
    typo = lambda w: w[:2] + w[3:] if len(w) > 5 else w
    pick = lambda: (chance.choice(MATTERS), chance.choice(PLACES).replace("the ", ""))
    kinds = {"one word": lambda m, p: {"q": m.split()[0]},
             "question": lambda m, p: {"q": f"What did the council decide about the {m} near {p}?"},
             "rare words": lambda m, p: {"q": f"{m} insurance papers {p}"},
             "typo": lambda m, p: {"q": " ".join(typo(w) for w in m.split()) + " " + p},
             "filtered": lambda m, p: {"q": m, "kind": "note", "facet": "status:passed"},
             "two facets": lambda m, p: {"q": f"{m} {p}", "facet": ["status:confirmed", f"year:{chance.randint(2015, 2026)}"]},
             "phrase": lambda m, p: {"q": f'"{m}" -{p.split()[0]}'}}
    return {kind: [make(*pick()) for _ in range(40)] for kind, make in kinds.items()}


def percentiles(seconds):
    ordered = sorted(seconds)
    pick = lambda share: round(1000 * ordered[min(len(ordered) - 1, int(share * len(ordered)))], 1)
    return {"p50_ms": pick(.5), "p95_ms": pick(.95), "n": len(ordered)}


def over_http(options, headers):
    base = urllib.parse.urlsplit(options.api)
    import http.client
    connection = http.client.HTTPConnection(base.hostname, base.port, timeout=60)
    results, everything, modes = {}, [], {}
    for kind, asked in queries().items():
        times = []
        for round in range(3):
            for parameters in asked:
                start = time.perf_counter()
                connection.request("GET", "/api/v1/search?limit=20&" + urllib.parse.urlencode(parameters, doseq=True), headers=headers)
                response = connection.getresponse()
                body = response.read()
                if response.status == 429:
                    time.sleep(float(response.headers.get("Retry-After") or 1))
                    continue
                if response.status != 200:
                    raise SystemExit(f"{parameters} -> {response.status}: {body[:300]}")
                if round:  # the first round warms caches and the compiler
                    times.append(time.perf_counter() - start)
                    modes[json.loads(body)["mode"]] = modes.get(json.loads(body)["mode"], 0) + 1
        results[kind] = percentiles(times)
        everything += times
    return {**results, "all": percentiles(everything)}, modes


def vectors(sql, seconds):
    """Recall and speed of the vector part as search runs it, beside a plain query on an index of its own over the same vectors."""
    model, dimensions = sql.run("select embedding_model || '|' || embedding_dimensions from search_entries where embedding is not null group by 1, embedding_dimensions, embedding_model order by count(*) desc limit 1")[0].split("|")
    if not sql.run("select 1 from search_vector_indexes"):
        raise SystemExit("There is no vector index: too few entries.")
    n = int(dimensions)
    # Each stands in the index itself, as no question does: it is left out of what is to be found.
    ids, asked = zip(*(line.split("|") for line in sql.run(
        f"select id, embedding::text from (select id, embedding, md5(id::text) m from search_entries where embedding_model = '{model}' order by 3 limit 200) x")))
    sql.run(f"""create unlogged table if not exists bench_raw as select id, embedding::halfvec({n}) as embedding from search_entries where embedding is not null;
        create index if not exists bench_raw_hnsw on bench_raw using hnsw (embedding halfvec_cosine_ops); analyze bench_raw""")
    ours = lambda v, most=10: f"""select e.id from search_entries e where e.embedding_model = '{model}' and e.embedding_dimensions = {n}
        and e.permission = any('{{governance.read,documents.read,platform.search}}') and e.audience is null order by e.embedding::halfvec({n}) <=> '{v}'::halfvec({n}) limit {most}"""
    raw = lambda v: f"select id from bench_raw order by embedding <=> '{v}' limit 10"
    settings = "set hnsw.ef_search = 60; set hnsw.iterative_scan = strict_order; set hnsw.max_scan_tuples = 5000"
    plan = "\n".join(sql.run(settings + "; explain " + ours(asked[0])))
    hits = 0
    for own, v in list(zip(ids, asked))[:100]:
        sql.run("set enable_indexscan = off")
        exact = set(sql.run(f"select id from bench_raw where id <> '{own}' order by embedding <=> '{v}' limit 10"))
        sql.run("set enable_indexscan = on")
        hits += len(exact & {i for i in sql.run(ours(v, 11)) if i != own})
    def rate(statement, setting):
        sql.run(setting)
        count, start = 0, time.perf_counter()
        while time.perf_counter() - start < seconds:
            sql.run(statement(asked[count % len(asked)]))
            count += 1
        return count / (time.perf_counter() - start)
    rates = {"ours": 0, "raw": 0}
    for _ in range(2):  # interleaved, so that the machine's mood hits both
        rates["raw"] += rate(raw, "set hnsw.ef_search = 40; set hnsw.iterative_scan = off") / 2
        rates["ours"] += rate(ours, settings) / 2
    sql.run("drop table bench_raw")
    return {"model": model, "index_used": "search_vectors_" in plan, "recall_at_10": round(hits / 1000, 4), "ours_per_second": round(rates["ours"]),
            "raw_per_second": round(rates["raw"]), "ratio": round(rates["ours"] / rates["raw"], 3)}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--entries", type=int, default=100_000)
    parser.add_argument("--seconds", type=float, default=10)
    for flag in ("--quick", "--json", "--keep"):
        parser.add_argument(flag, action="store_true")
    for name in ("api", "tenant", "email", "password", "database", "owner-env"):
        parser.add_argument("--" + name)
    options = parser.parse_args()
    if options.quick:
        options.entries, options.seconds = 20_000, 4
    headers = connect(options)
    environment, arguments = database(options)
    sql = Sql(environment, arguments, "t_" + options.tenant.replace("-", "_"))
    report = {"entries": options.entries}
    try:
        start = time.perf_counter()
        fill(sql, options.entries)
        report["fill_seconds"] = round(time.perf_counter() - start, 1)
        start = time.perf_counter()
        wait_for_vectors(sql, options.entries)
        report["vectors_seconds"] = round(time.perf_counter() - start, 1)
        report["http"], report["modes"] = over_http(options, headers)
        report["vectors"] = vectors(sql, options.seconds)
    finally:
        if not options.keep:
            sql.run(f"delete from search_entries where record_table = '{TABLE}'")
    if options.json:
        print(json.dumps(report))
        return
    print(f"{options.entries} entries: filled in {report['fill_seconds']} s, vectors in {report['vectors_seconds']} s; answers by mode: {report['modes']}")
    print(f"{'query':<12}{'p50 ms':>10}{'p95 ms':>10}")
    for kind, times in report["http"].items():
        print(f"{kind:<12}{times['p50_ms']:>10}{times['p95_ms']:>10}")
    v = report["vectors"]
    print(f"vector index used: {v['index_used']}; recall@10 {v['recall_at_10']}; {v['ours_per_second']} queries/s, plain pgvector {v['raw_per_second']}: ratio {v['ratio']}")


if __name__ == "__main__":
    main()
