#!/usr/bin/env bash
# Fetches hypopg for the embedded PostgreSQL 15 of the tests. Debian or a relative of it.
set -euo pipefail

usage() {
  cat <<'TEXT'
usage: scripts/hypopg.sh [DIR]

Fetches the package postgresql-15-hypopg of Debian 12, and leaves in DIR what CREATE EXTENSION hypopg needs: hypopg.so,
hypopg.control and hypopg--VERSION.sql. Nothing is installed on the machine; its packages and their lists stay as they
are. Does nothing where DIR is complete.

DIR is by default where the tests look: ~/.cache/dbvitals/hypopg-15.
TEXT
}

case ${1:-} in
-h | --help) usage && exit ;;
-*) usage >&2 && exit 3 ;;
esac

folder=${1:-${XDG_CACHE_HOME:-$HOME/.cache}/dbvitals/hypopg-15}
if [[ -f $folder/hypopg.so && -f $folder/hypopg.control ]]; then
  echo "$folder"
  exit
fi

# shellcheck source=scripts/debian.sh
source "$(dirname "${BASH_SOURCE[0]}")/debian.sh"
folder=$(realpath -m "$folder")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
debian_open bookworm "$work/apt" || {
  echo "hypopg: the package cannot be fetched" >&2
  exit 1
}
debian_unpack "$work/files" postgresql-15-hypopg
mkdir -p "$folder"
cp "$work"/files/usr/share/postgresql/15/extension/hypopg* "$folder"
# Last, and at once: its presence says that all is there.
cp "$work/files/usr/lib/postgresql/15/lib/hypopg.so" "$folder/hypopg.so.part"
mv "$folder/hypopg.so.part" "$folder/hypopg.so"
echo "$folder"
