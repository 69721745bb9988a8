#!/usr/bin/env bash
# build.sh <configuration>: builds the web console and the solution, each only when its sources changed since the last time.
. "$(dirname "$0")/common.sh"
configuration=${1:-Release}
stamps=$ROOT/artifacts/stamps
mkdir -p "$stamps"
exec 9>"$ROOT/artifacts/build.lock"
flock 9

# A digest of the names and contents of all sources below the folders given.
digest() {
  find "$@" \( -name bin -o -name obj -o -name node_modules -o -name dist -o -name .git -o -name .data -o -name artifacts \) -prune \
    -o -type f -print0 | sort -z | xargs -0 sha256sum | sha256sum | cut -c1-32
}
unchanged() { [ "$(cat "$stamps/$1" 2>/dev/null)" = "$2" ]; }

web=$ROOT/CivicPulse.Web
if [ -e "$web/package.json" ]; then
  lock=$(sha256sum "$web/package-lock.json" | cut -c1-32)
  if [ ! -d "$web/node_modules" ] || ! unchanged web-packages "$lock"; then
    say "installing the web console's packages"
    npm_packages "$web"
    echo "$lock" >"$stamps/web-packages"
  fi
  sources=$(digest "$web")
  if [ ! -e "$web/dist/index.html" ] || ! unchanged web "$sources"; then
    say "building the web console"
    (cd "$web" && npm run --silent build -- --logLevel warn >&2)
    echo "$sources" >"$stamps/web"
  fi
fi

# Release serves ./civicpulse up: the hosts only. Any other configuration is for tests: all of it.
if [ "$configuration" = Release ]; then target=CivicPulse.AppHost/CivicPulse.AppHost.csproj; else target=CivicPulse.sln; fi
mapfile -t projects < <(ls -d "$ROOT"/CivicPulse.*/ | grep -v -e '\.Web/$' $([ "$configuration" != Release ] || echo -e '-e \.Tests/$'))
sources=$(digest "${projects[@]}" "$ROOT"/*.props "$ROOT"/*.targets "$ROOT/global.json" "$ROOT/.editorconfig" "$ROOT"/eng/*.csproj "$ROOT"/eng/*.targets)
if [ ! -e "$ROOT/CivicPulse.AppHost/bin/$configuration/net10.0/CivicPulse.AppHost.dll" ] || ! unchanged "dotnet-$configuration" "$sources"; then
  say "building the solution ($configuration)"
  dotnet build "$ROOT/$target" -c "$configuration" -v quiet -nologo --tl:off -clp:"NoSummary;ErrorsOnly" >&2
  echo "$sources" >"$stamps/dotnet-$configuration"
fi
