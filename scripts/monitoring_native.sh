# Sourced by start_monitoring.sh: the stack as processes of this machine.
# shellcheck shell=bash
# What is not set here, start_monitoring.sh sets.
# shellcheck disable=SC2154

state=${state:-${XDG_STATE_HOME:-${HOME:?}/.local/state}/dbvitals}
dbvitals_port=${DBVITALS_PORT:-9999}
prometheus=${PROMETHEUS:-prometheus}
promtool=${PROMTOOL:-promtool}
alertmanager=${ALERTMANAGER:-}
amtool=${AMTOOL:-amtool}
# In the order in which they start; they end in the opposite one.
parts=(dbvitals alertmanager prometheus)
[[ -z $running_already ]] || parts=(alertmanager prometheus)

if [[ ! $dbvitals_port =~ ^[1-9][0-9]{0,4}$ ]] || ((dbvitals_port > 65535)); then
  missing "DBVITALS_PORT must be 1 to 65535, not '$dbvitals_port'"
fi
# Debian's Alertmanager has a longer name than its makers'.
if [[ -z $alertmanager ]]; then
  alertmanager='prometheus-alertmanager'
  command -v "$alertmanager" >/dev/null || alertmanager=alertmanager
fi

# birth PID: when a process was started, in the kernel's clock; a number that is used again has another one.
birth() {
  local stat
  { read -r stat <"/proc/$1/stat"; } 2>/dev/null || return 1
  # The name before may hold spaces.
  read -r -a stat <<<"${stat##*) }"
  [[ ${stat[0]} != Z ]] && echo "${stat[19]}"
}

# pid_of PART: its process, if it runs.
pid_of() {
  local pid born
  { read -r pid born <"$state/run/$1.pid"; } 2>/dev/null || return 1
  [[ $(birth "$pid") == "$born" ]] && echo "$pid"
}

# live: whether dbvitals answers.
live() {
  ask -o /dev/null "http://127.0.0.1:$dbvitals_port/health/live"
}

preflight_dbvitals() {
  [[ -n ${JAVA_HOME:-} ]] || needs java "install a JRE of version 17 or newer, or set JAVA_HOME"
  if [[ -z $config ]]; then
    [[ -f dbvitals.yaml ]] || missing "there is no dbvitals.yaml here; name the configuration of dbvitals by --config, and see config/dbvitals.yaml"
    config=dbvitals.yaml
  fi
  [[ -r $config ]] || missing "the configuration of dbvitals $config cannot be read"
  config=$(readlink -f "$config")
}

preflight() {
  local part
  [[ -r /proc/self/stat ]] || missing "--native needs Linux"
  needs "$prometheus" "Debian: apt install prometheus; or name it in PROMETHEUS"
  needs "$promtool" "it comes with Prometheus; or name it in PROMTOOL"
  needs "$alertmanager" "Debian: apt install prometheus-alertmanager; or name it in ALERTMANAGER"
  needs "$amtool" "it comes with Alertmanager; or name it in AMTOOL"
  needs curl "Debian: apt install curl"
  if [[ -n $running_already ]]; then
    live || missing "no dbvitals answers at port $dbvitals_port; start it, or name its port in DBVITALS_PORT"
  else
    preflight_dbvitals
  fi
  room "$state" 1024 12288
  for part in "${parts[@]}"; do
    if ! pid_of "$part" >/dev/null; then
      local port=${part}_port
      port_free "${!port}" "${port^^}"
    fi
  done
  pid_of prometheus >/dev/null || memory 512
}

