#!/usr/bin/env bash
# Starts, stops and tries the monitoring stack, in containers or with the programs of this machine.
set -euo pipefail

usage() {
  cat <<'TEXT'
usage: scripts/start_monitoring.sh [--native] [OPTIONS] [start|status|stop|test-alert|backup]

The stack around dbvitals: Prometheus with the rules of config/prometheus, Alertmanager with the routes of alertmanager/. With Docker Compose
(2.26 or newer) as deploy/compose describes it, with Grafana; with --native by programs that are installed here, without Docker and Grafana.

  start       the default. Looks whether all is there (programs, ports, disk, memory), makes passwords that are missing, composes the
              configuration and has promtool and amtool check it, starts what does not run yet, and waits until targets are scraped,
              rules are loaded and the Watchdog has come through to Alertmanager. Again: takes over what has changed
  status      what runs, and whether all of the above holds
  stop        ends it; data stays
  test-alert  sends a critical alert that says that it is a test, and ends after ten minutes, through all channels
  backup      writes data and configuration, without secrets, into one file

  --native      Prometheus and Alertmanager as installed, dbvitals by scripts/dbvitals; Linux only
  --running     native: dbvitals runs already at DBVITALS_PORT, as by systemd, and is left alone; for each action the same
  --config F    native: the configuration of dbvitals; default: dbvitals.yaml here. Its address to listen on is not taken
  --state DIR   native: where data, composed configuration, logs and pid files are; default: ~/.local/state/dbvitals
  --env F       settings of Alertmanager; default: config/monitoring.env if there is one
  --demo        containers: with databases to look at
  --output F    backup: the file; default: dbvitals-backup-TIME.tar.gz here
  --help        this text

  SECRETS                                          the folder of secrets (alertmanager/README.md); default: secrets in the project
  PROMETHEUS_PORT, ALERTMANAGER_PORT, GRAFANA_PORT 9090, 9093, 3000
  RETENTION_TIME, RETENTION_SIZE                   30d, 10GB
  PROMETHEUS_URL, ALERTMANAGER_URL, GRAFANA_URL    where people open them; default: http://localhost:PORT
  DBVITALS_PORT                                    9999
  PROMETHEUS, PROMTOOL, ALERTMANAGER, AMTOOL       native: the programs; default: prometheus, promtool, prometheus-alertmanager or
                                                   alertmanager, amtool

examples:
  scripts/start_monitoring.sh --demo
      all in containers, with databases under a small load; then open http://localhost:3000
  scripts/start_monitoring.sh --native --config /etc/dbvitals/dbvitals.yaml
      without Docker. Debian: apt install prometheus prometheus-alertmanager (and systemctl disable --now both, as this starts its own)
  scripts/start_monitoring.sh --native test-alert
      whether it reaches you
  ALERTMANAGER=/opt/alertmanager/alertmanager AMTOOL=/opt/alertmanager/amtool scripts/start_monitoring.sh --native --state /srv/monitoring
      with other programs than the installed ones

To restore a native backup: stop, remove the state folder, unpack the file in its place, start.

exit codes: 0 all is well, 1 something is not, 3 a mistake in the call, or something is missing
TEXT
}

say() {
  printf '%s\n' "$*"
}

# missing …: of what the user must see to first.
missing() {
  echo "start_monitoring: $*" >&2
  exit 3
}

fail() {
  echo "start_monitoring: $*" >&2
  exit 1
}

warn() {
  echo "start_monitoring: warning: $*" >&2
}

home=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
native=
running_already=
action=
config=
state=
env_file=
demo=
output=
while [[ $# -gt 0 ]]; do
  case $1 in
    -h | --help) usage; exit 0 ;;
    --config | --state | --env | --output) [[ $# -ge 2 ]] || missing "$1 needs a value" ;;&
    --native) native=yes ;;
    --running) running_already=yes ;;
    --demo) demo=yes ;;
    --config) config=$2; shift ;;
    --state) state=$2; shift ;;
    --env) env_file=$2; shift ;;
    --output) output=$2; shift ;;
    start | status | stop | test-alert | backup)
      [[ -z $action ]] || missing "one of start, status, stop, test-alert and backup, not both $action and $1"
      action=$1
      ;;
    *) usage >&2; missing "unknown argument $1" ;;
  esac
  shift
