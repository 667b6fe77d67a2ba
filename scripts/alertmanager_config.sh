#!/usr/bin/env bash
# Composes Alertmanager's configuration: the routes, and the receivers of the channels that are configured.
set -euo pipefail

usage() {
  cat <<'TEXT'
usage: scripts/alertmanager_config.sh [--output FILE] [--env FILE] [--secrets FOLDER] [--secrets-as PATH] [--templates-as PATH]

Writes the configuration of Alertmanager (0.25 or newer) from alertmanager/alertmanager.yml and alertmanager/receivers. A channel
(PagerDuty, Slack, e-mail, escalation, webhook, dead man's switch) whose secret or setting is missing is left out; one that is configured by half is an
error. Secrets stay in their files: the result names the files only. What is on and what is off is said on stderr.

  --output FILE        default: standard output. FILE is replaced in one go, and only if all is well
  --env FILE           settings, as in config/monitoring.env.example; default: config/monitoring.env if there is one.
                       The environment overrides the file
  --secrets FOLDER     where the secret files are; default: secrets
  --secrets-as PATH    the same folder as Alertmanager sees it, such as /run/secrets; default: FOLDER
  --templates-as PATH  alertmanager/templates as Alertmanager sees it; default: where they are
  --help               this text

examples:
  scripts/alertmanager_config.sh
      what it would be, on the screen
  scripts/alertmanager_config.sh --output /etc/prometheus/alertmanager.yml --secrets /etc/dbvitals/secrets
      for an Alertmanager on this machine; then: amtool check-config /etc/prometheus/alertmanager.yml
  scripts/alertmanager_config.sh --output build/alertmanager.yml --secrets-as /run/secrets --templates-as /etc/alertmanager/templates
      for one in a container
  SMTP_SMARTHOST=mail:25 SMTP_TO=dba@example.org SMTP_FROM=alerts@example.org scripts/alertmanager_config.sh --env /dev/null
      with e-mail, without any file of settings

exit codes: 0 composed, 3 a mistake in the call, a setting or a secret
TEXT
}

fail() {
  echo "alertmanager_config: $*" >&2
  exit 3
}

home=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
source_folder=$home/alertmanager
output=
env_file=
secrets=$home/secrets
secrets_as=
templates_as=$source_folder/templates
while [[ $# -gt 0 ]]; do
  case $1 in
    -h | --help) usage; exit 0 ;;
    --output | --env | --secrets | --secrets-as | --templates-as) [[ $# -ge 2 ]] || fail "$1 needs a value" ;;&
    --output) output=$2 ;;
    --env) env_file=$2 ;;
    --secrets) secrets=$2 ;;
    --secrets-as) secrets_as=$2 ;;
    --templates-as) templates_as=$2 ;;
    *) usage >&2; fail "unknown option $1" ;;
  esac
  shift 2
done
if [[ -z $env_file ]]; then
  env_file=/dev/null
  [[ ! -e $home/config/monitoring.env ]] || env_file=$home/config/monitoring.env
fi
[[ -r $env_file ]] || fail "the settings $env_file cannot be read"
if [[ -z $secrets_as ]]; then
  secrets_as=$secrets
  [[ ! -d $secrets ]] || secrets_as=$(cd "$secrets" && pwd)
fi

# Settings -----------------------------------------------------------------------------------------------------------------

declare -A setting=(
  [GRAFANA_URL]=http://localhost:3000
  [PAGERDUTY_URL]=https://events.pagerduty.com/v2/enqueue
  [SLACK_CHANNEL_CRITICAL]='' [SLACK_CHANNEL_DBA]='' [SLACK_CHANNEL_OPS]='' [SLACK_CHANNEL_APP]=''
  [SMTP_SMARTHOST]='' [SMTP_TO]='' [SMTP_FROM]='' [SMTP_USER]='' [SMTP_REQUIRE_TLS]=true
  [ESCALATION_TO]=''
  [WEBHOOK_URL]='' [DEADMAN_URL]=''
  [OFFICE_DAYS]=monday:friday [OFFICE_HOURS]=08:00-18:00 [OFFICE_TIMEZONE]=UTC
  [MAINTENANCE_DAYS]='' [MAINTENANCE_HOURS]=''
)