# compose FOLDER: all that the programs read, checked.
compose() {
  mkdir -p "$1/prometheus"
  cp -r "$home/config/prometheus/prometheus.yml" "$home/config/prometheus/targets" "$1/prometheus/"
  sed -i -e "s/localhost:9090\b/localhost:$prometheus_port/" -e "s/localhost:9093\b/localhost:$alertmanager_port/" \
    -e "s/localhost:9999\b/localhost:$dbvitals_port/" "$1/prometheus/prometheus.yml" "$1"/prometheus/targets/*.yml
  cp -r "$home/alertmanager/templates" "$1/templates"
  alerting_config --output "$1/alertmanager.yml" --templates-as "$state/config/templates"
  # After it: it refuses an address that would be no part of a rule.
  rules_into "$1/prometheus/rules"
  checked "Prometheus's configuration" "$promtool" check config "$1/prometheus/prometheus.yml"
  # Where the templates will be, they are not yet.
  sed "s#$state/config/templates#$1/templates#" "$1/alertmanager.yml" >"$1/checked.yml"
  checked "Alertmanager's configuration" "$amtool" check-config "$1/checked.yml"
  rm "$1/checked.yml"
  [[ -n $running_already ]] || checked "the configuration of dbvitals" "$home/scripts/dbvitals" config check --config "$config"
}

# checked WHAT COMMAND…
checked() {
  local what=$1 said
  shift
  said=$("$@" 2>&1) || missing "$what is not right: $said"
}

# launch PART COMMAND…: in a session of its own, so that what ends this terminal does not end it.
launch() {
  local part=$1 pid
  shift
  setsid "$@" >>"$state/log/$part.log" 2>&1 </dev/null 9>&- &
  pid=$!
  # Without the time of birth, a number would be anybody's.
  echo "$pid $(birth "$pid")" >"$state/run/$part.pid"
  started+=("$part")
}

# begin PART: starts it, with what the containers are started with.
begin() {
  case $1 in
    dbvitals)
      launch dbvitals "$home/scripts/dbvitals" serve --config "$config" --listen "127.0.0.1:$dbvitals_port" ;;
    alertmanager)
      launch alertmanager "$alertmanager" --config.file="$state/config/alertmanager.yml" --storage.path="$state/data/alertmanager" \
        --web.listen-address="127.0.0.1:$alertmanager_port" --web.external-url="$alertmanager_url" --web.route-prefix=/ \
        --cluster.listen-address= ;;
    prometheus)
      launch prometheus "$prometheus" --config.file="$state/config/prometheus/prometheus.yml" --storage.tsdb.path="$state/data/prometheus" \
        --storage.tsdb.retention.time="$retention_time" --storage.tsdb.retention.size="$retention_size" \
        --query.timeout=30s --query.max-samples=20000000 --web.listen-address="127.0.0.1:$prometheus_port" \
        --web.external-url="$prometheus_url" --web.route-prefix=/ ;;
  esac
}

# end PART: asks it to, and waits.
end() {
  local pid tries=0
  pid=$(pid_of "$1") || { rm -f "$state/run/$1.pid"; return 0; }
  kill "$pid" 2>/dev/null || true
  while pid_of "$1" >/dev/null; do
    if ((tries++ >= 300)); then
      warn "$1 does not end within 30 s and is killed"
      kill -9 "$pid" 2>/dev/null || true
    fi
    sleep 0.1
  done
  rm -f "$state/run/$1.pid"
}

# One at a time. The lock ends with this script.
lock() {
  { mkdir -p "$state" && chmod 0700 "$state"; } || missing "the folder $state cannot be made"
  state=$(cd "$state" && pwd)
  [[ $state != *[\'\"\\{}#]* ]] || missing "the path $state must not hold quotes, backslashes, braces or #"
  mkdir -p "$state/run" "$state/log" "$state/data"
  exec 9>"$state/run/lock"
  flock -n 9 || missing "another start_monitoring.sh is at work in $state"
}

# Called by the trap. What was begun here, and did not come up, is not left running.
# shellcheck disable=SC2317
give_up() {
  local part
  rm -rf "$state/config.new"
  for part in ${started[@]+"${started[@]}"}; do
    end "$part"
  done
}

stack_start() {
  local part pid changed='' began=$SECONDS
  lock
  preflight
  started=()
  trap give_up EXIT
  trap 'exit 130' INT
  trap 'exit 143' TERM HUP
  rm -rf "$state/config.new"
  compose "$state/config.new"
  if ! diff -qr "$state/config.new" "$state/config" >/dev/null 2>&1; then
    changed=yes
    rm -rf "$state/config"
    mv "$state/config.new" "$state/config"
  fi
  for part in "${parts[@]}"; do
    if ! pid=$(pid_of "$part"); then
      begin "$part"
    elif [[ $part == dbvitals && "$(tr '\0' '\n' <"/proc/$pid/cmdline")" != *$'\n'"$config"$'\n'* ]]; then
      missing "dbvitals runs with another configuration; stop first"
    elif [[ -n $changed && $part != dbvitals ]]; then
      kill -HUP "$pid"
      say "$part takes over its new configuration"
    else
      say "$part runs already"
    fi
  done
  await_ready
  # With a target that is not there, the rest is still watched.
  started=()
  # An alert that fires before Prometheus has found Alertmanager is sent again after a minute only.
  smoke 120 || fail "all runs, but the above is not as it should be; logs are in $state/log"
  say "up after $((SECONDS - began)) s"
  urls
  say "dbvitals      http://localhost:$dbvitals_port"
  say "logs          $state/log"
}

# A program that ends at once says why in its log.
await_ready() {
  local part tries=0
  until ready "$alertmanager_at" && ready "$prometheus_at" && live; do
    for part in "${parts[@]}"; do
      pid_of "$part" >/dev/null || fail "$part has ended: $(tail -n 5 "$state/log/$part.log")"
    done
    ((tries++ < 600)) || fail "not ready after a minute; logs are in $state/log"
    sleep 0.1
  done
}

stack_status() {
  local part pid code=0
  needs curl "Debian: apt install curl"
  for part in "${parts[@]}"; do
    if pid=$(pid_of "$part"); then
      say "$part runs, process $pid"
    else
      say "$part does not run"
      code=1
    fi
  done
  ((code == 0)) || exit 1
  report
}

stack_stop() {
  local i
  [[ -d $state/run ]] || { say "nothing runs"; return; }
  lock
  for ((i = ${#parts[@]} - 1; i >= 0; i--)); do
    if pid_of "${parts[i]}" >/dev/null; then
      end "${parts[i]}"
      say "${parts[i]} has ended"
    else
      end "${parts[i]}"
      say "${parts[i]} did not run"
    fi
  done
}

# Prometheus never changes a block that it has written. What is in none yet, it writes all the time, so that of a running one the last two to
# three hours stay out.
stack_backup() {
  [[ -d $state/data/prometheus ]] || missing "there is nothing to back up in $state"
  lock
  local block
  # Not local, as the trap comes after the function.
  work=$state/backup.new
  output=$1
  [[ -d $(dirname "$1") ]] || missing "there is no folder $(dirname "$1") for the backup"
  rm -rf "$work"
  trap 'rm -rf "$work" "$output.new"' EXIT
  mkdir -p "$work/data/prometheus"
  if pid_of prometheus >/dev/null; then
    # A block that is being merged may go while it is linked; then the merged one is there.
    for block in "$state"/data/prometheus/*/meta.json; do
      [[ ! -e $block ]] || cp -rl "$(dirname "$block")" "$work/data/prometheus/" 2>/dev/null || rm -rf "$work/data/prometheus/$(basename "$(dirname "$block")")"
    done
    say "of samples: $(find "$work/data/prometheus" -name meta.json | wc -l) blocks. The last two to three hours are in none yet; stop first to have them, too"
  else
    cp -rl "$state/data/prometheus/." "$work/data/prometheus/"
    rm -f "$work/data/prometheus/lock"
    say "of samples: all"
  fi
  [[ ! -d $state/data/alertmanager ]] || cp -r "$state/data/alertmanager" "$work/data/"
  [[ ! -d $state/config ]] || cp -r "$state/config" "$work/"
  (umask 077 && tar -C "$work" -czf "$1.new" .)
  mv "$1.new" "$1"
  say "$1, $(du -h "$1" | cut -f1)"
}
