# Sourced by setup_db_monitoring.sh: what is put where.
# shellcheck shell=bash
# What is not set here, setup_db_monitoring.sh sets; what is not used here, the others use.
# shellcheck disable=SC2034,SC2154

lib=$prefix/usr/lib/dbvitals
environment=$prefix/etc/default/dbvitals
config=$prefix/etc/dbvitals/dbvitals.yaml
cron_file=$prefix/etc/cron.d/dbvitals
user=dbvitals
group=dbvitals
if [[ -n $prefix ]]; then
  user=$(id -un)
  group=$(id -gn)
fi
# What the service does, it does as its user, also when root asks.
as=()
if [[ -z $prefix && $(id -u) -eq 0 ]]; then
  as=(setpriv --reuid="$user" --regid="$group" --init-groups --inh-caps=-all --no-new-privs)
fi
units=(dbvitals.service dbvitals@.service dbvitals@health-check.timer dbvitals@cleanup.timer)
jar=${DBVITALS_JAR:-$home/exporter/target/dbvitals.jar}
changed=

# What is there decides, and for a first installation --cron.
find_scheduler() {
  scheduler=${cron:+cron}
  scheduler=${scheduler:-systemd}
  if [[ -e $lib/crontab ]]; then
    scheduler=cron
  elif [[ -e $prefix/etc/systemd/system/dbvitals.service ]]; then
    [[ -z $cron ]] || missing "dbvitals is installed for systemd${prefix:+ in $prefix}; --uninstall first, which keeps the settings"
  fi
  [[ -z $prefix && -z $dry && $scheduler == systemd && " ${actions[*]} " != " uninstall " ]] || return 0
  [[ -d /run/systemd/system && -n $(command -v systemctl) ]] ||
    missing "systemd does not run here; take --cron for jobs of cron, or --prefix DIR for a tree of its own"
}

installed() {
  [[ -x $lib/run || -n $dry ]] || missing "dbvitals is not installed${prefix:+ in $prefix}; see --install"
}

# layout SCHEDULER: mode, owner, source and target of each file; a folder has no source.
layout() {
  local unit ours=$user:$group
  cat <<TEXT
0750 root:$group - /etc/dbvitals
0750 $ours - /var/log/dbvitals
0750 $ours - /var/cache/dbvitals
0755 root:root $home/scripts/dbvitals /usr/bin/dbvitals
0644 root:root $jar /usr/lib/dbvitals/dbvitals.jar
0755 root:root $home/deploy/setup/run /usr/lib/dbvitals/run
0644 root:root $home/deploy/setup/logrotate /etc/logrotate.d/dbvitals
TEXT
  if [[ $1 == cron ]]; then
    echo "0644 root:root $home/deploy/setup/crontab /usr/lib/dbvitals/crontab"
  else
    echo "0644 root:root $home/deploy/systemd/dbvitals.sysusers /usr/lib/sysusers.d/dbvitals.conf"
    for unit in "${units[@]}"; do
      echo "0644 root:root $home/deploy/systemd/$unit /etc/systemd/system/$unit"
    done
  fi
  # Else systemd makes it.
  [[ $1 == systemd && -z $prefix ]] || echo "0755 $ours - /run/dbvitals"
}

# does COMMAND…: unless it is a dry run, which says it.
does() {
  if [[ -n $dry ]]; then
    say "would run: $*"
  else
    "$@"
  fi
}

# note WHAT …: what was changed, or would be.
note() {
  changed=yes
  if [[ -n $dry ]]; then
    say "would $*"
  else
    case $1 in
      make) say "made ${*:2}" ;;
      write) say "wrote ${*:2}" ;;
      remove) say "removed ${*:2}" ;;
    esac
  fi
}

# rendered SOURCE: for a prefix, with its paths and the user who asks.
rendered() {
  if [[ -z $prefix || $1 == *.jar ]]; then
    cat "$1"
  else
    sed -E -e "s#/(usr/bin|usr/lib|etc/default|etc|var/log|var/cache|run)/dbvitals#$prefix&#g" \
      -e "s/ dbvitals dbvitals\$/ $user $group/" -e "s/^([0-9*/]+ \* \* \* \*) dbvitals /\1 $user /" \
      -e "s/ -o dbvitals -g dbvitals / -o $user -g $group /" -e "s/^(User|Group)=dbvitals\$/\1=$user/" "$1"
  fi
}

