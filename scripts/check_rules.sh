#!/usr/bin/env bash
# Checks Prometheus' configuration, rules and their tests with the real promtool.
set -euo pipefail

usage() {
  cat <<'TEXT'
usage: scripts/check_rules.sh [--quick] [PROMTOOL…]

Runs promtool's check config, check rules and test rules on config/prometheus, and fails when an alert has no test in
which it fires or none in which it stays quiet, or lacks a label or an annotation.

  --quick    leave out the tests of rules
  --help     this text

PROMTOOL names one program or more; without any, the variable PROMTOOL does, else the promtool of the PATH.

examples:
  scripts/check_rules.sh
  scripts/check_rules.sh /opt/prometheus-2.53/promtool /opt/prometheus-3.5/promtool
TEXT
}

fail() {
  echo "check_rules: $*" >&2
  exit 1
}

quick=
tools=()
while [[ $# -gt 0 ]]; do
  case $1 in
    --quick) quick=1 ;;
    -h | --help) usage; exit 0 ;;
    -*) usage >&2; fail "unknown option $1" ;;
    *) tools+=("$1") ;;
  esac
  shift
done
if [[ ${#tools[@]} -eq 0 ]]; then
  tools=("${PROMTOOL:-promtool}")
fi
for tool in "${tools[@]}"; do
  command -v "$tool" >/dev/null || fail "$tool was not found; install prometheus (Debian: apt install prometheus)"
done

folder=$(cd "$(dirname "${BASH_SOURCE[0]}")/../config/prometheus" && pwd)
cd "$folder"
shopt -s nullglob
rules=(rules/*.yml)
tests=(tests/*.yml)
example_tests=(examples/*-test.yml)
examples=()
for file in examples/*.yml; do
  [[ $file == *-test.yml ]] || examples+=("$file")
done
[[ ${#rules[@]} -gt 0 && ${#tests[@]} -gt 0 ]] || fail "there are no rules or no tests in $folder"
said=$(mktemp)
trap 'rm -f "$said"' EXIT
failures=0

# quietly NAME COMMAND…: what it says is shown only when it fails.
quietly() {
  local name=$1
  shift
  if "$@" >"$said" 2>&1; then
    echo "ok      $name"
  else
    echo "FAILED  $name"
    cat "$said"
    failures=$((failures + 1))
  fi
}

# One line for each alert that lacks something.
incomplete() {
  awk '
    function done() {
      if (alert == "") return
      split("severity group symptom summary description runbook_url dashboard_url", wanted, " ")
      for (i = 1; i in wanted; i++) if (!(wanted[i] in has)) print alert " has no " wanted[i]
      if (has["runbook_url"] !~ ("/" alert "[.]md$")) print alert " has the runbook of another alert"
      if (has["severity"] !~ /^(critical|warning|none)$/) print alert " has an unknown severity"
      delete has
      alert = ""
    }
    /^ *- (alert|record): / { done() }
    /^ *- alert: / { alert = $3; if (alert in seen) print alert " is there twice"; seen[alert] = 1 }
    /^ *labels: / {
      line = $0
      gsub(/^ *labels: *\{|\} *$/, "", line)
      n = split(line, pairs, /, */)
      for (i = 1; i <= n; i++) { split(pairs[i], pair, /: */); has[pair[1]] = pair[2] }
    }
    /^ *(summary|description|runbook_url|dashboard_url): ./ { key = $1; sub(/:$/, "", key); has[key] = $2 }
    END { done() }
  ' "${rules[@]}"
}

# One line for each alert that no test lets fire, or stay quiet, and for each test of an alert that there is not.
untested() {
  awk '
    FILENAME ~ /^rules\// { if ($1 == "-" && $2 == "alert:") alerts[$3] = 1; next }
    /^ *alertname: / { alert = $2; if (!(alert in alerts)) print alert " is tested but there is no such alert" }
    /^ *exp_alerts: *\[\] *$/ { quiet[alert] = 1 }
    /^ *- exp_labels: / { fires[alert] = 1 }
    END {
      for (alert in alerts) {
        if (!(alert in fires)) print alert " has no test in which it fires"
        # Watchdog always fires.
        if (!(alert in quiet) && alert != "Watchdog") print alert " has no test in which it stays quiet"
      }
    }
  ' "${rules[@]}" "${tests[@]}" | sort
}

# nothing COMMAND: fails when the command says anything.
nothing() {
  local found
  found=$("$@")
  echo "$found"
  [[ -z $found ]]
}

quietly "every alert has its labels, texts and links" nothing incomplete
quietly "every alert has a test that fires and one that stays quiet" nothing untested
for tool in "${tools[@]}"; do
  version=$("$tool" --version 2>&1 | sed -n '1s/.*version \([0-9.]*\).*/\1/p')
  quietly "promtool $version: configuration" "$tool" check config prometheus.yml
  quietly "promtool $version: ${#rules[@]} rule files" "$tool" check rules --lint=all --lint-fatal "${rules[@]}"
  quietly "promtool $version: ${#examples[@]} example(s)" "$tool" check rules --lint=all --lint-fatal "${examples[@]}"
  if [[ -z $quick ]]; then
    quietly "promtool $version: ${#example_tests[@]} test file(s) of examples" "$tool" test rules "${example_tests[@]}"
    quietly "promtool $version: ${#tests[@]} test files" "$tool" test rules "${tests[@]}"
  fi
done
[[ $failures -eq 0 ]] || fail "$failures check(s) failed"
