#!/usr/bin/env bash
# Checks with Alertmanager's own program that its configuration is valid however it is composed, routes as the table says, and
# renders notifications as expected.
set -euo pipefail

usage() {
  cat <<'TEXT'
usage: scripts/check_alerting.sh [--update]

Composes Alertmanager's configuration with all channels, with each alone, and with none, and checks each with amtool; sends the labels in
alertmanager/routes-test.tsv through its routes; renders what each channel sends for the alerts in alertmanager/templates-test and compares
it with the files beside them; and sees that mistakes in settings and secrets are named.

  --update   write what is rendered instead of comparing it; look at the difference
  --help     this text

AMTOOL names the program or, apart by spaces, several, each of which is used; default: amtool. With 0.25, which knows no url_file, what needs
it is left out, and said.

examples:
  scripts/check_alerting.sh
  AMTOOL="/opt/am28/amtool /opt/am33/amtool" scripts/check_alerting.sh

exit codes: 0 all is well, 1 something is not, 3 a mistake in the call or no amtool
TEXT
}

misuse() {
  echo "check_alerting: $*" >&2
  exit 3
}

update=
while [[ $# -gt 0 ]]; do
  case $1 in
    -h | --help) usage; exit 0 ;;
    --update) update=yes ;;
    *) usage >&2; misuse "unknown option $1" ;;
  esac
  shift
done

cd "$(dirname "${BASH_SOURCE[0]}")/.."
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
failures=0
checks=0

bad() {
  echo "check_alerting: $*" >&2
  failures=$((failures + 1))
}

# compose NAME SECRETS [SETTING=VALUE…]: composes $work/NAME.yml with these secrets, words apart by spaces, and settings alone.
compose() {
  local name=$1 secret secrets=$work/$1.secrets
  mkdir "$secrets"
  for secret in $2; do
    case $secret in
      *_url) echo "https://example.org/s3cret" ;;
      *) echo "s3cret" ;;
    esac >"$secrets/$secret"
  done
  # The routes are tested as they are without anybody's settings.
  env -i PATH="$PATH" "${@:3}" scripts/alertmanager_config.sh --env /dev/null --secrets "$secrets" --output "$work/$name.yml" 2>"$work/$name.log"
}

# composed NAME SECRETS [SETTING=VALUE…]: the same, and it must succeed and keep the secrets to itself.
variants=()
composed() {
  variants+=("$1")
  compose "$@" || bad "$1 could not be composed: $(<"$work/$1.log")"
  if grep -q s3cret "$work/$1.yml" "$work/$1.log"; then
    bad "a secret stands in the configuration or the messages of $1"
  fi
}

# refused MESSAGE SECRETS [SETTING=VALUE…]: composing must fail and say so.
refused() {
  local name=refused-$checks
  checks=$((checks + 1))
  if compose "$name" "${@:2}"; then
    bad "was composed instead of refused with: $1"
  elif ! grep -qF -- "$1" "$work/$name.log"; then
    bad "was not refused with '$1', but with: $(<"$work/$name.log")"
  elif grep -q s3cret "$work/$name.log"; then
    bad "a secret is told by: $(<"$work/$name.log")"
  elif [[ -e $work/$name.yml ]]; then
    bad "refused with '$1', but there is a configuration"
  fi
}

# says NAME MESSAGE: what was said while composing.
says() {
  checks=$((checks + 1))
  grep -qF -- "$2" "$work/$1.log" || bad "composing $1 did not say '$2', but: $(<"$work/$1.log")"
}

mail=(SMTP_SMARTHOST=mail.example.org:587 SMTP_TO=dba@example.org SMTP_FROM=alerts@example.org)
login=("${mail[@]}" SMTP_USER=alerts)
composed none ""
composed pagerduty "pagerduty_routing_key"
composed slack "slack_webhook_url"
composed slack-apart "slack_critical_webhook_url slack_dba_webhook_url slack_ops_webhook_url slack_app_webhook_url"
composed slack-channels "slack_webhook_url slack_dba_webhook_url" SLACK_CHANNEL_CRITICAL='#db-critical' SLACK_CHANNEL_DBA=@dba
composed email "" "${mail[@]}" SMTP_REQUIRE_TLS=false
composed email-login "smtp_password" "${login[@]}" SMTP_TO='DBA <dba@example.org>, ops@example.org'
composed escalation "" "${mail[@]}" ESCALATION_TO=lead@example.org
composed webhook "webhook_url"
composed webhook-open "webhook_token" WEBHOOK_URL=http://127.0.0.1:8080/alerts
composed deadman "deadman_url"
composed deadman-open "" DEADMAN_URL=http://127.0.0.1:8080/beat
composed deadman-token "deadman_token" DEADMAN_URL=http://second:9998/watchdog
composed hours "" OFFICE_DAYS=monday:thursday,friday OFFICE_HOURS=08:00-12:00,13:00-17:30 OFFICE_TIMEZONE=America/New_York \
  MAINTENANCE_DAYS=sunday MAINTENANCE_HOURS=22:00-24:00
