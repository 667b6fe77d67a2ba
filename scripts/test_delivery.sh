#!/usr/bin/env bash
# Starts Alertmanager with the configuration of this project and shows that what it sends arrives, and what it must hold back does not.
set -euo pipefail

usage() {
  cat <<'TEXT'
usage: scripts/test_delivery.sh [--print]

Starts three real Alertmanagers (always in office hours, never, in maintenance) with the composed configuration, its times unchanged, and
the other end of each channel on loopback: PagerDuty, Slack, a mail server, a webhook, a dead man's switch. Posts alerts and checks who is
told what and when: pages within 25 s, warnings within 90 s, nothing of what is inhibited, the end of an alert, a beat every minute.
Takes two and a half minutes.

  --print   show all that was sent
  --help    this text

ALERTMANAGER names the program; default: prometheus-alertmanager. Needs a JDK (17 or newer).

exit codes: 0 all is well, 1 something is not, 3 a mistake in the call or a program that is missing
TEXT
}

misuse() {
  echo "test_delivery: $*" >&2
  exit 3
}

print=()
while [[ $# -gt 0 ]]; do
  case $1 in
    -h | --help) usage; exit 0 ;;
    --print) print=(--print) ;;
    *) usage >&2; misuse "unknown option $1" ;;
  esac
  shift
done

program=${ALERTMANAGER:-prometheus-alertmanager}
command -v "$program" >/dev/null || misuse "there is no $program; install Alertmanager (Debian: prometheus-alertmanager) or set ALERTMANAGER"
command -v javac >/dev/null || misuse "there is no javac; install a JDK"
cd "$(dirname "${BASH_SOURCE[0]}")/.."
classes=$(mktemp -d)
trap 'rm -rf "$classes"' EXIT
javac -Xlint:all -Werror --release 17 -d "$classes" alertmanager/delivery-test/*.java
java -cp "$classes" DeliveryTest "$program" ${print[@]+"${print[@]}"}
