# Sourced by check_deploy.sh: units, rotation of logs, jobs of cron.
# shellcheck shell=bash
# What is not set here, check_deploy.sh sets.
# shellcheck disable=SC2016,SC2154

# exposure LIMIT UNIT: 0 is locked up, 100 is open; what adds to it is printed.
exposure() {
  systemd-analyze security --offline=yes --threshold="$1" --no-pager "$2" | grep -v '^✓'
}

# sandbox UNIT: what it may not do.
sandbox() {
  sed -n '/^MemoryMax=/,/^$/p; /^NoNewPrivileges=/,/^SystemCallErrorNumber=/p' "$1"
}

check_systemd() {
  local unit units=()
  for unit in deploy/systemd/*.service deploy/systemd/*.timer; do
    # The programs of the units are not installed here.
    sed -E 's#^ExecStart=/usr/(bin|lib)/dbvitals[^ ]* #ExecStart=/bin/true #' "$unit" >"$work/$(basename "$unit")"
    [[ $unit == *@.service ]] || units+=("$work/$(basename "$unit")")
  done
  # The timers bring the instances of the template.
  quietly "systemd-analyze verify" systemd-analyze verify "${units[@]}" || true
  [[ ! -s $work/said ]] || bad "systemd-analyze verify: $(<"$work/said")"
  for unit in deploy/systemd/*.service; do
    quietly "systemd-analyze security $unit" exposure 20 "$unit" || true
    quietly "the sandbox of $unit is not that of dbvitals.service" diff <(sandbox deploy/systemd/dbvitals.service) <(sandbox "$unit") || true
  done
  # Else it would come back after a self-destruct, or not read its settings anew.
  quietly "dbvitals.service is begun again after a clean end" grep -qx 'Restart=on-failure' deploy/systemd/dbvitals.service || true
  quietly "dbvitals.service is not reloaded by SIGHUP" grep -qx 'ExecReload=/bin/kill -HUP $MAINPID' deploy/systemd/dbvitals.service || true
  for unit in deploy/systemd/*.timer; do
    quietly "OnCalendar of $unit" systemd-analyze calendar "$(sed -n 's/^OnCalendar=//p' "$unit")" || true
  done
  # The jobs of cron at the times of the timers.
  quietly "deploy/setup/crontab has other jobs than deploy/systemd" diff \
    <(sed -n 's#^OnCalendar=\*:0/\([0-9]*\)$#\1#p' deploy/systemd/*.timer | sort -n) \
    <(sed -nE 's#^\*/([0-9]+) .* --job (health-check|cleanup) .*#\1#p' deploy/setup/crontab | sort -n) || true
  # For the machine, so that its users are asked for.
  sed 's/ dbvitals dbvitals$/ root root/' deploy/setup/logrotate >"$work/logrotate"
  chmod 0644 "$work/logrotate"
  if quietly "logrotate" logrotate --debug --state "$work/logrotate.state" "$work/logrotate" && grep -i '^error' "$work/said"; then
    bad "logrotate: $(grep -i '^error' "$work/said")"
  fi
  # A record that is copied and cut loses what is written in between.
  awk '/guard-audit/ {audit = 1} audit && /^ *copytruncate/ {wrong = 1} /^}/ {audit = 0} END {exit wrong}' deploy/setup/logrotate ||
    bad "deploy/setup/logrotate copies the guard's record"
}
