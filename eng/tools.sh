#!/usr/bin/env bash
# tools.sh azurite | dashboard: prints the folder of that pinned npm package, installing it first when this machine lacks it.
# The folder is shared by all checkouts of this user and named by the lock file, so that the 365 MB are fetched once.
. "$(dirname "$0")/common.sh"
name=${1:?azurite or dashboard}
lock=$ROOT/eng/$name/package-lock.json
dir=$TOOLS/$name-$(sha256sum "$lock" | cut -c1-12)

if [ ! -e "$dir/.complete" ]; then
  mkdir -p "$TOOLS"
  exec 9>"$dir.lock"
  flock 9
  if [ ! -e "$dir/.complete" ]; then
    say "installing $name (once on this machine)"
    rm -rf "$dir" && mkdir "$dir"
    cp "$ROOT/eng/$name/package.json" "$lock" "$dir/"
    (cd "$dir" && npm ci --omit=dev --ignore-scripts --no-audit --no-fund --loglevel=error >&2 && touch .complete)
  fi
fi
printf '%s\n' "$dir"
