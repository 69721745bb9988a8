#!/usr/bin/env bash
# Runs one of the Worker's commands against the running instance, with the login of the database's owner.
. "$(dirname "$0")/common.sh"
settings=$DATA/run/owner.env
worker=$ROOT/CivicPulse.Worker/bin/Release/net10.0/CivicPulse.Worker.dll

# A signed export proves itself: checking one needs no instance, and is given none.
if [ "${1:-} ${2:-}" = "audit verify" ] && [[ " $* " != *" --tenant"* ]]; then
  [ -e "$worker" ] || fail "not built: ./civicpulse up builds it."
  exec dotnet "$worker" "$@"
fi
[ -n "$(apphost_pid)" ] && [ -e "$settings" ] || fail "not running (data folder $DATA): ./civicpulse up starts it."
. "$settings"
exec dotnet "$worker" "$@"
