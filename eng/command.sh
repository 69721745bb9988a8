#!/usr/bin/env bash
# Runs one of the Worker's commands against the running instance, with the login that the command needs.
. "$(dirname "$0")/common.sh"
case $1 in
  migrate | tenant) login=owner ;;
  *) login=app ;;
esac
settings=$DATA/run/$login.env
[ -n "$(apphost_pid)" ] && [ -e "$settings" ] || fail "not running (data folder $DATA): ./civicpulse up starts it."
. "$settings"
exec dotnet "$ROOT/CivicPulse.Worker/bin/Release/net10.0/CivicPulse.Worker.dll" "$@"