# The file is data, not a script: nothing in it is executed. Names of others are theirs.
number=0
while IFS= read -r line || [[ -n $line ]]; do
  number=$((number + 1))
  line=${line%$'\r'}
  [[ $line =~ ^[[:space:]]*(#|$) ]] && continue
  [[ $line =~ ^([A-Z][A-Z0-9_]*)=(.*)$ ]] || fail "$env_file:$number: NAME=value is expected"
  if [[ -v setting[${BASH_REMATCH[1]}] && -n ${BASH_REMATCH[2]} ]]; then
    setting[${BASH_REMATCH[1]}]=${BASH_REMATCH[2]}
  fi
done <"$env_file"
for name in "${!setting[@]}"; do
  [[ -z ${!name:-} ]] || setting[$name]=${!name}
done

# Values come to stand between single quotes and in templates.
for name in "${!setting[@]}"; do
  if [[ ${setting[$name]} == *[\'\"\\{}]* || ${setting[$name]} == *[[:cntrl:]]* ]]; then
    fail "$name must not hold quotes, backslashes, braces or control characters"
  fi
done
for path in "$secrets_as" "$templates_as"; do
  [[ $path != *[\'\"\\{}]* && $path != *[[:cntrl:]]* ]] || fail "the path $path must not hold quotes, backslashes or braces"
done

for name in GRAFANA_URL PAGERDUTY_URL WEBHOOK_URL DEADMAN_URL; do
  [[ -z ${setting[$name]} || ${setting[$name]} =~ ^https?://[^[:space:]]+$ ]] ||
    fail "$name must be an address that starts with http:// or https://, not '${setting[$name]}'"
done
setting[GRAFANA_URL]=${setting[GRAFANA_URL]%/}
[[ ${setting[SMTP_REQUIRE_TLS]} == true || ${setting[SMTP_REQUIRE_TLS]} == false ]] ||
  fail "SMTP_REQUIRE_TLS must be true or false, not '${setting[SMTP_REQUIRE_TLS]}'"

# days NAME: the setting as YAML, ['monday:friday', 'sunday']. Weeks begin with Sunday for Alertmanager.
days() {
  local week=sunday,monday,tuesday,wednesday,thursday,friday,saturday value=${setting[$1]// /} range
  local day="(${week//,/|})"
  [[ $value =~ ^$day(:$day)?(,$day(:$day)?)*$ ]] ||
    fail "$1 must be days such as monday:friday or monday,wednesday:friday, not '${setting[$1]}'"
  for range in ${value//,/ }; do
    [[ $week == *"${range%:*}"*"${range#*:}"* || ${range%:*} == "${range#*:}" ]] ||
      fail "$1 must not end before it starts, and weeks start on sunday: '$range'; all days are sunday:saturday"
  done
  echo "['${value//,/"', '"}']"
}

# hours NAME: the setting as YAML, [{start_time: '08:00', end_time: '18:00'}].
hours() {
  local time='([01][0-9]|2[0-3]):[0-5][0-9]' value=${setting[$1]// /} range list=
  [[ $value =~ ^$time-($time|24:00)(,$time-($time|24:00))*$ ]] ||
    fail "$1 must be hours such as 08:00-18:00 or 08:00-12:00,13:00-18:00, not '${setting[$1]}'"
  for range in ${value//,/ }; do
    [[ ${range%-*} < ${range#*-} ]] || fail "$1 must not end before it starts: '$range'; over midnight write two: 22:00-24:00,00:00-06:00"
    list+=", {start_time: '${range%-*}', end_time: '${range#*-}'}"
  done
  echo "[${list#, }]"
}

[[ ${setting[OFFICE_TIMEZONE]} =~ ^[A-Za-z0-9_+/-]+$ ]] || fail "OFFICE_TIMEZONE must be a name such as Europe/Berlin, not '${setting[OFFICE_TIMEZONE]}'"
office_days=$(days OFFICE_DAYS)
office_times=$(hours OFFICE_HOURS)
maintenance='[]'
if [[ -n ${setting[MAINTENANCE_DAYS]}${setting[MAINTENANCE_HOURS]} ]]; then
  [[ -n ${setting[MAINTENANCE_DAYS]} && -n ${setting[MAINTENANCE_HOURS]} ]] || fail "MAINTENANCE_DAYS and MAINTENANCE_HOURS belong together"
  maintenance_days=$(days MAINTENANCE_DAYS)
  maintenance_times=$(hours MAINTENANCE_HOURS)
  maintenance="[{weekdays: $maintenance_days, times: $maintenance_times, location: '${setting[OFFICE_TIMEZONE]}'}]"
fi

# Secrets ------------------------------------------------------------------------------------------------------------------

# has SECRET: whether the file holds something. An empty one counts as none, as composes of containers need a file for each.
has() {
  local file=$secrets/$1
  [[ -e $file ]] || return 1
  [[ -f $file && -r $file ]] || fail "the secret $file cannot be read"
  grep -q '[^[:space:]]' "$file"
}

# holds SECRET PATTERN WHAT: the same, and it must match, surrounded by nothing but space; what it is, is not said.
holds() {
  has "$1" || return 1
  [[ $(<"$secrets/$1") =~ ^[[:space:]]*$2[[:space:]]*$ ]] || fail "the secret $secrets/$1 must hold one $3"
}

has_address() {
  holds "$1" 'https?://[^[:space:]]+' "address that starts with http:// or https://"
}

has_word() {
  holds "$1" '[^[:space:]]+' word
}

declare -A on=() value=([SMTP_PASSWORD_FILE]='' [WEBHOOK_HTTP]='{}' [DEADMAN_HTTP]='{}')

# web_address CHANNEL: where its webhook is, in a secret file or a setting; without either, the channel stays off.
web_address() {
  local secret=$1_url name=${1^^}_URL
  if has_address "$secret"; then
    [[ -z ${setting[$name]} ]] || fail "both $name and the secret $secret are set; remove one"
    value[${name}_KEY]=url_file
    value[$name]=$secrets_as/$secret
  elif [[ -n ${setting[$name]} ]]; then
    value[${name}_KEY]=url
    value[$name]=${setting[$name]}
  else
    return 0
  fi
  on[$1]=yes
}

if has_word pagerduty_routing_key; then
  on[pagerduty]=yes
fi

# Either one webhook stands in for all channels, or there is one for each.
missing=()
for channel in critical dba ops app; do
  if has_address "slack_${channel}_webhook_url"; then
    on[slack]=yes
    value[SLACK_${channel^^}_URL_FILE]=$secrets_as/slack_${channel}_webhook_url
  else
    missing+=("slack_${channel}_webhook_url")
    value[SLACK_${channel^^}_URL_FILE]=$secrets_as/slack_webhook_url
  fi
done
if has_address slack_webhook_url; then
  on[slack]=yes
elif [[ -n ${on[slack]:-} && ${#missing[@]} -gt 0 ]]; then
  fail "of Slack's secrets there is no ${missing[*]}, and no slack_webhook_url to stand in"
fi

if [[ -n ${setting[SMTP_SMARTHOST]} ]]; then
  on[email]=yes
  [[ ${setting[SMTP_SMARTHOST]} =~ ^[^[:space:]]+:[0-9]+$ ]] || fail "SMTP_SMARTHOST must be host:port, not '${setting[SMTP_SMARTHOST]}'"
  [[ -n ${setting[SMTP_TO]} ]] || fail "SMTP_SMARTHOST is set, but SMTP_TO is not"
  [[ -n ${setting[SMTP_FROM]} ]] || fail "SMTP_SMARTHOST is set, but SMTP_FROM is not"
  if [[ -n ${setting[SMTP_USER]} ]]; then
    has smtp_password || fail "SMTP_USER is set, but there is no secret $secrets/smtp_password"
    value[SMTP_PASSWORD_FILE]=$secrets_as/smtp_password
  fi
elif [[ -n ${setting[SMTP_TO]}${setting[SMTP_FROM]}${setting[SMTP_USER]} ]]; then
  fail "SMTP_SMARTHOST is not set, but SMTP_TO, SMTP_FROM or SMTP_USER is"
fi
if [[ -n ${setting[ESCALATION_TO]} ]]; then
  [[ -n ${on[email]:-} ]] || fail "ESCALATION_TO is set, but there is no e-mail: SMTP_SMARTHOST is not set"
  on[escalation]=yes
fi

for channel in webhook deadman; do
  web_address $channel
  if has_word ${channel}_token; then
    [[ -n ${on[$channel]:-} ]] || fail "there is a secret ${channel}_token, but neither a secret ${channel}_url nor ${channel^^}_URL"
    value[${channel^^}_HTTP]="{authorization: {credentials_file: '$secrets_as/${channel}_token'}}"
  fi
done

# Writing ------------------------------------------------------------------------------------------------------------------

for name in "${!setting[@]}"; do
  [[ -v value[$name] ]] || value[$name]=${setting[$name]}
done
value+=([SECRETS]=$secrets_as [TEMPLATES]=$templates_as)
value+=([OFFICE_DAYS]=$office_days [OFFICE_TIMES]=$office_times [MAINTENANCE]=$maintenance)

# fill FILE INDENT: prints it with a value for each ${NAME}. Comments go: they speak to those who edit the parts.
fill() {
  local line name
  while IFS= read -r line; do
    [[ $line =~ ^[[:space:]]*# ]] && continue
    while [[ $line =~ \$\{([A-Z_]+)\} ]]; do
      name=${BASH_REMATCH[1]}
      [[ -v value[$name] ]] || fail "$1: nothing is known about \${$name}"
      line=${line//"\${$name}"/"${value[$name]}"}
    done
    [[ -z $line ]] || line=$2$line
    printf '%s\n' "$line"
  done <"$1"
}

compose() {
  echo "# Made by scripts/alertmanager_config.sh; edit alertmanager/alertmanager.yml and alertmanager/receivers instead."
  fill "$source_folder/alertmanager.yml" ''
  local file channel
  for file in "$source_folder"/receivers/*.yml; do
    channel=${file##*/}
    channel=${channel%.yml}
    if [[ -n ${on[$channel]:-} ]]; then
      fill "$file" '  '
    else
      echo "  # Not configured: $channel"
      sed -n 's/^- name:/  - name:/p' "$file"
    fi
  done
}

# In a variable first: a failure within leaves the file as it is.
composed=$(compose)
if [[ -n $output ]]; then
  folder=$(dirname "$output")
  [[ -d $folder ]] || fail "there is no folder $folder for the output"
  partial=$(mktemp "$output.XXXXXX")
  trap 'rm -f "$partial"' EXIT
  printf '%s\n' "$composed" >"$partial"
  chmod 0644 "$partial"
  mv "$partial" "$output"
  trap - EXIT
else
  printf '%s\n' "$composed"
fi

{
  for channel in pagerduty slack email escalation webhook deadman; do
    if [[ -n ${on[$channel]:-} ]]; then echo "$channel: on"; else echo "$channel: not configured, left out"; fi
  done
  if [[ -z ${on[pagerduty]:-}${on[slack]:-}${on[email]:-}${on[webhook]:-} ]]; then
    echo "no channel is configured: alerts are seen in Alertmanager only, and reach nobody"
  elif [[ -z ${on[slack]:-}${on[email]:-}${on[webhook]:-} ]]; then
    echo "warnings reach nobody: PagerDuty gets critical alerts only"
  fi
  [[ -n ${on[escalation]:-} || ! -e $home/config/prometheus/rules/escalation.yml ]] ||
    echo "escalation.yml is among the rules, but ESCALATION_TO is not set: escalated alerts reach nobody"
  [[ -n ${on[deadman]:-} ]] || echo "no dead man's switch: if the monitoring itself dies, nobody is told"
} | sed 's/^/alertmanager_config: /' >&2