done
action=${action:-start}
[[ -n $native || -z $config$state ]] || missing "--config and --state go with --native; for containers see DBVITALS_FOLDER in deploy/README.md"
[[ -n $native || -z $running_already ]] || missing "--running goes with --native"
[[ -z $config || -z $running_already ]] || missing "--config names the configuration of a dbvitals to start; with --running none is"
[[ -z $native || -z $demo ]] || missing "--demo is for containers; scripts/demo.sh shows dbvitals without them"
[[ -z $output || $action == backup ]] || missing "--output goes with backup"

secrets=${SECRETS:-$home/secrets}
prometheus_port=${PROMETHEUS_PORT:-9090}
alertmanager_port=${ALERTMANAGER_PORT:-9093}
grafana_port=${GRAFANA_PORT:-3000}
prometheus_url=${PROMETHEUS_URL:-http://localhost:$prometheus_port}
alertmanager_url=${ALERTMANAGER_URL:-http://localhost:$alertmanager_port}
retention_time=${RETENTION_TIME:-30d}
retention_size=${RETENTION_SIZE:-10GB}
for name in prometheus_port alertmanager_port grafana_port; do
  if [[ ! ${!name} =~ ^[1-9][0-9]{0,4}$ ]] || ((${!name} > 65535)); then
    missing "${name^^} must be 1 to 65535, not '${!name}'"
  fi
done

# Preflight ----------------------------------------------------------------------------------------------------------------

# needs PROGRAM HOW
needs() {
  command -v "$1" >/dev/null || missing "there is no $1; $2"
}

# port_free PORT VARIABLE: nobody listens there.
port_free() {
  if (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; then
    missing "port $1 is taken; end what listens there, or choose another one with $2"
  fi
}

# room FOLDER LEAST WANTED: MiB free on its disk.
room() {
  local free
  free=$(df -Pm "$1" | awk 'NR == 2 {print $4}')
  ((free >= $2)) || missing "there are $free MiB free on the disk of $1; at least $2 are needed"
  ((free >= $3)) || warn "there are $free MiB free on the disk of $1; $retention_size of samples may need $3"
}

# memory LEAST: MiB available.
memory() {
  local free
  free=$(awk '$1 == "MemAvailable:" {print int($2 / 1024)}' /proc/meminfo 2>/dev/null) || return 0
  [[ -z $free ]] || ((free >= $1)) || missing "$free MiB of memory are available; $1 are needed"
}

# Configuration ------------------------------------------------------------------------------------------------------------

# alerting_config OPTION…: composes Alertmanager's configuration; which channels are on is said.
alerting_config() {
  "$home/scripts/alertmanager_config.sh" ${env_file:+--env "$env_file"} --secrets "$secrets" "$@" 2>&1 ||
    missing "Alertmanager's configuration could not be composed, see above"
}

# grafana_url: where people open Grafana; from the environment or the settings, as scripts/alertmanager_config.sh has it.
grafana_url() {
  local file=${env_file:-$home/config/monitoring.env} url=${GRAFANA_URL:-}
  if [[ -z $url && -r $file ]]; then
    url=$(sed -n 's/^GRAFANA_URL=\(.*[^[:space:]]\)[[:space:]]*$/\1/p' "$file" | tail -n 1)
  fi
  url=${url:-http://localhost:$grafana_port}
  printf '%s\n' "${url%/}"
}

# rules_into FOLDER: the rules, with links to dashboards that are whole: a webhook is sent them as they are.
rules_into() {
  local url
  url=$(grafana_url)
  mkdir -p "$1"
  cp "$home"/config/prometheus/rules/*.yml "$1/"
  sed -i "s#^\( *dashboard_url: '\)/d/#\1${url//[\\#&]/\\&}/d/#" "$1"/*.yml
}

# Smoke test ---------------------------------------------------------------------------------------------------------------

prometheus_at=http://127.0.0.1:$prometheus_port
alertmanager_at=http://127.0.0.1:$alertmanager_port

ask() {
  curl -sf --max-time 10 "$@"
}

ready() {
  ask -o /dev/null "$1/-/ready"
}

# unscraped: the jobs with a target that is not up, one a line; nothing if all are.
unscraped() {
  local answer
  answer=$(ask "$prometheus_at/api/v1/targets?state=active") || { echo "Prometheus does not answer"; return; }
  [[ $answer == *'"health":'* ]] || { echo "no target at all"; return; }
  grep -oE '"scrapePool":"[^"]*"|"health":"[a-z]*"' <<<"$answer" | paste - - |
    sed -nE '/"health":"up"/!s/.*"scrapePool":"([^"]*)".*"health":"([a-z]*)".*/job \1 is \2/p' | sort -u
}

# rules: how many are loaded.
rules() {
  ask "$prometheus_at/metrics" | awk '/^prometheus_rule_group_rules\{/ {n += $2} END {print n + 0}'
}

# wrong: what is not as it should be, one a line.
wrong() {
  local loaded
  ready "$alertmanager_at" || echo "Alertmanager is not ready at $alertmanager_at"
  ready "$prometheus_at" || { echo "Prometheus is not ready at $prometheus_at"; return; }
  loaded=$(rules) || loaded=0
  ((loaded > 0)) || echo "Prometheus has no rules"
  unscraped
  ask "$prometheus_at/api/v1/alertmanagers" | grep -q '"activeAlertmanagers":\[{' || echo "Prometheus knows no Alertmanager"
  # All the way: scraped, evaluated, sent, received.
  ask -G --data-urlencode 'filter=alertname="Watchdog"' "$alertmanager_at/api/v2/alerts" | grep -q Watchdog ||
    echo "the Watchdog has not come through to Alertmanager"
}

# smoke SECONDS: waits until nothing is wrong.
smoke() {
  local end=$((SECONDS + $1)) found
  while found=$(wrong) && [[ -n $found ]]; do
    if ((SECONDS >= end)); then
      printf 'start_monitoring: %s\n' "${found//$'\n'/$'\n'start_monitoring: }" >&2
      return 1
    fi
    sleep 1
  done
  all_well
}

all_well() {
  say "targets are scraped, $(rules) rules are loaded, the Watchdog has come through to Alertmanager"
}

# report: for status, once all runs.
report() {
  local found
  found=$(wrong)
  if [[ -n $found ]]; then
    say "$found"
    exit 1
  fi
  all_well
  urls
}

urls() {
  say "Prometheus    $prometheus_url"
  say "Alertmanager  $alertmanager_url"
}

# By HTTP, which is the same for both kinds.
test_alert() {
  needs curl "apt install curl"
  ready "$alertmanager_at" || fail "Alertmanager is not ready at $alertmanager_at; start it first"
  local now end
  now=$(date -u +%FT%TZ)
  end=$(date -u -d '+10 minutes' +%FT%TZ)
  ask -o /dev/null -H 'Content-Type: application/json' -d '[{"labels": {"alertname": "TestAlert", "severity": "critical", "group": "database",
    "server": "test:5432"}, "annotations": {"summary": "A test of the notifications", "description": "Somebody ran start_monitoring.sh test-alert. There is nothing to do."},
    "startsAt": "'"$now"'", "endsAt": "'"$end"'"}]' "$alertmanager_at/api/v2/alerts" || fail "Alertmanager did not take the alert"
  say "sent TestAlert, critical; it should reach every channel within 30 seconds, and end at $end"
}

if [[ -n $native ]]; then
  # shellcheck source=scripts/monitoring_native.sh
  source "$home/scripts/monitoring_native.sh"
else
  # shellcheck source=scripts/monitoring_containers.sh
  source "$home/scripts/monitoring_containers.sh"
fi
case $action in
  start) stack_start ;;
  status) stack_status ;;
  stop) stack_stop ;;
  test-alert) test_alert ;;
  backup) stack_backup "${output:-$PWD/dbvitals-backup-$(date -u +%Y%m%dT%H%M%SZ).tar.gz}" ;;
esac
