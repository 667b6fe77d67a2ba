#!/usr/bin/env bash
# Installs dbvitals as a service of this machine, with scheduled checks, and starts, stops, shows and removes it.
set -euo pipefail

usage() {
  cat <<'TEXT'
usage: scripts/setup_db_monitoring.sh ACTION… [OPTIONS] [-- OPTIONS of the command]

actions, in the order in which they are given:
  --install        the program, its user, settings, hardened systemd units, timers and log rotation; again: brings up to date, says what it
                   changed, and leaves settings as they are. Variables below that are set go into a new environment file
  --start          the monitor, a health check every 5 minutes, and a cleanup every 15: a dry run, unless DB_MONITOR_CLEANUP_OPTIONS
                   has --execute. Also after the next boot
  --stop           all three, also after the next boot
  --status         process, version, schedule, and how the databases are
  --config         shows the settings, secrets masked, and checks them. With --set NAME=VALUE it changes a variable (--set NAME reads the value from
                   standard input, as passwords should be), with --edit it opens the file in $EDITOR; what is wrong is not taken over
  --create-role    the role in PostgreSQL, by psql as PGUSER (default: postgres); makes a password if there is none. With --guard it may
                   also end sessions, with --fence shut databases in an emergency, with --reserved (16 and newer) connect where only
                   reserved connections are left
  --emergency      clears the databases: "dbvitals emergency-shutdown"; the name of the target must be typed, unless --yes. Where no connection
                   is left, "/usr/lib/dbvitals/run --signal USR1" has the monitor do it over those that it has
  --self-destruct  ends the schedule and the monitor, restores what an emergency changed: "dbvitals self-destruct"; must be typed, unless
                   --yes. --start begins again
  --logs           the last 100 lines; -f: and what comes
  --uninstall      all but settings and the record of what the guard did; with --purge also these, and the user

options:
  --prefix DIR     a tree of its own below DIR, with nothing of the machine: no systemd, no user; any user may do this
  --cron           with --install: jobs of cron instead of systemd
  --dry-run        says what would be done
  --yes            asks nothing
  --help           this text

  DB_HOST, DB_PORT, DB_NAME, DB_USER, DB_PASSWORD    localhost, 5432, postgres, dbvitals, none
  DB_MONITOR_INTERVAL, DB_MONITOR_TIMEOUT            300, 30 seconds
  DB_MONITOR_MAX_CONNECTIONS, DB_MONITOR_MAX_LOCKS   50, 100
  DB_MONITOR_LOG_LEVEL, DB_MONITOR_GUARD             INFO, off (or dry_run, on)
  DB_MONITOR_LOG_FILE, DB_MONITOR_PID_FILE           /var/log/dbvitals/db_monitor.log, /run/dbvitals/dbvitals.pid
  DB_MONITOR_AUDIT_FILE                              /var/log/dbvitals/guard-audit.jsonl
  DB_MONITOR_LISTEN, DB_MONITOR_CLEANUP_OPTIONS      0.0.0.0:9999, none
  JAVA_HOME, JAVA_OPTS                               the Java to run with; default: java
  DBVITALS_JAR                                       what is installed; default: exporter/target/dbvitals.jar

examples:
  DB_HOST=db1 scripts/setup_db_monitoring.sh --install
  scripts/setup_db_monitoring.sh --config --set DB_PASSWORD </run/secrets/pg
  scripts/setup_db_monitoring.sh --start --status
  PGPASSWORD=… scripts/setup_db_monitoring.sh --create-role --guard
  scripts/setup_db_monitoring.sh --emergency -- --target primary --fence pgbouncer
  scripts/setup_db_monitoring.sh --prefix ~/dbvitals --install --start

exit codes: 0 all is well, 1 a warning, 2 a database or the monitor is down, 3 a mistake in the call, something is missing, or unknown
TEXT
}

say() {
  printf '%s\n' "$*"
}

# missing …: of what the user must see to first.
missing() {
  echo "setup_db_monitoring: $*" >&2
  exit 3
}

fail() {
  echo "setup_db_monitoring: $*" >&2
  exit 2
}

home=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/.." && pwd)
actions=()
prefix=
cron=
dry=
yes=
purge=
follow=
edit=
settings=()
role=()
words=()
while [[ $# -gt 0 ]]; do
  case $1 in
    -h | --help) usage; exit 0 ;;
    --prefix | --set) [[ -n ${2:-} ]] || missing "$1 needs a value" ;;&
    --install | --start | --stop | --status | --config | --create-role | --emergency | --self-destruct | --logs | --uninstall)
      actions+=("${1#--}") ;;
    --prefix) prefix=$2; shift ;;
    --cron) cron=yes ;;
    --dry-run) dry=yes ;;
    --yes) yes=yes ;;
    --purge) purge=yes ;;
    -f | --follow) follow=yes ;;
    --edit) edit=yes ;;
    --set) settings+=("$2"); shift ;;
    --guard | --fence | --reserved) role+=("${1#--}") ;;
    --) shift; words=("$@"); break ;;
    *) missing "unknown argument $1; --help lists the known ones" ;;
  esac
  shift
done
[[ ${#actions[@]} -gt 0 ]] || { usage >&2; missing "an action is missing"; }
# belongs WHAT ACTION…: an option without its action is a slip.
belongs() {
  local what=$1 action
  shift
  for action in "$@"; do
    [[ " ${actions[*]} " != *" $action "* ]] || return 0
  done
  missing "$what goes with --$1"
}
[[ -z $cron ]] || belongs --cron install
[[ -z $purge ]] || belongs --purge uninstall
[[ -z $follow ]] || belongs -f logs
[[ -z $edit && ${#settings[@]} -eq 0 ]] || belongs "--edit or --set" config
[[ ${#role[@]} -eq 0 ]] || belongs "--${role[0]}" create-role
[[ ${#words[@]} -eq 0 ]] || belongs "what comes after --" emergency self-destruct
if [[ -n $prefix ]]; then
  prefix=$(readlink -m "$prefix")
  [[ $prefix =~ ^/[A-Za-z0-9._/-]+$ ]] || missing "the path $prefix may have letters, digits and . _ - / only"
elif [[ $(id -u) -ne 0 && -z $dry ]]; then
  missing "this wants to be root; or take --prefix DIR"
fi

# shellcheck source=scripts/setup_files.sh
source "$home/scripts/setup_files.sh"
# shellcheck source=scripts/setup_settings.sh
source "$home/scripts/setup_settings.sh"
# shellcheck source=scripts/setup_process.sh
source "$home/scripts/setup_process.sh"

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
find_scheduler
code=0
for action in "${actions[@]}"; do
  [[ $action == install || $action == uninstall ]] || installed
  case $action in
    status) show_status || code=$? ;;
    emergency | self-destruct) "${action//-/_}" || code=$? ;;
    config) change_settings; show_settings ;;
    create-role) create_role ;;
    *) "$action"_all ;;
  esac
  [[ $code -eq 0 ]] || break
done
exit "$code"
