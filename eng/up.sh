#!/usr/bin/env bash
# up.sh [--detach]: everything from nothing to healthy.
. "$(dirname "$0")/common.sh"
detach=
for arg in "$@"; do
  case $arg in
    --detach | -d) detach=yes ;;
    *) fail "up knows --detach only, not $arg" ;;
  esac
done

if [ -n "$(apphost_pid)" ]; then
  if [ -e "$DATA/run/status.json" ]; then
    say "already up"
    exec "$ROOT/eng/status.sh"
  fi
  fail "an instance on $DATA is starting or stopping (process $(apphost_pid)); ./civicpulse down ends it."
fi

started=$SECONDS
need_sdks
# What comes over the network comes while the compiler works.
"$ROOT/eng/install.sh" --can
"$ROOT/eng/install.sh" & packages=$!
"$ROOT/eng/tools.sh" azurite >/dev/null & blobs=$!
"$ROOT/eng/tools.sh" dashboard >/dev/null & dashboard=$!
"$ROOT/eng/build.sh" Release
wait "$packages"
wait "$blobs" || fail "the blob store's package could not be installed (see above)."
wait "$dashboard" || say "no telemetry dashboard: its package could not be installed here. Everything else runs without it."

say "starting (data in $DATA, logs in $DATA/logs)"
mkdir -p "$DATA/logs"
rm -f "$DATA/run/status.json" "$DATA/run/failed.txt"
apphost=("$ROOT/CivicPulse.AppHost/bin/Release/net10.0/CivicPulse.AppHost.dll")
if [ -n "$detach" ]; then
  setsid nohup dotnet "${apphost[@]}" >"$DATA/logs/apphost.log" 2>&1 </dev/null &
else
  dotnet "${apphost[@]}" "--parent-pid=$$" &
fi
pid=$!
# Ctrl-C reaches the AppHost by itself; this script stays until it has stopped everything.
[ -n "$detach" ] || trap 'kill -TERM $pid 2>/dev/null' INT TERM HUP

seen=
while kill -0 "$pid" 2>/dev/null && [ ! -e "$DATA/run/status.json" ] && [ ! -e "$DATA/run/failed.txt" ]; do
  sleep 0.2
  if [ -n "$detach" ] && [ -z "$seen" ] && [ -e "$DATA/run/owner.env" ]; then
    say "database, cache and blob store are up; migrating and starting the hosts"
    seen=yes
  fi
done

if [ -e "$DATA/run/status.json" ]; then
  say "ready after $((SECONDS - started)) s"
  "$ROOT/eng/status.sh"
elif [ -e "$DATA/run/failed.txt" ]; then
  say "$(cat "$DATA/run/failed.txt")"
  # "'api' is FailedToStart: 'migrate' is Exited": the last one named is the cause.
  name=$(grep -oE "'[a-z-]+' is" "$DATA/run/failed.txt" | tail -1 | cut -d"'" -f2)
  if [ -e "$DATA/logs/$name.log" ]; then
    say "the last lines of $name:"
    tail -25 "$DATA/logs/$name.log" >&2
  fi
  [ -z "$detach" ] || { "$ROOT/eng/down.sh"; exit 1; }
elif [ -n "$detach" ]; then
  tail -25 "$DATA/logs/apphost.log" >&2
  fail "the AppHost ended before it was ready."
fi
[ -z "$detach" ] || exit 0

code=0
while kill -0 "$pid" 2>/dev/null; do code=0; wait "$pid" || code=$?; done
say "stopped"
exit "$code"
