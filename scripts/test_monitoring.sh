#!/usr/bin/env bash
# Starts the whole stack around a real PostgreSQL, stops the database and shows that the page arrives, and starts it again.
set -euo pipefail

usage() {
  cat <<'TEXT'
usage: scripts/test_monitoring.sh [--keep]

Starts a PostgreSQL of its own, and dbvitals, Prometheus and Alertmanager by scripts/start_monitoring.sh --native with the configuration of
this project, its times unchanged; on loopback the other end of each channel: PagerDuty, Slack, a mail server, a webhook, a dead man's
switch. Stops PostgreSQL: PostgreSQLDown must be at all of them within 60 s, with the links to runbook and dashboard, and no warning of
the same server. Starts it: the end must be told within 120 s. The Watchdog must beat each minute. Takes about four minutes.

  --keep   leave the folder with logs and data, and name it
  --help   this text

PROMETHEUS, PROMTOOL, ALERTMANAGER and AMTOOL name the programs, as for scripts/start_monitoring.sh; PG_BIN the folder of PostgreSQL's,
default: the newest in /usr/lib/postgresql. Needs a JDK (17 or newer) and exporter/target/dbvitals.jar.

example:
  PROMETHEUS=/opt/prometheus/prometheus PROMTOOL=/opt/prometheus/promtool scripts/test_monitoring.sh

exit codes: 0 all is well, 1 something is not, 3 a mistake in the call or a program that is missing
TEXT
}

misuse() {
  echo "test_monitoring: $*" >&2
  exit 3
}

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
bin=${PG_BIN:-$(printf '%s\n' /usr/lib/postgresql/*/bin | sort -V | tail -n 1)}
[[ -x $bin/initdb && -x $bin/pg_ctl ]] || misuse "there is no PostgreSQL in $bin; install one (Debian: postgresql) or set PG_BIN"
cd "$(dirname "${BASH_SOURCE[0]}")/.."
[[ -n ${DBVITALS_JAR:-} || -f exporter/target/dbvitals.jar ]] || misuse "there is no exporter/target/dbvitals.jar; build it with 'mvn package'"

work=$(mktemp -d)
# Called by the trap.
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
trap clean_up EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP

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