# put MODE OWNER SOURCE TARGET
put() {
  local target=$prefix$4 as_it_should_be
  # In a prefix all is of who asks.
  [[ -z $prefix ]] || set -- "$1" "$user:$group" "$3" "$4"
  as_it_should_be=$([[ $(stat -c '0%a %U:%G' "$target" 2>/dev/null) != "$1 $2" ]] || echo yes)
  if [[ $3 == - ]]; then
    [[ ! -d $target || -z $as_it_should_be ]] || return 0
    note make "$target"
    [[ -n $dry ]] || install -d -m "$1" -o "${2%:*}" -g "${2#*:}" "$target"
    return
  fi
  rendered "$3" >"$work/rendered"
  if [[ -n $as_it_should_be ]] && cmp -s "$work/rendered" "$target"; then return; fi
  note write "$target"
  [[ -z $dry ]] || return 0
  # By another name first: what runs goes on reading the old one.
  install -D -m "$1" -o "${2%:*}" -g "${2#*:}" "$work/rendered" "$target.new"
  mv -f "$target.new" "$target"
}

make_user() {
  [[ -z $prefix ]] || return 0
  ! getent passwd "$user" >/dev/null || return 0
  note make "the user $user"
  [[ -z $dry ]] || return 0
  if [[ $scheduler == systemd ]] && command -v systemd-sysusers >/dev/null; then
    systemd-sysusers "$home/deploy/systemd/dbvitals.sysusers"
  else
    useradd --system --user-group --home-dir /var/cache/dbvitals --no-create-home --shell /usr/sbin/nologin \
      --comment dbvitals "$user"
  fi
}

install_all() {
  local mode owner source target program pid
  for program in flock timeout setpriv; do
    command -v "$program" >/dev/null || missing "there is no $program; Debian: apt install util-linux coreutils"
  done
  [[ -n ${JAVA_HOME:-} ]] || command -v java >/dev/null || missing "there is no java; install a JRE of version 17 or newer, or set JAVA_HOME"
  [[ -f $jar ]] || missing "there is no $jar; build it with 'mvn package', or set DBVITALS_JAR"
  [[ $scheduler == systemd || -n $prefix || -d /etc/cron.d ]] || missing "there is no /etc/cron.d; install cron"
  make_user
  layout "$scheduler" >"$work/layout"
  while read -r mode owner source target; do
    put "$mode" "$owner" "$source" "$target"
  done <"$work/layout"
  new_settings
  if [[ -z $changed ]]; then
    say "nothing to change"
  elif [[ -z $dry ]]; then
    [[ -n $prefix || $scheduler != systemd ]] || systemctl daemon-reload
    ! pid=$(monitor_pid) || say "the monitor, process $pid, goes on with what it has; --stop --start takes over what changed"
  fi
}

targets() {
  layout "$1" | awk '{print $4}' | sort
}

# remove TARGET: a file, or a folder if it is empty by now.
remove() {
  local target=$prefix$1
  [[ -e $target || -L $target ]] || return 0
  if [[ -d $target && ! -L $target ]]; then
    [[ -z $(find "$target" -mindepth 1 -print -quit) ]] || return 0
  fi
  note remove "$target"
  [[ -n $dry ]] || rm -r "$target"
}

uninstall_all() {
  local target folder=$prefix/var/log/dbvitals monitor_log audit kept pid_file fence
  audit=$(setting DB_MONITOR_AUDIT_FILE "$folder/guard-audit.jsonl")
  monitor_log=$(setting DB_MONITOR_LOG_FILE "$folder/db_monitor.log")
  pid_file=$(setting DB_MONITOR_PID_FILE "$prefix/run/dbvitals/dbvitals.pid")
  fence=${audit%/*}/guard-fence.json
  [[ ! -s $fence ]] || missing "an emergency has left a database shut, says $fence; first --self-destruct, which opens it"
  stop_all
  # With what was rotated, and nothing whose name only begins so.
  for target in {"$folder/dbvitals.log","$folder/jobs.log","$monitor_log"}{,[.-][0-9]*} "$prefix"/{var/cache,run}/dbvitals/* "$pid_file" "$fence.lock"; do
    remove "${target#"$prefix"}"
  done
  kept=("$config" "$environment" "$audit"{,.head,.[0-9]*})
  if [[ -n $purge ]]; then
    for target in "${kept[@]}"; do
      remove "${target#"$prefix"}"
    done
  fi
  # Folders after what is in them.
  for target in $( (targets systemd; targets cron; echo /run/dbvitals; echo /usr/lib/dbvitals) | sort -ru); do
    remove "$target"
  done
  if [[ -z $prefix && $scheduler == systemd && -z $dry && -d /run/systemd/system ]]; then
    systemctl daemon-reload
  fi
  if [[ -n $prefix && -z $dry ]]; then
    # The rest of the tree.
    find "$prefix" -mindepth 1 -depth -type d -empty -delete
  elif [[ -n $purge ]] && getent passwd "$user" >/dev/null; then
    note remove "the user $user"
    [[ -n $dry ]] || userdel "$user"
  fi
  for target in "${kept[@]}"; do
    [[ -n $dry || ! -e $target ]] || say "kept $target"
  done
  say "a role in a database stays, until DROP ROLE"
}
