# Sourced by test_setup.sh: what the guard does in an installed tree, asked for by the script, by signal and on schedule.
# shellcheck shell=bash
# What is not set here, test_setup.sh sets; many a line here is for another shell.
# shellcheck disable=SC2016,SC2154

monitor_log=$tree/var/log/dbvitals/db_monitor.log
audit=$tree/var/log/dbvitals/guard-audit.jsonl
pid_file=$tree/run/dbvitals/dbvitals.pid

# clients NUMBER: as many sessions of the role app that are at work.
clients() {
  local i
  for ((i = 0; i < $1; i++)); do
    PGPASSWORD=app psql -X -q -h 127.0.0.1 -p "$port" -U app -d shop -c "SELECT pg_sleep(600)" >/dev/null 2>&1 &
  done
  soon "$1 clients are there" there "$1"
}

there() {
  [[ $(ask admin postgres "SELECT count(*) FROM pg_stat_activity WHERE usename = 'app' AND state = 'active'") -eq $1 ]]
}

# Sessions that are not to be ended: those of the monitor, and one of a superuser.
protected() {
  ask admin postgres "SELECT string_agg(pid::text, ',' ORDER BY pid) FROM pg_stat_activity
    WHERE pid <> pg_backend_pid() AND (usename = 'dbvitals' OR usename = 'postgres' AND query LIKE '%pg_sleep%')"
}

spared() {
  [[ -n $1 && $(ask admin postgres "SELECT count(*) FROM pg_stat_activity WHERE pid IN ($1)") -eq $(tr , '\n' <<<"$1" | wc -l) ]]
}

# ended PID: also one that waits for its parent to look.
ended() {
  [[ $(ps -o stat= -p "$1") != [!Z]* ]]
}

limit() {
  [[ $(ask admin postgres "SELECT datconnlimit FROM pg_database WHERE datname = 'shop'") == "$1" ]]
}

# logged LEVEL TEXT: a line of the monitor's own log.
logged() {
  grep -Eq "^[0-9]{4}-[0-9]{2}-[0-9]{2} [0-9]{2}:[0-9]{2}:[0-9]{2} - DBMonitor - $1 - .*$2" "$monitor_log"
}

# Off is what it is until somebody turns it on.
test_guard_off() {
  clients 1
  ends 3 "the guard is turned off" "${setup[@]}" --emergency --yes
  ends 0 "" "${run[@]}" --signal USR1
  soon "SIGUSR1 is refused" logged WARNING "the emergency is refused"
  holds "its client lives" there 1
  holds "and the same monitor" test "$("${run[@]}" --pid)" = "$pid"
  ends 3 "--execute needs DB_MONITOR_GUARD=on" "${setup[@]}" --config --set DB_MONITOR_CLEANUP_OPTIONS=--execute
}

test_guard_on() {
  local ours
  ends 0 "it holds after --stop --start" "${setup[@]}" --config --set DB_MONITOR_GUARD=on
  ends 0 "started, process" "${setup[@]}" --stop --start
  pid=$("${run[@]}" --pid)
  soon "the guard works" logged INFO "sessions are ended"
  PGPASSWORD="admin" psql -X -q -h 127.0.0.1 -p "$port" -U postgres -d postgres -c "SELECT pg_sleep(600)" >/dev/null 2>&1 &
  soon "a superuser is there" eval '[[ $(protected) == *,* ]]'
  ours=$(protected)

  ends 3 "not confirmed; nothing was done" "${setup[@]}" --emergency <<<"another"
  ends 3 "not confirmed; nothing was done" "${setup[@]}" --emergency </dev/null
  holds "the client lives" there 1
  # The role may not shut the database.
  ends 1 "1 sessions ended" "${setup[@]}" --emergency <<<"postgres"
  holds "the client is gone" there 0
  ends 0 "with: guard fence" env PGPASSWORD=admin "${setup[@]}" --create-role --guard --fence
  clients 2
  ends 0 "2 sessions ended" "${setup[@]}" --emergency --yes -- --target postgres
  [[ $said == *"is shut to new connections"* && $said == *"is open again"* ]] || fail "there was no fence"
  holds "the clients are gone" there 0
  clients 1
  ends 0 "1 sessions ended" "${setup[@]}" --emergency --yes -- --fence none
  clients 2
  ends 0 "" "${run[@]}" --signal USR1
  soon "SIGUSR1 clears it" there 0
  soon "and says so" logged WARNING "2 sessions ended"
  holds "open again" limit -1
  holds "ours and a superuser were spared" spared "$ours"
  holds "the monitor goes on" test "$("${run[@]}" --pid)" = "$pid"
  ends 0 "" "${run[@]}" guard audit verify
}