composed always "" OFFICE_DAYS=sunday:saturday,monday OFFICE_HOURS=00:00-24:00
composed open "pagerduty_routing_key slack_webhook_url smtp_password webhook_token" "${login[@]}" \
  WEBHOOK_URL=http://127.0.0.1:8080/alerts DEADMAN_URL=http://127.0.0.1:8080/beat GRAFANA_URL=https://grafana.example.org/
composed full "pagerduty_routing_key slack_webhook_url smtp_password webhook_url webhook_token deadman_url" "${login[@]}" \
  GRAFANA_URL=https://grafana.example.org/

says none "no channel is configured"
says none "no dead man's switch"
says pagerduty "warnings reach nobody"
says slack "email: not configured, left out"
says full "pagerduty: on"
says full "deadman: on"
says email "escalation: not configured, left out"
says escalation "escalation: on"

refused "SMTP_TO is not" "" SMTP_SMARTHOST=mail:25
refused "SMTP_FROM is not" "" SMTP_SMARTHOST=mail:25 SMTP_TO=dba@example.org
refused "SMTP_SMARTHOST is not set" "" SMTP_TO=dba@example.org
refused "ESCALATION_TO is set, but there is no e-mail" "" ESCALATION_TO=lead@example.org
refused "must be host:port" "" "${mail[@]}" SMTP_SMARTHOST=mail
refused "there is no secret" "" "${login[@]}"
refused "SMTP_REQUIRE_TLS must be true or false" "" "${mail[@]}" SMTP_REQUIRE_TLS=no
refused "slack_app_webhook_url, and no slack_webhook_url to stand in" "slack_critical_webhook_url slack_dba_webhook_url slack_ops_webhook_url"
refused "both WEBHOOK_URL and the secret webhook_url are set" "webhook_url" WEBHOOK_URL=http://127.0.0.1/
refused "neither a secret webhook_url nor WEBHOOK_URL" "webhook_token"
refused "neither a secret deadman_url nor DEADMAN_URL" "deadman_token"
refused "GRAFANA_URL must be an address" "" GRAFANA_URL=grafana.example.org
refused "SMTP_TO must not hold quotes" "" "${mail[@]}" SMTP_TO="o'brien@example.org"
refused "OFFICE_DAYS must be days" "" OFFICE_DAYS=mon-fri
refused "all days are sunday:saturday" "" OFFICE_DAYS=monday:sunday
refused "OFFICE_HOURS must be hours" "" OFFICE_HOURS=8-18
refused "must not end before it starts" "" OFFICE_HOURS=22:00-06:00
refused "OFFICE_TIMEZONE must be a name" "" OFFICE_TIMEZONE="Central Europe"
refused "belong together" "" MAINTENANCE_DAYS=sunday

# What is no address, and not said either.
checks=$((checks + 1))
mkdir "$work/odd"
echo "s3cret" >"$work/odd/webhook_url"
if scripts/alertmanager_config.sh --env /dev/null --secrets "$work/odd" >"$work/odd.yml" 2>"$work/odd.log"; then
  bad "a webhook_url that is none was not refused"
elif ! grep -q 'must hold one address' "$work/odd.log" || grep -q s3cret "$work/odd.log"; then
  bad "a webhook_url that is none was refused with: $(<"$work/odd.log")"
fi

# Settings from a file, which others share, and the environment above it.
checks=$((checks + 1))
printf '%s\n' '# a remark' "OTHER=\$(touch executed)" 'GRAFANA_URL=https://file.example.org' 'OFFICE_DAYS=sunday' 'OFFICE_HOURS=' >"$work/settings"
OFFICE_DAYS=saturday DEADMAN_URL=http://127.0.0.1/ scripts/alertmanager_config.sh --env "$work/settings" --secrets "$work/none.secrets" \
  >"$work/settings.yml" 2>"$work/settings.log" || bad "settings were not read: $(<"$work/settings.log")"
