#!/usr/bin/env bash
# Runs one of the Worker's commands against the running instance, with the login of the database's owner.
. "$(dirname "$0")/common.sh"
settings=$DATA/run/owner.env
[ -n "$(apphost_pid)" ] && [ -e "$settings" ] || fail "not running (data folder $DATA): ./civicpulse up starts it."
. "$settings"
exec dotnet "$ROOT/CivicPulse.Worker/bin/Release/net10.0/CivicPulse.Worker.dll" "$@"
