# Sourced by setup_db_monitoring.sh: the monitor and its schedule, by systemd or as a process with jobs of cron.
# shellcheck shell=bash
# What is not set here, setup_db_monitoring.sh and setup_files.sh set.
# shellcheck disable=SC2016,SC2154

log=$prefix/var/log/dbvitals
# What is switched on and off; the units of the jobs are begun by their timers.
switched=(dbvitals.service dbvitals@health-check.timer dbvitals@cleanup.timer)

by_systemd() {
  [[ $scheduler == systemd && -z $prefix ]]
}

monitor_pid() {
  [[ -x $lib/run ]] && "${as[@]}" "$lib/run" --pid 2>/dev/null
}

# await_monitor COMMAND…: until it says which process it is, at the end of its start; while the command succeeds.
await_monitor() {
  local pid tries=0
  until pid=$(monitor_pid); do
    "$@" || return
    ((tries++ < 600)) || fail "the monitor is not up after a minute; see --logs"
    sleep 0.1
  done
  say "started, process $pid"
}

start_all() {
  local pid
  if [[ -z $dry ]]; then
    checked "$environment" "$config" >"$work/said" 2>&1 || missing "not started, as the settings are not right: $(<"$work/said")"
  fi
  if by_systemd; then
    does systemctl enable --quiet --now "${switched[@]}" || fail "systemd did not start it; see --logs"
    [[ -z $dry ]] || return 0
    # Begun is not up: what is wrong with ports and files, it says at once.
    await_monitor systemctl is-active --quiet dbvitals.service || fail "the monitor has ended; see --logs"
    return
  fi
  if pid=$(monitor_pid); then
    say "the monitor runs already, process $pid"
  elif [[ -n $dry ]]; then
    say "would start $lib/run --job serve"
  else
    # After a boot it is gone.
    [[ -d $prefix/run/dbvitals ]] || install -d -m 0755 -o "$user" -g "$group" "$prefix/run/dbvitals"
    # The log is opened by its owner, in a session of its own, so that what ends this terminal does not end it.
    "${as[@]}" setsid sh -c 'umask 0077 && exec "$1" --job serve >>"$2" 2>&1 </dev/null' - "$lib/run" "$log/dbvitals.log" &
    await_monitor kill -0 $! 2>/dev/null || fail "the monitor has ended: $(tail -n 5 "$log/dbvitals.log")"
  fi
  # Begins the monitor again, too, so it is there for as long as that should run.
  if [[ $scheduler == cron ]]; then
    put 0644 root:root "$home/deploy/setup/crontab" "${cron_file#"$prefix"}"
  fi
}

stop_schedule() {
  if by_systemd; then
    [[ ! -e /etc/systemd/system/dbvitals.service || ! -d /run/systemd/system ]] ||
      does systemctl disable --quiet --now "${switched[@]:1}"
  else
    remove "${cron_file#"$prefix"}"
  fi
}

stop_all() {
  local pid tries=0
  stop_schedule
  if by_systemd && [[ -d /run/systemd/system ]]; then
    [[ ! -e /etc/systemd/system/dbvitals.service ]] || does systemctl disable --quiet --now dbvitals.service
    [[ -n $dry ]] || say "stopped"
    return
  fi
  if ! pid=$(monitor_pid); then
    say "the monitor does not run"
    return
  fi
  does "${as[@]}" "$lib/run" --signal TERM
  [[ -z $dry ]] || return 0
  # It removes its PID file before it ends.
  while [[ $(ps -o stat= -p "$pid") == [!Z]* ]]; do
    if ((tries++ == 300)); then
      say "it does not end within 30 s and is killed"
      "${as[@]}" kill -s KILL "$pid"
    fi
    sleep 0.1
  done
  say "stopped"
}

show_status() {
  local pid found=0
  [[ -z $dry ]] || return 0
  if pid=$(monitor_pid); then
    say "monitor    $("${as[@]}" "$lib/run" --version) runs, process $pid, since $(ps -o lstart= -p "$pid")"
  else
    say "monitor    does not run"
    found=2
  fi
  if by_systemd; then
    say "schedule   $(systemctl is-active "${switched[@]:1}" | paste -sd ' ') (health check, cleanup), by systemd"
  elif [[ -e $cron_file ]]; then
    say "schedule   $cron_file"
  else
    say "schedule   none"
  fi
  say "cleanup    $(options=$(setting DB_MONITOR_CLEANUP_OPTIONS) && [[ $options == *--execute* ]] && echo acts || echo 'a dry run')"
  "${as[@]}" "$lib/run" health-check --format text || worse $?
  return "$found"
}

# worse CODE: critical outranks a warning, and both what is not known.
worse() {
  case $found$1 in
    0*) found=$1 ;;
    *2) found=2 ;;
    31) found=1 ;;
  esac
}

show_logs() {
  if by_systemd; then
    does journalctl --unit=dbvitals.service --unit='dbvitals@*.service' --lines=100 --no-pager ${follow:+--follow}
    return
  fi
  local files=() each
  # What stands in DB_MONITOR_LOG_FILE is in the first of them, too.
  for each in "$log"/{dbvitals,jobs}.log; do
    [[ ! -e $each ]] || files+=("$each")
  done
  [[ ${#files[@]} -gt 0 ]] || missing "there are no logs yet"
  does "${as[@]}" tail -n 100 ${follow:+-F} "${files[@]}"
}

logs_all() {
  show_logs
}

emergency() {
  does "${as[@]}" "$lib/run" emergency-shutdown ${yes:+--yes} ${words[@]+"${words[@]}"}
}

self_destruct() {
  local answer fault=0
  if [[ -z $yes && -z $dry ]]; then
    printf 'This ends the monitor and its schedule on this machine. Type self-destruct to go on: ' >&2
    read -r answer || answer=
    [[ $answer == self-destruct ]] || missing "nothing was done"
  fi
  # First what would begin it again.
  stop_schedule
  does "${as[@]}" "$lib/run" self-destruct ${words[@]+"${words[@]}"} || fault=$?
  stop_all
  return "$fault"
}
