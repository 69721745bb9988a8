#!/usr/bin/env bash
# Installs what the native backing services need on Debian and Ubuntu; says what to type where it may not.
#   install.sh [browser | bench | --can]     browser: also what the tests need; bench: also what makes load for
#   bench/run; --can: only ask whether it could
. "$(dirname "$0")/common.sh"

missing=()
want() { have "$1" || missing+=("$2"); }
extension() { [ -e "/usr/share/postgresql/$(major)/extension/$1.control" ]; }
major() { basename "$(dirname "$(postgres_bin)")"; }
packaged() { [ -n "$(apt-cache policy "$1" 2>/dev/null | awk '/Candidate:/ && $2 != "(none)"')" ]; }

as_root() {
  if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi
}
install() {
  [ $# -gt 0 ] || return 0
  say "installing $*"
  # RUNLEVEL=1 keeps the packages from starting services of their own: ours are started on demand.
  as_root env DEBIAN_FRONTEND=noninteractive RUNLEVEL=1 apt-get install -y --no-install-recommends "$@" >&2
}
refresh() { say "refreshing the package lists"; as_root apt-get update -qq >&2; }

want redis-server redis-server
want setpriv util-linux
[ "${1:-}" = browser ] && { have chromium || have chromium-browser || have google-chrome || missing+=(chromium); }
# The tests hold the real pooler in front of the database.
[ "${1:-}" = browser ] && { [ -x /usr/sbin/pgbouncer ] || missing+=(pgbouncer); }
# They also ask a parser that is not ours what it reads from our calendars: the distribution's Python has one.
[ "${1:-}" = browser ] && { /usr/bin/python3 -c 'import icalendar' 2>/dev/null || missing+=(python3-icalendar); }
[ "${1:-}" = bench ] && want wrk wrk
complete() { [ ${#missing[@]} = 0 ] && [ -n "$(postgres_bin)" ] && extension postgis && extension vector; }
complete && exit 0

if ! have apt-get || { [ "$(id -u)" != 0 ] && ! { have sudo && sudo -n true 2>/dev/null; }; }; then
  v=$([ -n "$(postgres_bin)" ] && major || echo "<version>")
  fail "this machine lacks some of: ${missing[*]:-} PostgreSQL >= 15 with PostGIS >= 3.3 and pgvector >= 0.8.
On Debian or Ubuntu type:
  sudo apt-get update && sudo apt-get install -y ${missing[*]:-} postgresql postgresql-$v-postgis-3 postgresql-$v-pgvector
and then start again. (Where the distribution has no postgresql-$v-pgvector: sudo $ROOT/eng/install.sh builds it.)"
fi

[ "${1:-}" != --can ] || exit 0
refresh
if [ -z "$(postgres_bin)" ]; then
  server=$(apt-cache depends postgresql | awk '/Depends: postgresql-[0-9]/{print $2; exit}')
  missing+=("$server" "$server-postgis-3")
elif ! extension postgis; then
  missing+=("postgresql-$(major)-postgis-3")
fi
install "${missing[@]}"
version_at_least "$(major)" 15 || fail "PostgreSQL $(major) is too old: CivicPulse needs 15 or newer."
if ! extension vector; then
  if packaged "postgresql-$(major)-pgvector"; then
    install "postgresql-$(major)-pgvector"
  else
    as_root "$ROOT/eng/pgvector.sh" "$(major)"
  fi
fi
