#!/usr/bin/env bash
# Runs PostgreSQL on 127.0.0.1 in the foreground: PG_FOLDER, PG_PORT, PG_PASSWORD, PG_FSYNC; makes the cluster on first use.
. "$(dirname "$0")/../common.sh"
bin=$(postgres_bin)
[ -n "$bin" ] || fail "PostgreSQL is not installed: run ./civicpulse up, or eng/install.sh."
version=$("$bin/postgres" --version | grep -oE '[0-9]+(\.[0-9]+)?' | head -1)
version_at_least "$version" 15 || fail "PostgreSQL $version found; CivicPulse needs 15 or newer."
for need in postgis:3.3 vector:0.8; do
  control=$("$bin/pg_config" --sharedir 2>/dev/null || echo "/usr/share/postgresql/${version%%.*}")/extension/${need%:*}.control
  [ -e "$control" ] || fail "the extension ${need%:*} (>= ${need#*:}) is not installed for PostgreSQL $version: run eng/install.sh."
  found=$(sed -n "s/^default_version *= *'\([0-9.]*\).*/\1/p" "$control")
  version_at_least "$found" "${need#*:}" || fail "the extension ${need%:*} is $found; CivicPulse needs ${need#*:} or newer."
done

# PostgreSQL refuses to run as root; as its own user it must still reach a data folder below, say, /root.
run=()
if [ "$(id -u)" = 0 ]; then
  run=(setpriv --reuid=postgres --regid=postgres --clear-groups)
  enter() { "${run[@]}" sh -c 'cd "$1"' enter "$PG_FOLDER" 2>/dev/null; }
  mkdir -p "$PG_FOLDER" && chown postgres: "$PG_FOLDER"
  enter || run+=(--inh-caps=+dac_read_search --ambient-caps=+dac_read_search)
  enter || fail "the user postgres cannot enter $PG_FOLDER: choose another folder with CIVICPULSE_DATA."
fi
mkdir -p "$PG_FOLDER"
cd /
cluster=$PG_FOLDER/cluster

if [ ! -d "$cluster" ]; then
  echo "making a new cluster in $cluster"
  rm -rf "$cluster.new"
  secret=$PG_FOLDER/.first-password
  "${run[@]}" sh -c 'umask 077; cat > "$1"' secret "$secret" <<<"$PG_PASSWORD"
  "${run[@]}" "$bin/initdb" -D "$cluster.new" -U postgres -E UTF8 --locale=C.UTF-8 -A scram-sha-256 \
    --pwfile="$secret" --no-sync --no-instructions
  rm -f "$secret"
  echo 'CREATE DATABASE civicpulse' | "${run[@]}" "$bin/postgres" --single -D "$cluster.new" -c fsync=off postgres >/dev/null
  mv "$cluster.new" "$cluster"
fi
made=$(cat "$cluster/PG_VERSION")
[ "$made" = "${version%%.*}" ] || fail "$cluster was made by PostgreSQL $made, this machine runs ${version%%.*}: move the data with pg_upgrade, or ./civicpulse reset."

# After a crash the lock file may name a process that is gone, or one of another program that got its number.
if [ -e "$cluster/postmaster.pid" ]; then
  old=$(head -1 "$cluster/postmaster.pid")
  if [ "$(cat "/proc/$old/comm" 2>/dev/null)" = postgres ] && [ "$(readlink "/proc/$old/cwd")" = "$cluster" ]; then
    echo "stopping process $old, which a crash left on this cluster"
    kill -INT "$old"
    for _ in $(seq 50); do [ -d "/proc/$old" ] || break; sleep 0.1; done
  fi
  [ -d "/proc/${old:-0}" ] && [ "$(readlink "/proc/$old/cwd")" = "$cluster" ] || rm -f "$cluster/postmaster.pid"
fi

# SIGINT is PostgreSQL's fast shutdown; SIGTERM would wait for every client to leave.
"${run[@]}" setpriv --pdeathsig INT "$bin/postgres" -D "$cluster" -p "$PG_PORT" \
  -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c max_connections=200 -c shared_buffers=256MB \
  -c max_locks_per_transaction=256 -c max_wal_size=1GB -c jit=off -c "fsync=${PG_FSYNC:-on}" \
  -c "synchronous_commit=${PG_FSYNC:-on}" -c "full_page_writes=${PG_FSYNC:-on}" -c log_min_duration_statement=2000 &
server=$!
trap 'kill -INT $server 2>/dev/null' TERM INT HUP
while :; do
  code=0
  wait "$server" || code=$?
  kill -0 "$server" 2>/dev/null || exit "$code"
done