if ! grep -q "weekdays: \['saturday'\]" "$work/settings.yml" || ! grep -q "start_time: '08:00'" "$work/settings.yml" || [[ -e executed ]]; then
  bad "settings of the file and of the environment are not in the configuration as they should be"
fi

# A line that is no setting is named by its number, as it may hold anything.
checks=$((checks + 1))
printf '%s\n' '# a remark' 's3cret' >"$work/settings"
if scripts/alertmanager_config.sh --env "$work/settings" >"$work/settings.yml" 2>"$work/settings.log"; then
  bad "a line that is no setting was taken"
elif ! grep -q 'settings:2: NAME=value is expected' "$work/settings.log" || grep -q s3cret "$work/settings.log"; then
  bad "a line that is no setting was refused with: $(<"$work/settings.log")"
fi

# routes AMTOOL FILE: the table.
routes() {
  local labels receivers said
  while IFS=$'\t' read -r labels receivers _; do
    [[ $labels != \#* && -n $labels ]] || continue
    checks=$((checks + 1))
    # shellcheck disable=SC2086
    said=$("$1" config routes test --config.file="$2" --verify.receivers="$receivers" $labels 2>/dev/null) ||
      bad "$labels goes to ${said%%$'\n'*} instead of $receivers"
  done <alertmanager/routes-test.tsv
}

# rendered AMTOOL FILE DATA: the texts of all receivers as they would be sent; equal ones (the channels of Slack) once. $1.html is apart.
rendered() {
  local key text type
  while IFS=$'\t' read -r key text; do
    type=text
    [[ $key != html ]] || type=html
    "$1" template render --template.glob='alertmanager/templates/*.tmpl' --template.data="$3" --template.type="$type" \
      --template.text="$text" >"$work/one" || return 1
    if [[ $key == html ]]; then
      cat "$work/one" >"$work/rendered.html"
    else
      printf -- '--- %s\n%s\n' "$key" "$(<"$work/one")"
    fi
  done < <(sed -nE "s/^ *-? *([A-Za-z_]+): '(.*\{\{.*)'$/\1\t\2/p" "$2" | awk '!seen[$0]++') >"$work/rendered.txt"
}

read -ra programs <<<"${AMTOOL:-amtool}"
for program in "${programs[@]}"; do
  command -v "$program" >/dev/null || misuse "there is no $program; install Alertmanager (Debian: prometheus-alertmanager) or set AMTOOL"
  version=$("$program" --version 2>&1 | sed -nE '1s/.*version ([0-9]+\.[0-9]+).*/\1/p')
  full=full
  for name in "${variants[@]}"; do
    if [[ $version == 0.25 ]] && grep -q url_file: <(grep -v api_url_file "$work/$name.yml"); then
      echo "amtool $version: '$name' is left out, as it needs url_file"
      full=open
      continue
    fi
    checks=$((checks + 1))
    said=$("$program" check-config "$work/$name.yml" 2>&1) || bad "amtool $version refuses '$name': $said"
  done
  # The routes are the same in all; these two prove it.
  routes "$program" "$work/none.yml"
  routes "$program" "$work/$full.yml"
  for data in alertmanager/templates-test/*.json; do
    checks=$((checks + 1))
    rendered "$program" "$work/$full.yml" "$data" || { bad "amtool $version cannot render $data"; continue; }
    for type in txt html; do
      expected=${data%.json}.$type
      if [[ -n $update ]]; then
        cp "$work/rendered.$type" "$expected"
      elif ! diff -u --label "$expected" --label "rendered by amtool $version" "$expected" "$work/rendered.$type" >&2; then
        bad "$expected differs"
      fi
      if grep -nE '<no value>|ZgotmplZ|s3cret' "$work/rendered.$type" >&2; then
        bad "$data renders a hole"
      fi
    done
  done
  echo "amtool $version: done"
done

if [[ $failures -gt 0 ]]; then
  echo "check_alerting: $failures of $checks checks failed" >&2
  exit 1
fi
echo "check_alerting: $checks checks, all well"