# With the logs and records of what was just done.
test_rotation() {
  local inode rotated
  inode=$(stat -c %i "$audit")
  # As the monitor does when it is full.
  ${as[@]+"${as[@]}"} sh -c 'echo "full" >"$1.1"' - "$monitor_log"
  ends 0 "" ${as[@]+"${as[@]}"} logrotate --force --state "$work/rotated" "$tree/etc/logrotate.d/dbvitals"
  rotated=$(echo "$monitor_log"-*)
  holds "the record is renamed, not copied" test "$(stat -c %i "$audit.1")" = "$inode"
  holds "what the monitor rotated itself is left" test "$(<"$monitor_log.1")" = full
  holds "its lines are kept" grep -q "2 sessions ended" "$rotated"
  holds "a new record is closed to others" test "$(stat -c %a "$audit")" = 600
  soon "the monitor writes the new log" logged INFO "configuration read"
  clients 1
  ends 0 "" "${run[@]}" --signal USR1
  soon "and what it does" logged WARNING "1 sessions ended"
  holds "nothing more comes into the old one" test "$(grep -c "sessions ended" "$rotated")" = 1
  ends 0 "" "${run[@]}" guard audit verify "$audit.1" "$audit"
  holds "the record goes on in the new file" test -s "$audit"
  soon "and the log of the process in its own" grep -q "1 sessions ended" "$tree/var/log/dbvitals/dbvitals.log"
}

# By a monitor whose parent is here.
test_terminated() {
  local server code=0
  "${run[@]}" --job serve >>"$work/serve.log" 2>&1 &
  server=$!
  soon "a monitor is there" "${run[@]}" --pid
  ends 0 "" "${run[@]}" --signal TERM
  wait "$server" || code=$?
  holds "SIGTERM ends it well" test "$code" = 0
  holds "and its PID file is gone" test ! -e "$pid_file"
  ends 3 "no monitor runs" "${run[@]}" --signal USR1
}

# With a file of settings, whose rule has no need of ten minutes.
test_jobs() {
  printf '%s\n' "listen: 127.0.0.1:$listen" "targets:" "  - name: shop" "    postgres: {url: \"postgresql://127.0.0.1:$port/shop\", user: dbvitals, password: \"\${DB_PASSWORD}\"}" \
    "guard:" "  enabled: true" "  dry_run: false" "  cool_down: 100ms" "  audit_file: $audit" \
    "  rules: {long_queries: {warning: 1, critical: 5, action: end, min_age: 1s}}" >"$work/dbvitals.yaml"
  ${as[@]+"${as[@]}"} cp "$work/dbvitals.yaml" "$tree/etc/dbvitals/dbvitals.yaml"
  ends 0 '"status":"healthy"' "${run[@]}" --job health-check
  clients 1
  soon "a long query is seen" eval '[[ $("${run[@]}" --job cleanup) == *"would "* ]]'
  ends 1 "nothing was ended" "${run[@]}" --job cleanup
  ends 1 '"status":"degraded"' "${run[@]}" --job health-check
  holds "a dry run" there 1
  ends 0 "wrote" "${setup[@]}" --config --set DB_MONITOR_CLEANUP_OPTIONS=--execute
  ends 0 "cancel" "${run[@]}" --job cleanup
  holds "it was ended" there 0
  ends 0 "nothing is to be ended" "${run[@]}" --job cleanup
  ends 0 "" "${run[@]}" guard audit verify "$audit.1" "$audit"
  ends 0 "wrote" "${setup[@]}" --config --set DB_MONITOR_CLEANUP_OPTIONS=--rule=locks
  rm "$tree/etc/dbvitals/dbvitals.yaml"
}

# After an emergency that was killed in its midst.
test_self_destruct() {
  local emergency stuck
  clients 5
  stuck=$(ask admin postgres "SELECT string_agg(pid::text, ' ') FROM pg_stat_activity WHERE usename = 'app'")
  # They cannot end, so that it has to wait for them.
  # shellcheck disable=SC2086
  kill -STOP $stuck
  "${run[@]}" emergency-shutdown --yes >"$work/emergency.log" 2>&1 &
  emergency=$!
  soon "an emergency has shut the database" limit 0
  kill -KILL "$emergency"
  # shellcheck disable=SC2086
  kill -CONT $stuck
  wait "$emergency" 2>/dev/null || true
  holds "it is still shut" limit 0
  ends 2 "" "${run[@]}" guard audit verify "$audit.1" "$audit"
  ends 3 "has left a database shut" "${setup[@]}" --uninstall
  pid=$("${run[@]}" --pid)
  ends 3 "nothing was done" "${setup[@]}" --self-destruct <<<"yes"
  holds "the monitor runs" test "$("${run[@]}" --pid)" = "$pid"
  ends 0 "stopped process $pid" "${setup[@]}" --self-destruct <<<"self-destruct"
  [[ $said == *"removed $1"* && $said == *"is open again"* ]] || fail "something goes on"
  holds "the database is open again" limit -1
  holds "the monitor is gone" ended "$pid"
  holds "PID file, schedule and fences, too" \
    test ! -e "$pid_file" -a ! -e "$1" -a ! -e "${audit%/*}/guard-fence.json" -a ! -e "${audit%/*}/guard-fence.json.lock"
  ends 0 "no monitor runs" "${setup[@]}" --self-destruct --yes
  ends 2 "schedule   none" "${setup[@]}" --status
  ends 0 "wrote $1" "${setup[@]}" --start
}
