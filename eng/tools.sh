#!/usr/bin/env bash
# tools.sh azurite | dashboard | spectral: prints the folder of that pinned npm package, installing it first when this machine lacks it.
# The folder is shared by all checkouts of this user and named by the lock file, so that the 365 MB are fetched once.
. "$(dirname "$0")/common.sh"
name=${1:?azurite, dashboard or spectral}
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
    (cd "$dir" && npm ci --omit=dev --ignore-scripts --no-audit --no-fund --loglevel=error >&2)
    # The command line package carries the dashboard packed; it unpacks below the home it is given: this one, not the user's.
    [ "$name" != dashboard ] || HOME=$dir ASPIRE_CLI_TELEMETRY_OPTOUT=true \
      "$dir/node_modules/@microsoft/aspire-cli-linux-x64/bin/aspire" setup --non-interactive --nologo --install-path "$dir/unpacked" >&2
    touch "$dir/.complete"
  fi
fi
printf '%s\n' "$dir"
