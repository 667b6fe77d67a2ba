#!/usr/bin/env bash
# Shows dbvitals at work: a real PostgreSQL and a real Redis with a small live workload, and this machine, watched by the
# exporter. Needs a JDK and Maven.
set -euo pipefail

usage() {
  cat <<'TEXT'
usage: scripts/demo.sh [--port N] [--once]

Builds dbvitals, starts a real PostgreSQL and a real Redis (fetched by Maven, 27 MB) with a small workload on them, and the
exporter, which also reads this machine.
Ctrl-C stops everything and leaves nothing behind.

  --port N   where the exporter listens; default 9999
  --once     let the workload run for some seconds, scrape twice, print a summary and end;
             the exit code is 0 only if every collector succeeded and all three are on the page
  --help     this text

Needs a JDK (17 or newer) and Maven (3.8.7 or newer); MVN names another Maven command.
TEXT
}

fail() {
  echo "demo: $*" >&2
  exit 1
}

port=9999
once=()
while [[ $# -gt 0 ]]; do
  case $1 in
    --port) [[ $# -ge 2 ]] || fail "--port needs a number"; port=$2; shift ;;
    --port=*) port=${1#*=} ;;
    --once) once=(--once) ;;
    -h | --help) usage; exit 0 ;;
    *) usage >&2; fail "unknown option $1" ;;
  esac
  shift
done
if [[ ! $port =~ ^[1-9][0-9]{0,4}$ ]] || ((port > 65535)); then
  fail "--port must be 1 to 65535, not '$port'"
fi

# shellcheck source=scripts/embedded.sh
source "$(dirname "${BASH_SOURCE[0]}")/embedded.sh"

# Said before the build, which takes longer than the look.
if (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; then
  fail "port $port is taken; choose another one with --port"
fi
build
run_java io.dbvitals.demo.shop.Demo --port "$port" ${once[@]+"${once[@]}"}
