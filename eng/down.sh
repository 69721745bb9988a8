#!/usr/bin/env bash
# Stops the instance of this data folder; its data stays.
. "$(dirname "$0")/common.sh"
pid=$(apphost_pid)
if [ -z "$pid" ]; then say "not running"; exit 0; fi
say "stopping"
kill -TERM "$pid"
for _ in $(seq 200); do
  kill -0 "$pid" 2>/dev/null || { say "stopped"; exit 0; }
  sleep 0.1
done
say "process $pid does not stop; killing it (what it started is stopped all the same)"
kill -KILL "$pid"
