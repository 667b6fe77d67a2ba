#!/usr/bin/env bash
# Starts the whole stack around a real PostgreSQL, stops the database and shows that the page arrives, and starts it again.
set -euo pipefail

usage() {
  cat <<'TEXT'
usage: scripts/test_monitoring.sh [--keep]

Starts a PostgreSQL of its own, and dbvitals, Prometheus and Alertmanager by scripts/start_monitoring.sh --native with the configuration of
this project, its times unchanged; on loopback the other end of each channel: PagerDuty, Slack, a mail server, a webhook, a dead man's
switch. Stops PostgreSQL: PostgreSQLDown must be at all of them within 60 s, with the links to runbook and dashboard, and no warning of
the same server. Starts it: the end must be told within 120 s. The Watchdog must beat each minute. Takes two to four minutes.

  --keep   leave the folder with logs and data, and name it
  --help   this text

PROMETHEUS, PROMTOOL, ALERTMANAGER and AMTOOL name the programs, as for scripts/start_monitoring.sh; PG_BIN the folder of PostgreSQL's,
default: those that the demo uses, fetched by Maven. Needs a JDK (17 or newer), Maven (3.8.7 or newer; MVN names another Maven command)
and curl.

example:
  PROMETHEUS=/opt/prometheus/prometheus PROMTOOL=/opt/prometheus/promtool scripts/test_monitoring.sh

exit codes: 0 all is well, 1 something is not, 3 a mistake in the call or a program that is missing
TEXT
}

misuse() {
  echo "test_monitoring: $*" >&2
  exit 3
}

# Said while nothing runs yet.
fail() {
  misuse "$@"
}

cd "$(dirname "${BASH_SOURCE[0]}")/.."
# shellcheck source=scripts/embedded.sh
source scripts/embedded.sh

keep=
while [[ $# -gt 0 ]]; do
  case $1 in
    -h | --help) usage; exit 0 ;;
    --keep) keep=yes ;;
    *) usage >&2; misuse "unknown option $1" ;;
  esac
  shift
done

command -v javac >/dev/null || misuse "there is no javac; install a JDK"
build

work=$(mktemp -d)
bin=${PG_BIN:-$work/programs/bin}
[[ -n ${PG_BIN:-} ]] || unpack_postgres "$work/programs"
[[ -x $bin/initdb && -x $bin/pg_ctl ]] || misuse "there is no PostgreSQL in $bin; set PG_BIN"
pg_ctl=(true)
# Called by the trap, which is that of embedded.sh.
# shellcheck disable=SC2317
clean_up() {
  trap '' INT TERM
  scripts/start_monitoring.sh --native --state "$work/state" stop >/dev/null 2>&1 || true
  "${pg_ctl[@]}" -m immediate stop >/dev/null 2>&1 || true
  if [[ -n $keep ]]; then echo "logs and data are in $work"; else rm -rf "$work"; fi
}

# PostgreSQL refuses to run as root.
as=()
mkdir "$work/postgres"
if [[ $(id -u) -eq 0 ]]; then
  command -v setpriv >/dev/null || misuse "PostgreSQL cannot run as root, and there is no setpriv; run this as another user"
  as=(setpriv --reuid=65534 --regid=65534 --clear-groups)
  chown 65534:65534 "$work/postgres"
  chmod 0711 "$work"
fi
pg_ctl=(${as[@]+"${as[@]}"} "$bin/pg_ctl" -D "$work/postgres/data" -w -s -l "$work/postgres/log")

# refuses MESSAGE COMMAND…: the start script says so, and ends with 3.
refuses() {
  local message=$1 said code=0
  shift
  said=$("$@" 2>&1) || code=$?
  if [[ $code -ne 3 || $said != *"$message"* ]]; then
    echo "test_monitoring: expected '$message' and exit code 3, not $code and: $said" >&2
    exit 1
  fi
  echo "refused as it should: $message"
}

# Before anything is started: what the user must see to first. A PATH without an engine still needs dirname.
script=$PWD/scripts/start_monitoring.sh
mkdir "$work/bin"
ln -s "$(command -v dirname)" "$work/bin/"
touch "$work/empty.yaml"
native=("$script" --native --state "$work/refused")
refuses "there is no docker; install Docker with Compose" env PATH="$work/bin" "$BASH" "$script"
refuses "there is no /none/prometheus; Debian: apt install prometheus" env PROMETHEUS=/none/prometheus "${native[@]}"
refuses "there is no dbvitals.yaml here" env --chdir="$work" "${native[@]}"
refuses "cannot be read" "${native[@]}" --config "$work/none.yaml"
refuses "the configuration of dbvitals is not right" "${native[@]}" --config "$work/empty.yaml" --env /dev/null
refuses "unknown argument --nativ" "$script" --nativ
refuses "not both stop and start" "$script" stop start
refuses "--running goes with --native" "$script" --running
refuses "with --running none is" "${native[@]}" --running --config "$work/empty.yaml"
refuses "no dbvitals answers at port 1;" env DBVITALS_PORT=1 "${native[@]}" --running
refuses "PROMETHEUS_PORT must be 1 to 65535" env PROMETHEUS_PORT=x "$script"

port=$((20000 + $$ % 12000))
(cd "$work/postgres" && ${as[@]+"${as[@]}"} "$bin/initdb" -D "$work/postgres/data" -U postgres --auth=trust --no-sync >"$work/initdb.log") ||
  misuse "initdb failed: $(<"$work/initdb.log")"
cat >>"$work/postgres/data/postgresql.conf" <<TEXT
port = $port
listen_addresses = '127.0.0.1'
unix_socket_directories = ''
fsync = off
TEXT
"${pg_ctl[@]}" start || misuse "PostgreSQL does not start: $(<"$work/postgres/log")"

javac -Xlint:all -Werror --release 17 -d "$work/classes" alertmanager/delivery-test/*.java
java -cp "$work/classes" MonitoringTest "$work" "$port" "${pg_ctl[@]}" -m fast
