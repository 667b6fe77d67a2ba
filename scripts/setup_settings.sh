# Sourced by setup_db_monitoring.sh: the environment file, the configuration, and the role in the database.
# shellcheck shell=bash
# What is not set here, setup_db_monitoring.sh and setup_files.sh set.
# shellcheck disable=SC2016,SC2154

known=(DB_{HOST,PORT,NAME,USER,PASSWORD,PASSWORD_FILE} DB_MONITOR_{GUARD,AUDIT_FILE,INTERVAL,TIMEOUT,MAX_CONNECTIONS,MAX_LOCKS}
  DB_MONITOR_{LOG_LEVEL,LOG_FILE,PID_FILE,LISTEN,WEB_CONFIG,DISCOVER_DATABASES,CLEANUP_OPTIONS} JAVA_HOME JAVA_OPTS)

# setting NAME DEFAULT: its value in the environment file.
setting() {
  local value
  value=$(sed -n "s/^$1=//p" "$environment" 2>/dev/null | tail -n 1)
  case $value in
    \'*\' | \"*\") value=${value:1:${#value}-2} ;;
  esac
  printf '%s\n' "${value:-${2:-}}"
}

# assigned NAME VALUE: as a line that systemd and the script `run` read alike.
assigned() {
  case $2 in
    *$'\n'* | *[\\]*) missing "the value of $1 must not hold line breaks or backslashes" ;;
    *\'*\"* | *\"*\'*) missing "the value of $1 must not hold both kinds of quotes" ;;
    *\'*) printf '%s="%s"\n' "$1" "$2" ;;
    *[!A-Za-z0-9_./:@%+,-]*) printf "%s='%s'\n" "$1" "$2" ;;
    *) printf '%s=%s\n' "$1" "$2" ;;
  esac
}

# assign NAME VALUE FILE: in place of the line that sets it, else at the end. The value is on nobody's command line.
assign() {
  local line found='' new
  new=$(assigned "$1" "$2") || exit
  while IFS= read -r line || [[ -n $line ]]; do
    if [[ $line == "$1="* ]]; then
      [[ -z $found ]] || continue
      line=$new
      found=yes
    fi
    printf '%s\n' "$line"
  done <"$3" >"$work/assigned"
  [[ -n $found ]] || printf '%s\n' "$new" >>"$work/assigned"
  cat "$work/assigned" >"$3"
}

# The file is made once.
new_settings() {
  local name
  if [[ ! -e $environment ]]; then
    note write "$environment"
    if [[ -z $dry ]]; then
      (umask 077 && rendered "$home/deploy/setup/environment" >"$work/environment")
      for name in "${known[@]}"; do
        [[ -z ${!name:-} ]] || assign "$name" "${!name}" "$work/environment"
      done
      install -D -m 0600 -o "$user" -g "$group" "$work/environment" "$environment"
    fi
  fi
}

# masked: lines of an environment file without what nobody should see.
masked() {
  sed -E -e 's/^([A-Za-z0-9_]*(PASS|SECRET|TOKEN|KEY|DATA_SOURCE)[A-Za-z0-9_]*)=.+/\1=***/' -e 's#(://[^:/@]*):[^@]*@#\1:***@#g'
}

