#!/usr/bin/env python3
"""Drives the running public API with real meetings and prints what it costs. Standard library only.

  run.py [--meetings 20] [--jobs 2] [--score PREDICTIONS_FOLDER]

Start the system first (`./civicpulse up --detach`); address, tenant and login are read from `./civicpulse status --json`,
or given with --api, --tenant, --email and --password. The meetings are `data/meetings` of $CIVICPULSE_SHARED or ../shared.
Every meeting is created, its transcript posted and its job waited for; then all development questions about these meetings
are asked and the minutes read. --score also writes prediction files and runs the data set's own score.py (needs python3-numpy).
"""
import argparse, concurrent.futures, json, os, pathlib, subprocess, sys, time, urllib.error, urllib.parse, urllib.request

ROOT = pathlib.Path(__file__).resolve().parents[2]
DATA = pathlib.Path(os.environ.get("CIVICPULSE_SHARED", ROOT.parent / "shared")) / "data" / "meetings"
HITS = 30


class Api:
    def __init__(self, base, tenant, email, password):
        self.base, self.headers = base.rstrip("/"), {"X-Tenant": tenant, "Content-Type": "application/json"}
        token = self.call("POST", "/auth/token/", {"username": email, "password": password})["access_token"]
        self.headers["Authorization"] = "Bearer " + token

    def call(self, method, path, body=None):
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(self.base + path, data=data, method=method, headers=self.headers)
        while True:
            try:
                with urllib.request.urlopen(request, timeout=300) as response:
                    return json.loads(response.read() or b"null")
            except urllib.error.HTTPError as refused:
                if refused.code != 429:
                    raise SystemExit(f"{method} {path} -> {refused.code}: {refused.read().decode()[:300]}")
                time.sleep(float(refused.headers.get("Retry-After") or 1))


def connect(options):
    if options.api:
        return Api(options.api, options.tenant, options.email, options.password)
    status = json.loads(subprocess.run([ROOT / "civicpulse", "status", "--json"], check=True, capture_output=True).stdout)
    return Api(status["api"], status["tenant"], status["login"]["email"], status["login"]["password"])


def lines(path):
    with open(path, encoding="utf-8") as file:
        return [json.loads(line) for line in file]


def timed(work, *arguments):
    start = time.perf_counter()
    result = work(*arguments)
    return result, time.perf_counter() - start


def upload(api, meeting):
    """Creates a meeting with its transcript and waits until it is searchable and minuted."""
    id = api.call("POST", "/api/v1/meetings", {"name": meeting["meeting"], "start_date": "2026-01-15T18:00:00Z"})["id"]
    turns = [{"speaker": t["speaker"], "text": t["text"]} for t in meeting["turns"]]
    job = api.call("POST", f"/api/v1/meetings/{id}/transcript", {"turns": turns})
    while job["state"] not in ("succeeded", "failed"):
        time.sleep(0.05)
        job = api.call("GET", f"/api/v1/jobs/{job['id']}")
    if job["state"] == "failed":
        raise SystemExit(f"{meeting['meeting']}: {job.get('error')}")
    return id


def ask(api, question, meeting):
    return api.call("POST", "/api/v1/questions", {"text": question, "meeting_id": meeting})


def search(api, question, meeting):
    query = urllib.parse.urlencode({"q": question, "meeting_id": meeting, "kind": "transcript", "limit": HITS})
    return api.call("GET", "/api/v1/search?" + query)["items"]


def milliseconds(seconds):
    ordered = sorted(seconds)
    pick = lambda share: 1000 * ordered[min(len(ordered) - 1, int(share * len(ordered)))]
    return f"p50 {pick(.5):.0f} ms, p95 {pick(.95):.0f} ms, max {1000 * ordered[-1]:.0f} ms"


def parallel(jobs, work, items):
    with concurrent.futures.ThreadPoolExecutor(jobs) as pool:
        start = time.perf_counter()
        results = list(pool.map(work, items))
        return results, time.perf_counter() - start


