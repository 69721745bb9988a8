#!/usr/bin/env bash
# Says what this machine has, what it lacks, and what to do about it; fails when something needed is missing.
. "$(dirname "$0")/common.sh"
bad=0
row() { printf '  %-4s %-18s %s\n' "$1" "$2" "$3"; }
check() { # name, found version (empty: missing), least, what to do
  if [ -z "$2" ]; then row LACK "$1" "$4"; bad=1
  elif version_at_least "$2" "$3"; then row ok "$1" "$2"
  else row OLD "$1" "$2; $3 or newer is needed: $4"; bad=1; fi
}
control() { sed -n "s/^default_version *= *'\([0-9.]*\).*/\1/p" "/usr/share/postgresql/$major/extension/$1.control" 2>/dev/null || true; }

check ".NET SDK" "$(dotnet --version 2>/dev/null || true)" 10 "install the .NET 10 SDK"
check "Node.js" "$(node --version 2>/dev/null | tr -d v || true)" 20 "install Node.js 20 or newer"
bin=$(postgres_bin)
major=$([ -z "$bin" ] || basename "$(dirname "$bin")")
check PostgreSQL "$([ -z "$bin" ] || "$bin/postgres" --version | grep -oE '[0-9]+(\.[0-9]+)?' | head -1)" 15 "./civicpulse up installs it"
check PostGIS "$(control postgis)" 3.3 "./civicpulse up installs it"
check pgvector "$(control vector)" 0.8 "./civicpulse up installs it"
check Redis "$(redis-server --version 2>/dev/null | grep -oE 'v=[0-9.]+' | cut -c3- || true)" 7 "./civicpulse up installs it"
for tool in azurite dashboard; do
  if compgen -G "$TOOLS/$tool-*/.complete" >/dev/null; then row ok "$tool" "in $TOOLS"; else row - "$tool" "comes with the first ./civicpulse up"; fi
done
if have chromium || have chromium-browser || have google-chrome; then row ok browser "for ./civicpulse test"; else row - browser "comes with ./civicpulse test"; fi
if /usr/bin/python3 -c 'import icalendar' 2>/dev/null; then row ok "calendar parser" "for ./civicpulse test"; else row - "calendar parser" "comes with ./civicpulse test"; fi
if docker info >/dev/null 2>&1; then row ok containers "a container runtime answers"; else row - containers "no container runtime answers: native processes serve"; fi
case $(sed -n 's/.*<UseAspire>\(.*\)<\/UseAspire>.*/\1/p' "$ROOT/artifacts/packages.props" 2>/dev/null) in
  true) row ok "Aspire packages" "restored: Aspire's own host runs the diagram" ;;
  false) row - "Aspire packages" "cannot be restored here: the local runner runs the diagram" ;;
  *) row - "Aspire packages" "asked at the first build" ;;
esac
if [ -n "$(apphost_pid)" ]; then row ok instance "running on $DATA (process $(apphost_pid))"; else row - instance "not running on $DATA"; fi
exit "$bad"
