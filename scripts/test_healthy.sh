#!/usr/bin/env bash
# Watches the demo with the shipped Prometheus configuration: no alert fires, every scrape is whole, rules are quick, panels have data.
set -euo pipefail

usage() {
  cat <<'TEXT'
usage: scripts/test_healthy.sh [--minutes N] [--pgvector DIR] [--keep]

Starts scripts/demo.sh --pgvector (PostgreSQL and Redis under a workload, vector search, this machine), and Prometheus and Alertmanager around it by
scripts/start_monitoring.sh --native, with the rules and times of this project. Then for N minutes:

  - no alert but the Watchdog fires; an alert of this machine (its disk is full) does not count, but is printed with its reason;
    what is pending at the end is printed only
  - every scrape of every job succeeds, and dbvitals reaches every target in each
  - the evaluation of all groups of rules takes less than 1 s in sum, on average, and no rule fails
  - at the end, the status page is there within a second, and every panel of every dashboard has data or its reason in grafana/may-be-empty.tsv (scripts/check_dashboards.sh)

  --minutes N     default: 10
  --pgvector DIR  where pgvector is; default: where scripts/pgvector.sh leaves it
  --keep          leave the folder with logs and data, and name it
  --help          this text

PROMETHEUS, PROMTOOL, ALERTMANAGER and AMTOOL name the programs, as for scripts/start_monitoring.sh. Needs curl, jq, a JDK (17 or newer)
and Maven (3.8.7 or newer; MVN names another Maven command).

exit codes: 0 all is well, 1 something is not, 3 a mistake in the call or a program that is missing
TEXT
}

misuse() {
  echo "test_healthy: $*" >&2
  exit 3
}

minutes=10
keep=
vectors=(--pgvector)
while [[ $# -gt 0 ]]; do
  case $1 in
    -h | --help) usage; exit 0 ;;
    --minutes) [[ ${2:-} =~ ^[1-9][0-9]{0,3}$ ]] || misuse "--minutes needs a number"; minutes=$2; shift ;;
    --pgvector) [[ -n ${2:-} ]] || misuse "--pgvector needs a folder"; vectors=(--pgvector "$2"); shift ;;
    --keep) keep=yes ;;
    *) usage >&2; misuse "unknown option $1" ;;
  esac
  shift
done
for program in curl jq; do
  command -v "$program" >/dev/null || misuse "there is no $program; install it (Debian: apt install $program)"
done
cd "$(dirname "${BASH_SOURCE[0]}")/.."

# What an alert says of the machine that this runs on, and not of what is watched on it. All others count.
machine() {
  case $1 in
    HostFilesystem* | HostInodesLow) echo "how full its disks are" ;;
    HostMemoryLow | HostSwapping | HostOomKill) echo "what else takes its memory" ;;
    HostCpuHigh | HostCpuPressure | HostDiskSaturated) echo "what else keeps it busy" ;;
    HostRaidDegraded | HostNetworkErrors) echo "the state of its hardware" ;;
    HostClockUnsynchronised) echo "whether its clock is set from outside" ;;
    HostConntrackFull | HostFileDescriptorsHigh) echo "what else uses its kernel" ;;
    *) return 1 ;;
  esac
}

work=$(mktemp -d)
demo=
# Called by the trap.
# shellcheck disable=SC2317
clean_up() {
  trap '' INT TERM
  scripts/start_monitoring.sh --native --running --state "$work/state" stop >/dev/null 2>&1 || true
  if [[ -n $demo ]] && kill "$demo" 2>/dev/null; then
    wait "$demo" || true
  fi
  if [[ -n $keep ]]; then echo "logs and data are in $work"; else rm -rf "$work"; fi
}
trap clean_up EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP

failures=0
bad() {
  echo "test_healthy: $*" >&2
  failures=$((failures + 1))
}