def memory():
    """Resident memory of this checkout's processes, from /proc."""
    for pid in filter(str.isdigit, os.listdir("/proc")):
        try:
            command = pathlib.Path("/proc", pid, "cmdline").read_bytes().replace(b"\0", b" ").decode()
            resident = next(l for l in pathlib.Path("/proc", pid, "status").read_text().splitlines() if l.startswith("VmRSS"))
        except (OSError, StopIteration):
            continue
        for name in ("CivicPulse.Api", "CivicPulse.Worker", "CivicPulse.AiService"):
            if f"{ROOT}/{name}/" in command:
                yield name, int(resident.split()[1]) // 1024


def score(folder, task, predictions):
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{task}.jsonl"
    path.write_text("".join(json.dumps(p) + "\n" for p in predictions))
    print(f"\n{task}:", flush=True)
    subprocess.run([sys.executable, DATA / "score.py", task, "train", path], check=True, cwd=DATA)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--meetings", type=int, default=20)
    parser.add_argument("--jobs", type=int, default=2, help="requests at the same time")
    parser.add_argument("--score", type=pathlib.Path, help="write predictions into this folder and score them")
    for name in ("api", "tenant", "email", "password"):
        parser.add_argument("--" + name)
    options = parser.parse_args()
    api = connect(options)

    meetings = lines(DATA / "tasks/train/meetings.jsonl")
    step = max(1, len(meetings) // options.meetings)
    chosen = meetings[::step][:options.meetings]
    uploads, took = parallel(options.jobs, lambda m: timed(upload, api, m), chosen)
    ids = {m["meeting"]: id for m, (id, _) in zip(chosen, uploads)}
    print(f"{len(ids)} meetings, {sum(len(m['turns']) for m in chosen)} turns: {took:.1f} s, {60 * len(ids) / took:.0f} a minute; each {milliseconds([t for _, t in uploads])}")

    minutes, _ = parallel(options.jobs, lambda id: api.call("GET", f"/api/v1/meetings/{id}/minutes"), ids.values())
    count = lambda part: sum(len(m[part]) for m in minutes)
    print(f"minutes: {count('summary')} summary lines, {count('decisions')} decisions, {count('action_items')} action items, {count('contributions')} speakers")

    questions = [q for q in lines(DATA / "tasks/train/minutes.jsonl") if q["meeting"] in ids]
    answers, took = parallel(options.jobs, lambda q: timed(ask, api, q["query"], ids[q["meeting"]]), questions)
    empty = [q for q, (a, _) in zip(questions, answers) if a["status"] != "answered"]
    print(f"{len(questions)} questions: {len(questions) / took:.1f} a second, {milliseconds([t for _, t in answers])}; empty {100 * len(empty) / len(questions):.1f} %")

    asked = [q for q in lines(DATA / "tasks/train/retrieval.jsonl") if q["meeting"] in ids]
    found, took = parallel(options.jobs, lambda q: timed(search, api, q["query"], ids[q["meeting"]]), asked)
    print(f"{len(asked)} searches: {len(asked) / took:.1f} a second, {milliseconds([t for _, t in found])}")

    for name, megabytes in memory():
        print(f"{name}: {megabytes} MB")

    if options.score:
        cited = lambda a: [c["first_turn"] for s in a["sentences"] for c in s["citations"]]
        score(options.score, "minutes", [{"id": q["id"], "summary": "\n".join(s["text"] for s in a["sentences"]), "citations": cited(a)} for q, (a, _) in zip(questions, answers)])
        score(options.score, "ranges", [{"id": q["id"], "ranked": [[h["first_turn"], h["last_turn"]] for h in hits]} for q, (hits, _) in zip(asked, found)])
        if len(ids) < len(meetings):
            print("\nQuestions of meetings that were not uploaded count as zero; --meetings 162 uploads all.")


if __name__ == "__main__":
    main()
