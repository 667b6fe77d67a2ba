#!/usr/bin/env bash
# Spoils copies of the rules, one mistake at a time, and sees that scripts/check_rules.sh finds each.
set -euo pipefail

usage() {
  cat <<'TEXT'
usage: scripts/test_check_rules.sh

Runs scripts/check_rules.sh on spoilt copies of config/prometheus; each must be refused with the right words, and a good copy taken.
PROMTOOL names promtool. Takes some seconds.

exit codes: 0 all is well, 1 something is not, 3 a mistake in the call
TEXT
}

case ${1:-} in
  '') ;;
  -h | --help) usage; exit 0 ;;
  *) usage >&2; echo "test_check_rules: unknown argument $1" >&2; exit 3 ;;
esac

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
failures=0
checks=0
said=

bad() {
  echo "test_check_rules: $*" >&2
  failures=$((failures + 1))
}

# checked FILE SED: whether the check passes after the lines of FILE went through SED; what it prints is in $said.
checked() {
  local copy=$work/copy
  rm -rf "$copy"
  mkdir -p "$copy/scripts" "$copy/config"
  cp "$root/scripts/check_rules.sh" "$copy/scripts/"
  cp -r "$root/config/prometheus" "$copy/config/"
  sed -i "$2" "$copy/config/prometheus/$1"
  if [[ -n $2 ]] && cmp -s "$copy/config/prometheus/$1" "$root/config/prometheus/$1"; then
    bad "nothing to spoil in $1: $2"
  fi
  said=$("$copy/scripts/check_rules.sh" --quick 2>&1)
}

# refused MESSAGE FILE SED
refused() {
  checks=$((checks + 1))
  if checked "$2" "$3"; then
    bad "was not refused: $1"
  elif [[ $said != *"$1"* ]]; then
    bad "was refused without '$1': $said"
  fi
}

checks=$((checks + 1))
checked rules/redis.yml '' || bad "the rules as they are were refused: $said"

down=rules/redis.yml
refused "RedisDown has no runbook_url" "$down" '/runbooks\/RedisDown[.]md/d'
refused "RedisDown has the runbook of another alert" "$down" 's/RedisDown[.]md/RedisMemoryHigh.md/'
refused "RedisDown has no dashboard_url" "$down" '/runbooks\/RedisDown[.]md/{n;d}'
refused "RedisDown has no summary" "$down" '/alert: RedisDown/,/alert: RedisM/{/summary:/d}'
refused "RedisDown has no description" "$down" '/alert: RedisDown/,/alert: RedisM/{/description:/d}'
refused "RedisDown has no severity" "$down" '/alert: RedisDown/,/labels:/s/severity: critical, //'
refused "RedisDown has an unknown severity" "$down" '/alert: RedisDown/,/labels:/s/severity: critical/severity: high/'
refused "RedisDown has no group" "$down" '/alert: RedisDown/,/labels:/s/group: redis, //'
refused "RedisDown has no symptom" "$down" '/alert: RedisDown/,/labels:/s/, symptom: [a-z_]*//'
refused "RedisDow has no test in which it fires" "$down" 's/alert: RedisDown$/alert: RedisDow/'
refused "RedisDow has no test in which it stays quiet" "$down" 's/alert: RedisDown$/alert: RedisDow/'
refused "RedisDown is tested but there is no such alert" "$down" 's/alert: RedisDown$/alert: RedisDow/'
refused "RedisDown is there twice" "$down" 's/alert: RedisMemoryCritical$/alert: RedisDown/'
refused "rule files" "$down" '/alert: RedisDown/,/for:/s/expr: .*/expr: "redis_up =="/'
refused "configuration" prometheus.yml 's/scrape_timeout: 9s/scrape_timeout: 9/'

if [[ $failures -gt 0 ]]; then
  echo "test_check_rules: $failures findings" >&2
  exit 1
fi
echo "test_check_rules: $checks checks, all well"
