#!/usr/bin/env bash
# Asks the queries of all dashboards of a running Prometheus.
set -euo pipefail

usage() {
  cat <<'TEXT'
usage: scripts/check_dashboards.sh [URL]

Asks the queries of all dashboards of the Prometheus at URL (default: http://localhost:9090), with everything chosen and over one
hour, as Grafana would, and prints for each panel whether there is data and how long it took.

Exit code 0: every panel has data or may be empty (grafana/may-be-empty.tsv says why), and no dashboard takes 3 s;
1: some panel fails or is empty; 2: Prometheus cannot be asked.

Needs a JDK (17 or newer) and Maven (3.8.7 or newer); MVN names another Maven command.

  scripts/demo.sh --port 9999 &
  prometheus --config.file=config/prometheus/prometheus.yml &
  scripts/check_dashboards.sh          # after some minutes
TEXT
}

case ${1:-} in
  -h | --help) usage; exit 0 ;;
  -*) usage >&2; echo "check_dashboards: unknown option $1" >&2; exit 2 ;;
esac
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
jar=$root/grafana/target/dbvitals-grafana.jar
if [[ ! -f $jar || -n $(find "$root/grafana/pom.xml" "$root/grafana/src/main" -newer "$jar" -type f) ]]; then
  "${MVN:-mvn}" -B -q -f "$root/pom.xml" -pl grafana package -Dmaven.test.skip=true -Djacoco.skip=true -Dspotless.check.skip=true \
    -Dcyclonedx.skip=true -Denforcer.skip=true >&2 || { echo "check_dashboards: the build failed, see above" >&2; exit 2; }
fi
java=java
if [[ -n ${JAVA_HOME:-} ]]; then
  java=$JAVA_HOME/bin/java
fi
exec "$java" -jar "$jar" check "${1:-http://localhost:9090}" "$root/grafana/may-be-empty.tsv"