# free_port: below those that the kernel gives to clients.
free_port() {
  local port
  while port=$((20000 + RANDOM % 12000)) && (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; do :; done
  echo "$port"
}

DBVITALS_PORT=$(free_port)
PROMETHEUS_PORT=$(free_port)
ALERTMANAGER_PORT=$(free_port)
export DBVITALS_PORT PROMETHEUS_PORT ALERTMANAGER_PORT
prometheus=http://127.0.0.1:$PROMETHEUS_PORT

# ask QUERY: what Prometheus answers, a line for each series: value, tab, labels.
ask() {
  curl -sf --max-time 30 -G --data-urlencode "query=$1" "$prometheus/api/v1/query" | jq -r '.data.result[]
    | [.value[1], (.metric | del(.__name__, .monitor) | to_entries | map("\(.key)=\"\(.value)\"") | join(","))] | @tsv'
}

# number QUERY: the one value.
number() {
  ask "$1" | cut -f1
}

# below LIMIT VALUE: whether there is a value, and a smaller one.
below() {
  awk -v limit="$1" -v value="$2" 'BEGIN {exit !(value ~ /^[0-9]/ && value + 0 < limit)}'
}

# start_all: returns when Prometheus has scraped everything once.
start_all() {
  local end=$((SECONDS + 600))
  scripts/demo.sh --port "$DBVITALS_PORT" "${vectors[@]}" >"$work/demo.log" 2>&1 &
  demo=$!
  # From a fresh checkout it builds first.
  until curl -sf -o /dev/null --max-time 5 "http://127.0.0.1:$DBVITALS_PORT/health/live"; do
    kill -0 "$demo" 2>/dev/null || misuse "the demo has ended: $(tail -n 5 "$work/demo.log")"
    ((SECONDS < end)) || misuse "the demo does not answer: $(tail -n 5 "$work/demo.log")"
    sleep 1
  done
  SECRETS=$work/secrets scripts/start_monitoring.sh --native --running --state "$work/state" --env /dev/null >"$work/start.log" 2>&1 ||
    misuse "the stack does not start: $(<"$work/start.log")"
}

# watch: for that long, saying now and then what fires, and ending at once when a program has.
watch() {
  local end=$((SECONDS + minutes * 60)) said=0 left firing
  while left=$((end - SECONDS)) && ((left > 0)); do
    sleep $((left < 5 ? left : 5))
    kill -0 "$demo" 2>/dev/null || { bad "the demo has ended: $(tail -n 5 "$work/demo.log")"; return; }
    firing=$(number 'count(ALERTS{alertstate="firing", alertname!="Watchdog"}) or vector(0)') || { bad "Prometheus does not answer: $(tail -n 5 "$work/state/log/prometheus.log")"; return; }
    if [[ -t 1 ]]; then
      printf '\r%4d s to go, firing: %s ' $((end - SECONDS)) "$firing"
    elif ((SECONDS - said >= 120)); then
      said=$SECONDS
      echo "$((end - SECONDS)) s to go, firing: $firing"
    fi
  done
  [[ ! -t 1 ]] || printf '\r%30s\r' ''
}

check_alerts() {
  local range=$1 times labels name reason
  while IFS=$'\t' read -r times labels; do
    name=${labels#*alertname=\"}
    name=${name%%\"*}
    if reason=$(machine "$name"); then
      echo "fired, but says of this machine $reason: $labels ($times evaluations)"
    else
      bad "$name fired: $labels ($times evaluations)"
    fi
  done < <(ask "count_over_time(ALERTS{alertstate=\"firing\", alertname!=\"Watchdog\"}[$range])")
  while IFS=$'\t' read -r times labels; do
    echo "pending for $(awk -v since="$times" 'BEGIN {printf "%.0f", since}') s: $labels"
  done < <(ask 'time() - (ALERTS_FOR_STATE and ignoring (alertstate) ALERTS{alertstate="pending"})')
  # An empty answer to the above is worth nothing without one to this.
  below 1e9 "$(number 'ALERTS{alertname="Watchdog", alertstate="firing"}')" || bad "the Watchdog does not fire"
}

check_scrapes() {
  local range=$1 value labels job
  while IFS=$'\t' read -r value labels; do
    bad "a scrape failed: $labels (at worst $value)"
  done < <(ask "min_over_time(up[$range]) < 1 or min_over_time(dbvitals_target_up[$range]) < 1")
  for job in prometheus alertmanager dbvitals postgres vector pgbouncer mysql redis node; do
    below 1e9 "$(number "count(count_over_time(up{job=\"$job\"}[$range]))")" || bad "job $job was not scraped"
  done
  for job in postgres redis node; do
    below 1e9 "$(number "count(count_over_time(dbvitals_target_up{job=\"$job\"}[$range]))")" || bad "dbvitals knows no target of job $job"
  done
  echo "scrapes: $(number "sum(count_over_time(up[$range]))") of $(number 'count(up)') jobs, targets of dbvitals: $(number 'count(dbvitals_target_up)'), series: $(number 'sum(scrape_samples_post_metric_relabeling)')"
}

check_rules() {
  local range=$1 mean failed
  # Not the worst: what else keeps the machine busy for a moment stands in it.
  mean=$(number "avg_over_time(sum(prometheus_rule_group_last_duration_seconds)[$range:15s])")
  failed=$(number "sum(increase(prometheus_rule_evaluation_failures_total[$range]))")
  below 1 "$mean" || bad "the rules took ${mean:-an unknown number of} s on average"
  below 1e-9 "$failed" || bad "evaluations of rules failed: ${failed:-unknown}"
  printf 'rules: %s groups, %.3f s in sum on average, %.3f s at the end, %.3f s at worst\n' "$(number 'count(prometheus_rule_group_last_duration_seconds)')" \
    "$mean" "$(number 'sum(prometheus_rule_group_last_duration_seconds)')" \
    "$(number "max_over_time(sum(prometheus_rule_group_last_duration_seconds)[$range:15s])")"
}

check_retention() {
  local kept
  kept=$(curl -sf --max-time 30 "$prometheus/api/v1/status/flags" | jq -r '.data | "\(.["storage.tsdb.retention.time"]) \(.["storage.tsdb.retention.size"])"')
  # Its gigabytes are powers of two, and newer ones say so.
  [[ $kept =~ ^30d\ 10Gi?B$ ]] || bad "Prometheus keeps $kept, not 30d and 10GB"
}

# check_page: the status page and all that it loads, one after the other.
check_page() {
  local site=http://127.0.0.1:$DBVITALS_PORT path seconds sum
  sum=$(curl -sf -o "$work/page.html" -w '%{time_total}' --max-time 30 "$site/") || { bad "the status page is not served"; return; }
  while read -r path; do
    seconds=$(curl -sf -o /dev/null -w '%{time_total}' --max-time 30 "$site/$path") || { bad "the status page lacks $path"; return; }
    sum="$sum + $seconds"
  done < <(grep -oE '(href|src)="assets/[^"]+"' "$work/page.html" | cut -d '"' -f 2)
  sum=$(awk "BEGIN {printf \"%.3f\", $sum}")
  below 1 "$sum" || bad "the status page took $sum s"
  echo "status page: $sum s, $(wc -c <"$work/page.html") bytes"
}

# show_dashboards: the table of dashboards, and the panels that may be empty by dashboard and reason.
show_dashboards() {
  sed '/^$/,$d' "$work/dashboards.md"
  awk -F ' [|] ' '$4 ~ /^empty: / {
    sub(/^[|] /, "", $1)
    sub(/ [|]$/, "", $4)
    key = $1 ", " $4
    if (!(key in panels)) keys[++n] = key
    panels[key] = panels[key] (panels[key] == "" ? "" : ", ") $2
  } END {for (i = 1; i <= n; i++) print keys[i] " (" panels[keys[i]] ")"}' "$work/dashboards.md"
}

start_all
echo "the demo runs and is scraped after $SECONDS s; now $minutes minutes"
began=$SECONDS
watch
if ((failures == 0)); then
  # From the first scrape on: an alert may be quicker than this script.
  range=$((SECONDS + 60))s
  check_alerts "$range"
  check_scrapes "$((SECONDS - began))s"
  check_rules "$range"
  check_retention
  check_page
  scripts/check_dashboards.sh "$prometheus" >"$work/dashboards.md" || bad "dashboards have findings: $(grep -E '(EMPTY|ERROR)' "$work/dashboards.md" || true)"
  show_dashboards
fi
if ((failures > 0)); then
  echo "test_healthy: $failures findings" >&2
  exit 1
fi
echo "all as it should be after $SECONDS s"
