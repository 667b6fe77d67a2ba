#!/usr/bin/env bash
# What a scrape costs, measured side by side with postgres_exporter at one PostgreSQL. Linux; needs a JDK and Maven.
set -euo pipefail

usage() {
  cat <<'TEXT'
usage: scripts/bench.sh [--scrapes N] [--paced N] [--peer PATH]… [--json FILE]

Starts a real PostgreSQL with 300 tables, dbvitals by its launcher and each peer, and measures them as Prometheus would
scrape them. Progress goes to stderr, a Markdown table to stdout. Only ratios of one run can be compared: figures of
another machine, or of a busier moment, are others.

  --scrapes N   scrapes of each exporter by turns, after 20 that do not count (default 200); then five times as many,
                1,000 at most, of each alone
  --paced N     scrapes of each at Prometheus's interval of 15 s (default 4), in which what is read less often than at
                every scrape takes its full share; 40 are 10 minutes per exporter
  --peer PATH   a postgres_exporter to compare with; may be repeated.
                Default: prometheus-postgres-exporter or postgres_exporter, if it is installed
  --json FILE   write the figures there, too
  --help        this text
TEXT
}

fail() {
  echo "bench: $*" >&2
  exit 1
}

number() {
  [[ $2 =~ ^[1-9][0-9]{0,5}$ ]] || fail "$1 must be a number from 1 on, not '$2'"
}

scrapes=200
paced=4
peers=
json=()
while [[ $# -gt 0 ]]; do
  [[ $1 == -h || $1 == --help || $# -ge 2 ]] || fail "$1 needs a value, or is unknown; see --help"
  case $1 in
    --scrapes) number "$1" "$2"; scrapes=$2 ;;
    --paced) number "$1" "$2"; paced=$2 ;;
    --peer) [[ -x $2 ]] || fail "$2 is not a program"; peers+=$(readlink -f "$2"): ;;
    --json) json=(--json "$(readlink -f "$2")"); [[ -n ${json[1]} ]] || fail "the folder of $2 does not exist" ;;
    -h | --help) usage; exit 0 ;;
    *) usage >&2; fail "unknown option $1" ;;
  esac
  shift 2
done

[[ $(uname -s) == Linux ]] || fail "CPU and memory are read from /proc, which only Linux has"
if [[ -z $peers ]]; then
  peers=$(command -v prometheus-postgres-exporter || command -v postgres_exporter || true)
  [[ -n $peers ]] || echo "No postgres_exporter is installed (Debian: apt install prometheus-postgres-exporter;" \
    "or name one with --peer), so dbvitals is measured alone, without ratios." >&2
fi

# shellcheck source=scripts/embedded.sh
source "$(dirname "${BASH_SOURCE[0]}")/embedded.sh"

build >&2
run_java io.dbvitals.demo.bench.Bench --scrapes "$scrapes" --paced "$paced" --peers "$peers" ${json[@]+"${json[@]}"}
