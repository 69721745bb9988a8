#!/usr/bin/env bash
# Installs what is missing, builds with warnings as errors, checks style, runs every test; the last line counts them.
. "$(dirname "$0")/common.sh"
# Tests make instances of their own: none of them may touch the data of a running one.
unset CIVICPULSE_DATA
results=$ROOT/artifacts/test-results
rm -rf "$results" && mkdir -p "$results"
failed=()
step() {
  local name=$1 started=$SECONDS
  shift
  say "$name"
  if "$@"; then say "$name: fine ($((SECONDS - started)) s)"; else failed+=("$name"); say "$name: FAILED"; fi
}

need_sdks
"$ROOT/eng/install.sh" browser
"$ROOT/eng/tools.sh" azurite >/dev/null
web=$ROOT/CivicPulse.Web

if ! "$ROOT/eng/build.sh" Debug; then
  say "the build failed: nothing was tested"
  echo "0 passed, 1 failed"
  exit 1
fi
# Rules of style and analyzers are errors of the build already; what is left is white space.
step "style" dotnet format whitespace "$ROOT" --folder --verify-no-changes --exclude "$ROOT/artifacts" "$web/node_modules"
if [ -e "$web/package.json" ]; then
  step "web: types and lint" npm --prefix "$web" run --silent check
  step "web: tests" npm --prefix "$web" test --silent -- --reporter=default --reporter=json "--outputFile.json=$results/web.json"
fi
step "tests" dotnet test "$ROOT/CivicPulse.sln" --no-build -nologo --logger "console;verbosity=minimal" --logger "trx;LogFileName=dotnet.trx" --results-directory "$results"

node "$ROOT/eng/count.mjs" "$results" "${failed[@]}"
