#!/usr/bin/env bash
# Installs, configures, starts, stops and removes dbvitals by scripts/setup_db_monitoring.sh in a tree of its own, with a real PostgreSQL.
# Many a line here is for another shell.
# shellcheck disable=SC2016
set -euo pipefail

usage() {
  cat <<'TEXT'
usage: scripts/test_setup.sh [--keep]

Starts a PostgreSQL of its own and takes scripts/setup_db_monitoring.sh through its whole life as a user without rights, with files of systemd and
with jobs of cron: twice installed, role, settings good and bad, start, status, reload, log rotation, a killed monitor, signals,
emergencies, cleanup, self-destruct, uninstall. Checks that secrets are shown nowhere. Takes about two minutes.

  --keep   leave the folder with the tree and logs, and name it
  --help   this text

PG_BIN names the folder of PostgreSQL's programs, default: the newest in /usr/lib/postgresql; JAVA_HOME the Java to run with; DBVITALS_JAR the jar,
default: exporter/target/dbvitals.jar. Needs psql, curl, logrotate and crontab.

exit codes: 0 all is well, 1 something is not, 3 a mistake in the call or a program that is missing
TEXT
}

misuse() {
  echo "test_setup: $*" >&2
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

# Debian keeps some where only root looks.
PATH=$PATH:/usr/sbin:/sbin
for program in psql curl logrotate crontab setpriv; do
  command -v "$program" >/dev/null || misuse "there is no $program; Debian: apt install postgresql curl logrotate cron util-linux"
done
bin=${PG_BIN:-$(printf '%s\n' /usr/lib/postgresql/*/bin | sort -V | tail -n 1)}
[[ -x $bin/initdb && -x $bin/pg_ctl ]] || misuse "there is no PostgreSQL in $bin; install one (Debian: postgresql) or set PG_BIN"
cd "$(dirname "${BASH_SOURCE[0]}")/.."
jar=${DBVITALS_JAR:-exporter/target/dbvitals.jar}
[[ -f $jar ]] || misuse "there is no $jar; build it with 'mvn package'"

work=$(mktemp -d)
tree=$work/tree
# free FIRST: a port that nobody listens on.
free() {
  local port=$(($1 + $$ % 6000))
  while (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; do
    port=$((port + 1))
  done
  echo "$port"
}
port=$(free 20000)
listen=$(free 26000)
secret="it's \$HOME/& s3cret"
# Neither PostgreSQL nor dbvitals needs to be root, so nothing here is; from copies, as a checkout may be closed to others.
as=()
mkdir "$work/project" "$work/project/deploy"
cp -r scripts "$work/project/"
cp -r deploy/setup deploy/systemd "$work/project/deploy/"
cp "$jar" "$work/dbvitals.jar"
chmod -R a+rX "$work"
if [[ $(id -u) -eq 0 ]]; then
  as=(setpriv --reuid=65534 --regid=65534 --clear-groups)
  chown 65534:65534 "$work"
fi
export DBVITALS_JAR=$work/dbvitals.jar HOME=$work
pg_ctl=(${as[@]+"${as[@]}"} "$bin/pg_ctl" -D "$work/data" -w -s -l "$work/postgres.log")
setup=(${as[@]+"${as[@]}"} "$work/project/scripts/setup_db_monitoring.sh" --prefix "$tree")
run=(${as[@]+"${as[@]}"} "$tree/usr/lib/dbvitals/run")

# Called by the trap.
# shellcheck disable=SC2317
clean_up() {
  trap '' INT TERM
  [[ ! -x $tree/usr/lib/dbvitals/run ]] || "${run[@]}" --signal KILL || true
  "${pg_ctl[@]}" -m immediate stop >/dev/null 2>&1 || true
  if [[ -n $keep ]]; then echo "the tree and logs are in $work"; else rm -rf "$work"; fi
}
trap clean_up EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP

# fail …: with what was said last.
fail() {
  printf 'test_setup: %s\n' "$*" >&2
  [[ -z ${said:-} ]] || printf '%s\n' "$said" >&2
  exit 1
}

# ends CODE MESSAGE COMMAND…: it ends so, and says so among other things; nothing it says has the secret.
ends() {
  local expected=$1 message=$2 code=0
  shift 2
  said=$("$@" 2>&1) || code=$?
  [[ $code -eq $expected ]] || fail "expected exit code $expected, not $code, from: $*"
  [[ $said == *"$message"* ]] || fail "expected '$message' from: $*"
  [[ $said != *s3cret* ]] || fail "the secret was shown by: $*"
  printf '%3d s  %s: %s\n' "$SECONDS" "$*" "${message:-well}" | sed -E -e 's#setpriv .*--clear-groups ##' \
    -e 's#[^ ]*/setup_db_monitoring.sh( --prefix [^ ]*/tree)?#setup#' -e "s#$work/##g"
}

# holds WHAT COMMAND…
holds() {
  local what=$1
  shift
  said=$("$@" 2>&1) || fail "not so: $what"
  printf '%3d s  %s\n' "$SECONDS" "$what"
}

files() {
  find "$tree" -type f | sort
}

# state: everything that a second installation must not touch.
state() {
  find "$tree" -printf '%p %m %u %T@ %i\n' | sort
}

ask() {
  PGPASSWORD=$1 psql -X -q -A -t -h 127.0.0.1 -p "$port" -U "$2" -d postgres -c "$3"
}

# shellcheck source=scripts/test_setup_guard.sh
source scripts/test_setup_guard.sh

scraped() {
  curl -sf --max-time 20 "http://127.0.0.1:$listen/metrics" >"$work/page" && grep -qx "$1" "$work/page"
}

# soon WHAT COMMAND…
soon() {
  local what=$1 end=$((SECONDS + 60))
  shift
  until "$@" >/dev/null 2>&1; do
    ((SECONDS < end)) || fail "not so after a minute: $what"
    sleep 0.1
  done
  printf '%3d s  %s\n' "$SECONDS" "$what"
}

# Before anything is there -------------------------------------------------------------------------------------------------
plain=("$work/project/scripts/setup_db_monitoring.sh")
ends 3 "an action is missing" "${plain[@]}"
ends 3 "unknown argument --instal" "${plain[@]}" --instal
ends 3 "--prefix needs a value" "${plain[@]}" --install --prefix
ends 3 "may have letters, digits" "${plain[@]}" --install --prefix "$work/a b"
ends 3 "--purge goes with --uninstall" "${setup[@]}" --install --purge
ends 3 "--guard goes with --create-role" "${setup[@]}" --install --guard
ends 3 "dbvitals is not installed in $tree" "${setup[@]}" --start
ends 3 "there is no /none.jar; build it" env DBVITALS_JAR=/none.jar "${setup[@]}" --install
if [[ $(id -u) -eq 0 ]]; then
  [[ -d /run/systemd/system ]] || ends 3 "systemd does not run here; take --cron" "${plain[@]}" --install
  ends 3 "this wants to be root" "${as[@]}" "${plain[@]}" --install
else
  ends 3 "this wants to be root" "${plain[@]}" --install
fi
ends 0 "would write $tree/usr/bin/dbvitals" "${setup[@]}" --install --dry-run
[[ ! -e $tree ]] || fail "a dry run wrote something"

# PostgreSQL ---------------------------------------------------------------------------------------------------------------
printf 'admin' >"$work/admin"
(cd "$work" && ${as[@]+"${as[@]}"} "$bin/initdb" -D "$work/data" -U postgres --auth=scram-sha-256 --pwfile="$work/admin" --no-sync >"$work/initdb.log") ||
  misuse "initdb failed: $(<"$work/initdb.log")"
printf '%s\n' "port = $port" "listen_addresses = '127.0.0.1'" "unix_socket_directories = ''" "fsync = off" >"$work/settings"
${as[@]+"${as[@]}"} sh -c 'cat "$1" >>"$2"' - "$work/settings" "$work/data/postgresql.conf"
"${pg_ctl[@]}" start || misuse "PostgreSQL does not start: $(<"$work/postgres.log")"
ask admin postgres "CREATE DATABASE shop" >/dev/null

# Installed ----------------------------------------------------------------------------------------------------------------
export DB_HOST=127.0.0.1 DB_PORT=$port DB_NAME=shop DB_MONITOR_LISTEN=127.0.0.1:$listen
ends 0 "wrote $tree/usr/lib/dbvitals/dbvitals.jar" "${setup[@]}" --install
unset DB_HOST DB_PORT DB_NAME DB_MONITOR_LISTEN
state >"$work/before"
ends 0 "nothing to change" "${setup[@]}" --install
state >"$work/after"
holds "the second installation touched nothing" cmp "$work/before" "$work/after"
holds "the environment file is closed to others" test "$(stat -c %a "$tree/etc/default/dbvitals")" = 600
echo >>"$tree/etc/systemd/system/dbvitals.service"
chmod 0600 "$tree/usr/bin/dbvitals"
ends 0 "wrote $tree/etc/systemd/system/dbvitals.service" "${setup[@]}" --install
[[ $said == *"wrote $tree/usr/bin/dbvitals"* && $said != *"$tree/etc/default"* ]] || fail "not repaired, or more than repaired"

# The role -----------------------------------------------------------------------------------------------------------------
rights="SELECT concat_ws(' ', pg_has_role('dbvitals', 'pg_monitor', 'member'), pg_has_role('dbvitals', 'pg_signal_backend', 'member'))"
ends 2 "the role was not created" env PGPASSWORD=wrong "${setup[@]}" --create-role
ends 0 "the role dbvitals is there" env PGPASSWORD=admin "${setup[@]}" --create-role
password=$(sed -n 's/^DB_PASSWORD=//p' "$tree/etc/default/dbvitals")
holds "a password was made, and is the role's" test "$(ask "$password" dbvitals "$rights")" = "t f"
ends 0 "the role dbvitals is there, with: guard" env PGPASSWORD=admin "${setup[@]}" --create-role --guard
holds "the guard may end sessions" test "$(ask admin postgres "$rights")" = "t t"
ends 0 "the role dbvitals is there" env PGPASSWORD=admin "${setup[@]}" --create-role
holds "nor does it lose that by the way" test "$(ask admin postgres "$rights")" = "t t"
PGPASSWORD="admin" psql -X -q -h 127.0.0.1 -p "$port" -U postgres -v password="$password" -v guard=off -f scripts/create_postgres_user.sql
holds "but when told so" test "$(ask admin postgres "$rights")" = "t f"
ends 0 "with: guard" env PGPASSWORD=admin "${setup[@]}" --create-role --guard
ask admin postgres "CREATE ROLE app LOGIN PASSWORD 'app'" >/dev/null
if [[ $(ask admin postgres "SHOW server_version_num") -ge 160000 ]]; then
  ends 0 "with: reserved" env PGPASSWORD=admin "${setup[@]}" --create-role --reserved
  holds "reserved connections" test "$(ask admin postgres "SELECT pg_has_role('dbvitals', 'pg_use_reserved_connections', 'member')")" = t
else
  ends 0 "Reserved connections need PostgreSQL 16 or newer" env PGPASSWORD=admin "${setup[@]}" --create-role --reserved
fi

# Settings -----------------------------------------------------------------------------------------------------------------
cp "$tree/etc/default/dbvitals" "$work/settings"
ends 3 "DB_PASWORD is none of" "${setup[@]}" --config --set DB_PASWORD=x
ends 3 "everybody's to read" "${setup[@]}" --config --set "DB_PASSWORD=x"
ends 3 "the port must be" "${setup[@]}" --config --set DB_PORT=70000
ends 3 "cannot write to /none" "${setup[@]}" --config --set DB_MONITOR_LOG_FILE=/none/log
ends 3 "must not hold line breaks or backslashes" "${setup[@]}" --config --set 'JAVA_OPTS=a\b'
printf '#!/bin/sh\necho oops >>"$1"\n' >"$work/spoil"
printf '#!/bin/sh\nsed -i "s/^DB_MONITOR_TIMEOUT=.*/DB_MONITOR_TIMEOUT=20/" "$1"\n' >"$work/improve"
chmod 0755 "$work/spoil" "$work/improve"
ends 3 "is neither NAME=VALUE nor a comment" env EDITOR="$work/spoil" "${setup[@]}" --config --edit
holds "what was wrong was not taken over" cmp "$work/settings" "$tree/etc/default/dbvitals"
ends 0 "wrote $tree/etc/default/dbvitals" env EDITOR="$work/improve" "${setup[@]}" --config --edit
ends 0 "wrote $tree/etc/default/dbvitals" "${setup[@]}" --config --set DB_PASSWORD <<<"$secret"
ends 0 "the role dbvitals is there" env PGPASSWORD=admin "${setup[@]}" --create-role
holds "a password of odd characters is the role's" ask "$secret" dbvitals "SELECT 1"
ends 0 "DB_PASSWORD=***" "${setup[@]}" --config
[[ $said == *"DB_MONITOR_TIMEOUT=20"* && $said == *"OK: 1 targets"* ]] || fail "not what is in force"
holds "the environment file is still closed to others" test "$(stat -c %a "$tree/etc/default/dbvitals")" = 600

# Running ------------------------------------------------------------------------------------------------------------------
ends 2 "does not run" "${setup[@]}" --status
ends 0 "started, process" "${setup[@]}" --start
pid=$("${run[@]}" --pid)
[[ -z ${JAVA_HOME:-} ]] || holds "with that Java" test "$(readlink -f "$JAVA_HOME/bin/java")" = "$(readlink -f "/proc/$pid/exe")"
ends 0 "runs already, process $pid" "${setup[@]}" --start
holds "its PID file says so" test "$(head -n 1 "$pid_file")" = "$pid"
soon "PostgreSQL is read with that password" scraped 'pg_up{.*} 1\.0'
ends 0 "" "${run[@]}" --job serve
holds "there is one monitor" test "$("${run[@]}" --pid)" = "$pid"
ends 0 "runs, process $pid, since" "${setup[@]}" --status
ends 0 "listening on 127.0.0.1:$listen" "${setup[@]}" --logs
ends 0 "" "${run[@]}" --signal HUP
soon "a reload by SIGHUP" grep -q 'configuration read' "$tree/var/log/dbvitals/dbvitals.log"

test_guard_off
test_guard_on
test_rotation

kill -9 "$pid"
soon "a monitor that was killed is missed" bash -c '! "$@"' - "${run[@]}" --pid
ends 2 "does not run" "${setup[@]}" --status
ends 0 "started, process" "${setup[@]}" --start
"${pg_ctl[@]}" -m fast stop
ends 2 "postgres: unhealthy" "${setup[@]}" --status
ends 2 '"status":"unhealthy"' "${run[@]}" --job health-check
ends 0 "stopped" "${setup[@]}" --stop
ends 0 "does not run" "${setup[@]}" --stop

# Jobs of cron -------------------------------------------------------------------------------------------------------------
"${pg_ctl[@]}" start
test_terminated
ends 3 "dbvitals is installed for systemd in $tree; --uninstall first" "${setup[@]}" --install --cron
ends 0 "kept $tree/var/log/dbvitals/guard-audit.jsonl.1" "${setup[@]}" --uninstall
ends 0 "wrote $tree/usr/lib/dbvitals/crontab" "${setup[@]}" --install --cron
ends 0 "nothing to change" "${setup[@]}" --install
table=$tree/etc/cron.d/dbvitals
[[ ! -e $table ]] || fail "there are jobs before --start"
ends 0 "wrote $table" "${setup[@]}" --start
# As crontab reads them, which has no column for the user.
sed -E 's#^(@reboot|([0-9*/]+ ){4}[0-9*/]+) [a-z-]+ #\1 #' "$table" >"$work/table"
chmod a+r "$work/table"
holds "crontab accepts the jobs" crontab -n "$work/table"
# Each as cron runs it. While the monitor runs, another one does not begin.
grep -E '^[*@]' "$work/table" | sed -E 's#^(@reboot|([0-9*/]+ ){5})##' >"$work/jobs"
mapfile -t jobs <"$work/jobs"
[[ ${#jobs[@]} -eq 4 ]] || fail "there are other jobs than thought"
for job in "${jobs[@]}"; do
  ends 0 "" ${as[@]+"${as[@]}"} env -i "PATH=$(sed -n 's/^PATH=//p' "$table")" sh -c "$job"
done
holds "the health check has its say" grep -q '"status":"healthy"' "$tree/var/log/dbvitals/jobs.log"
holds "and the cleanup" grep -q "nothing is to be ended" "$tree/var/log/dbvitals/jobs.log"
test_jobs
test_self_destruct "$table"

# Removed ------------------------------------------------------------------------------------------------------------------
pid=$("${run[@]}" --pid)
cp "$tree/etc/default/dbvitals" "$work/settings"
ends 0 "removed $table" "${setup[@]}" --uninstall
[[ $said == *stopped* && $said == *"kept $tree/etc/default/dbvitals"* ]] || fail "it goes on"
holds "the monitor is gone" ended "$pid"
printf '%s\n' "$tree"/etc/default/dbvitals "$tree"/var/log/dbvitals/guard-audit.jsonl{,.1,.head} >"$work/kept"
holds "nothing else is left" diff "$work/kept" <(files)
holds "and the settings are as they were" cmp "$work/settings" "$tree/etc/default/dbvitals"
! grep -rqF "s3cret" "$work"/*.log "$work/page" "$tree/var" || fail "the secret is in a log or on the page"
ends 0 "removed $tree/etc/default/dbvitals" "${setup[@]}" --uninstall --purge
holds "nothing is left" test -z "$(ls -A "$tree")"
echo "test_setup: all well after $SECONDS s"