# checked ENVIRONMENT CONFIG: says what is wrong with them, and fails.
checked() {
  local name folder fault=0
  "${as[@]}" env DBVITALS_ENVIRONMENT="$1" DBVITALS_CONFIG="$2" "$lib/run" config check || fault=$?
  for name in DB_MONITOR_{LOG,PID,AUDIT}_FILE; do
    folder=$(environment=$1 setting "$name" /)
    folder=${folder%/*}
    # systemd makes that when the service starts.
    [[ $folder != /run/dbvitals && $folder != /var/run/dbvitals ]] || continue
    if ! "${as[@]}" test -d "$folder/" -a -w "$folder/"; then
      echo "$name: the user $user cannot write to $folder; /var/log/dbvitals and /run/dbvitals are made for it" >&2
      fault=3
    fi
  done
  # Else it would be refused every 15 minutes, where nobody looks.
  if [[ ! -e $2 && $(environment=$1 setting DB_MONITOR_CLEANUP_OPTIONS) == *--execute* &&
    $(environment=$1 setting DB_MONITOR_GUARD off) == off ]]; then
    echo "DB_MONITOR_CLEANUP_OPTIONS: --execute needs DB_MONITOR_GUARD=on" >&2
    fault=3
  fi
  return "$fault"
}

change_settings() {
  local each name value files
  [[ -n $edit || ${#settings[@]} -gt 0 ]] || return 0
  if [[ -n $dry ]]; then
    say "would change $environment"
    return
  fi
  # Beside the files themselves, as paths in them are relative.
  trap 'rm -rf "$work" "$environment.new" "$config.new"' EXIT
  files=("$environment")
  [[ ! -e $config ]] || files+=("$config")
  for each in "${files[@]}"; do
    cp -p "$each" "$each.new"
  done
  for each in ${settings[@]+"${settings[@]}"}; do
    name=${each%%=*}
    [[ " ${known[*]} " == *" $name "* ]] || missing "$name is none of: ${known[*]}"
    if [[ $each == *=* ]]; then
      [[ $name != DB_PASSWORD ]] || missing "a command line is everybody's to read; take --set DB_PASSWORD, which reads it from standard input"
      value=${each#*=}
    else
      [[ ! -t 0 ]] || printf '%s: ' "$name" >&2
      IFS= read -r -s value || [[ -n $value ]] || missing "there is no value of $name on standard input"
    fi
    assign "$name" "$value" "$environment.new"
  done
  [[ -z $edit ]] || "${VISUAL:-${EDITOR:-vi}}" "${files[@]/%/.new}" || missing "the editor failed; nothing was changed"
  checked "$environment.new" "$config.new" >"$work/said" 2>&1 ||
    missing "nothing was changed, as this would not be right: $(sed "s#\.new\b##" "$work/said")"
  for each in "${files[@]}"; do
    if ! cmp -s "$each" "$each.new"; then
      mv "$each.new" "$each"
      say "wrote $each"
      [[ $each != "$environment" ]] || ! monitor_pid >/dev/null || say "it holds after --stop --start"
    fi
  done
}

show_settings() {
  [[ -z $dry$edit && ${#settings[@]} -eq 0 ]] || return 0
  say "# $environment"
  grep -v '^#' "$environment" | grep . | masked
  say "# in force$([[ ! -e $config ]] || echo ", from $config")"
  "${as[@]}" "$lib/run" config show
  checked "$environment" "$config"
}

# The role -----------------------------------------------------------------------------------------------------------------

create_role() {
  local name database password each
  command -v psql >/dev/null || missing "there is no psql (Debian: apt install postgresql-client); on another machine: scripts/create_postgres_user.sql"
  name=$(setting DB_USER dbvitals)
  database=$(setting DB_NAME postgres)
  if [[ -n $dry ]]; then
    say "would create the role $name${role:+ with: ${role[*]}} on $(setting DB_HOST localhost):$(setting DB_PORT 5432)"
    return
  fi
  if password=$(setting DB_PASSWORD_FILE) && [[ -n $password ]]; then
    password=$(<"$password")
  elif password=$(setting DB_PASSWORD) && [[ -z $password ]]; then
    password=$(od -An -N24 -tx1 /dev/urandom | tr -d ' \n')
    cp -p "$environment" "$environment.new"
    assign DB_PASSWORD "$password" "$environment.new"
    mv "$environment.new" "$environment"
    say "made a password"
  fi
  # By its name in the environment: a command line is everybody's to read.
  {
    echo '\set password `printenv DBVITALS_PASSWORD`'
    echo '\set role `printenv DBVITALS_ROLE`'
    for each in ${role[@]+"${role[@]}"}; do
      echo "\\set $each on"
    done
    cat "$home/scripts/create_postgres_user.sql"
  } | PGHOST=${PGHOST:-$(setting DB_HOST localhost)} PGPORT=${PGPORT:-$(setting DB_PORT 5432)} PGUSER=${PGUSER:-postgres} \
    PGDATABASE=${PGDATABASE:-$database} DBVITALS_PASSWORD=$password DBVITALS_ROLE=$name psql -X -q ||
    fail "the role was not created"
  if [[ " ${role[*]} " == *" fence "* ]]; then
    [[ $name == dbvitals ]] || missing "--fence is for the role dbvitals, and DB_USER is $name; see scripts/create_postgres_fence.sql"
    # By the second the guard comes back when the first is shut.
    for each in "$database" postgres; do
      PGOPTIONS='-c client_min_messages=warning' PGHOST=${PGHOST:-$(setting DB_HOST localhost)} PGPORT=${PGPORT:-$(setting DB_PORT 5432)} \
        PGUSER=${PGUSER:-postgres} PGDATABASE=$each psql -X -q -v ON_ERROR_STOP=on -f "$home/scripts/create_postgres_fence.sql" ||
        fail "the fence was not made in $each"
    done
  fi
  say "the role $name is there${role:+, with: ${role[*]}}"
}
