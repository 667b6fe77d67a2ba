#!/usr/bin/env bash
# Composes Prometheus's configuration: its own file, and where it writes to for the long term.
set -euo pipefail

usage() {
  cat <<'TEXT'
usage: scripts/prometheus_config.sh --remote-write NAME [--output FILE]

Appends deploy/compose/remote-write/NAME.yml to config/prometheus/prometheus.yml: Prometheus reads one file and includes no others.

  --remote-write NAME  victoriametrics, mimir or thanos
  --output FILE        default: standard output. FILE is replaced in one go
  --help               this text

example:
  scripts/prometheus_config.sh --remote-write mimir --output deploy/compose/generated/prometheus/mimir.yml
TEXT
}

fail() {
  echo "prometheus_config: $*" >&2
  exit 3
}

home=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
name=
output=
while [[ $# -gt 0 ]]; do
  case $1 in
    -h | --help) usage; exit 0 ;;
    --remote-write | --output) [[ $# -ge 2 ]] || fail "$1 needs a value" ;;&
    --remote-write) name=$2 ;;
    --output) output=$2 ;;
    *) usage >&2; fail "unknown option $1" ;;
  esac
  shift 2
done
[[ -n $name ]] || fail "--remote-write is missing"
base=$home/config/prometheus/prometheus.yml
part=$home/deploy/compose/remote-write/$name.yml
[[ $name != */* && -f $part ]] || fail "there is no $part"
[[ -r $base ]] || fail "$base cannot be read"
! grep -q '^remote_write:' "$base" || fail "$base writes somewhere already; add $name there"

composed=$(echo "# Made by scripts/prometheus_config.sh; edit config/prometheus/prometheus.yml and deploy/compose/remote-write instead."
  cat "$base" "$part")
if [[ -z $output ]]; then
  printf '%s\n' "$composed"
  exit
fi
mkdir -p "$(dirname "$output")"
partial=$(mktemp "$output.XXXXXX")
trap 'rm -f "$partial"' EXIT
printf '%s\n' "$composed" >"$partial"
chmod 0644 "$partial"
mv "$partial" "$output"
trap - EXIT
