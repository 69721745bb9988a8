#!/usr/bin/env bash
# Builds pgvector for PostgreSQL $1 from the source package of a newer Debian, from the mirror this machine already uses.
. "$(dirname "$0")/common.sh"
major=${1:?the major version of PostgreSQL}
suite=trixie
keyring=/usr/share/keyrings/debian-archive-keyring.gpg
[ -e "$keyring" ] || fail "no package of pgvector for PostgreSQL $major here, and no Debian keyring to fetch its source with.
Install pgvector >= 0.8 by hand and start again."
mirror=$(cat /etc/apt/sources.list.d/*.sources 2>/dev/null | awk '/^URIs:/{print $2; exit}')
[ -n "$mirror" ] || mirror=$(awk '$1 == "deb" {for (i = 2; i <= NF; i++) if ($i ~ /:\/\//) {print $i; exit}}' /etc/apt/sources.list)

say "building pgvector for PostgreSQL $major (once, about half a minute)"
DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends \
  "postgresql-server-dev-$major" build-essential dpkg-dev >&2
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
mkdir -p lists/partial cache/archives/partial
echo "deb-src [signed-by=$keyring] $mirror $suite main" > src.list
own=(-o "Dir::Etc::SourceList=$work/src.list" -o Dir::Etc::SourceParts=- -o "Dir::State::Lists=$work/lists"
  -o "Dir::Cache=$work/cache" -o APT::Sandbox::User=root)
apt-get "${own[@]}" update -qq >&2
apt-get "${own[@]}" -qq source --only-source pgvector >&2
cd pgvector-*/
# OPTFLAGS= : a build that also runs on the next machine this image is copied to.
config=/usr/lib/postgresql/$major/bin/pg_config
make -s -j2 with_llvm=no OPTFLAGS= "PG_CONFIG=$config" >&2
make -s with_llvm=no install "PG_CONFIG=$config" >&2
