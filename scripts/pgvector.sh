#!/usr/bin/env bash
# Builds pgvector for the embedded PostgreSQL 17 of the tests and the demo. Debian or a relative of it; needs gcc.
set -euo pipefail

usage() {
  cat <<'TEXT'
usage: scripts/pgvector.sh [DIR]

Fetches pgvector's source and PostgreSQL 17's headers as Debian 13 has them, compiles, and leaves in DIR what
CREATE EXTENSION vector needs: vector.so, vector.control and vector--VERSION.sql. Nothing is installed on the machine; its
packages and their lists stay as they are. Takes some ten seconds; does nothing where DIR is complete.

DIR is by default where the tests and the demo look: ~/.cache/dbvitals/pgvector-17.
TEXT
}

case ${1:-} in
-h | --help) usage && exit ;;
-*) usage >&2 && exit 3 ;;
esac

fail() {
  echo "pgvector: $*" >&2
  exit 1
}

folder=${1:-${XDG_CACHE_HOME:-$HOME/.cache}/dbvitals/pgvector-17}
if [[ -f $folder/vector.so && -f $folder/vector.control ]] && compgen -G "$folder/vector--*.sql" >/dev/null; then
  echo "$folder"
  exit
fi
command -v gcc >/dev/null || fail "gcc is missing"

# shellcheck source=scripts/debian.sh
source "$(dirname "${BASH_SOURCE[0]}")/debian.sh"
folder=$(realpath -m "$folder")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
debian_open trixie "$work/apt" || fail "the source cannot be fetched"
debian_unpack "$work/headers" postgresql-server-dev-17
mkdir "$work/source"
cd "$work/source"
"${debian_apt[@]}" source --download-only pgvector >&2
tar -xf pgvector_*.orig.tar.gz
cd pgvector-*/
version=$(sed -n "s/^default_version *= *'\(.*\)'/\1/p" vector.control)
[[ -n $version ]] || fail "the source of pgvector names no version"

include=$work/headers/usr/include/postgresql
find src -name '*.c' -print0 | xargs -0 -P "$(nproc)" -n 4 gcc -c -O2 -fPIC -ftree-vectorize -fassociative-math \
  -fno-signed-zeros -fno-trapping-math -D_GNU_SOURCE -I"$include/17/server" -I"$include/internal" >&2
mkdir -p "$folder"
cp vector.control "$folder"
cp sql/vector.sql "$folder/vector--$version.sql"
# Last, and at once: its presence says that all is there.
gcc -shared -o "$work/vector.so" ./*.o -lm
mv "$work/vector.so" "$folder/vector.so.part"
mv "$folder/vector.so.part" "$folder/vector.so"
echo "$folder"
