#!/usr/bin/env bash
# Checks what is in deploy/ with the programs that read it, as far as that goes without Docker and without a cluster.
set -euo pipefail

usage() {
  cat <<'TEXT'
usage: scripts/check_deploy.sh [--only PART] [--list]

Checks, and fails on any finding or missing program:

  compose     every combination of files by docker-compose, and each container against deploy/compose/checklist.jq, which must itself
              find what is wrong in spoilt copies; that what is mounted is there; Prometheus's configurations by promtool
  kubernetes  each overlay by kustomize, its objects against their schemas; that rules and scrape jobs are those of config/prometheus
  systemd     the units by systemd-analyze; log rotation by logrotate; that jobs of cron are those of the timers
  image       the Dockerfile by dockerfilelint; the image's files, put together and started as in the image: from a Java of the needed
              modules and an archive of classes, as another user, without a folder to write to; the health check; every file of settings
              of dbvitals in deploy/. Needs exporter/target/dbvitals.jar

  --only PART  only that part; several times for several
  --list       which programs are needed and whether they are here
  --help       this text

DOCKER_COMPOSE names docker-compose (2.26 or newer), or "docker compose"; KUSTOMIZE "kubectl kustomize" (the default) or "kustomize build"; PROMTOOL promtool; NODE_MODULES a folder in which
"npm ci" was run with deploy/kubernetes/schema/package-lock.json, default: such a folder is made; JAVA_HOME the JDK for the image.

exit codes: 0 all is well, 1 something is not, 3 a mistake in the call
TEXT
}

cd "$(dirname "${BASH_SOURCE[0]}")/.."
# Debian keeps logrotate where only root looks.
PATH=$PATH:/usr/sbin
parts=(compose kubernetes systemd image)
chosen=()
list=
while [[ $# -gt 0 ]]; do
  case $1 in
    -h | --help) usage; exit 0 ;;
    --list) list=yes ;;
    --only)
      [[ " ${parts[*]} " == *" ${2:-none} "* ]] || { usage >&2; echo "check_deploy: --only wants one of: ${parts[*]}" >&2; exit 3; }
      chosen+=("$2")
      shift
      ;;
    *) usage >&2; echo "check_deploy: unknown option $1" >&2; exit 3 ;;
  esac
  shift
done
[[ ${#chosen[@]} -gt 0 ]] || chosen=("${parts[@]}")

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
findings=0
checks=0

bad() {
  printf 'check_deploy: %s\n' "$*" >&2
  findings=$((findings + 1))
}

# quietly WHAT COMMAND…: what it prints is shown only if it fails.
quietly() {
  local what=$1
  shift
  checks=$((checks + 1))
  if ! "$@" >"$work/said" 2>&1; then
    bad "$what: $(<"$work/said")"
    return 1
  fi
}

# needs PROGRAM PACKAGE: whether it is there.
needs() {
  if command -v "$1" >/dev/null; then
    [[ -z $list ]] || echo "$1: $(command -v "$1")"
  else
    bad "$1 is missing ($2)"
    return 1
  fi
}

read -r -a compose <<<"${DOCKER_COMPOSE:-docker-compose}"
read -r -a kustomize <<<"${KUSTOMIZE:-kubectl kustomize}"
promtool=${PROMTOOL:-promtool}

programs_compose() {
  needs "${compose[0]}" "Debian 13: apt install docker-compose, 2.26 or newer" && needs jq "apt install jq" &&
    needs "$promtool" "apt install prometheus"
}

programs_kubernetes() {
  needs "${kustomize[0]}" "kubectl 1.27 or newer, or KUSTOMIZE=\"kustomize build\" with 5.0 or newer" && needs node "20 or newer" && needs npm "apt install npm" && needs "$promtool" "apt install prometheus" &&
    needs yamllint "apt install yamllint"
}

programs_systemd() {
  needs systemd-analyze "apt install systemd, 252 or newer" && needs logrotate "apt install logrotate"
}

programs_image() {
  needs node "20 or newer" && needs npm "apt install npm" && needs curl "apt install curl" && needs setpriv "apt install util-linux" &&
    needs shellcheck "apt install shellcheck"
}

# Compose ------------------------------------------------------------------------------------------------------------------

# composed FILE OVERLAY…: the configuration as JSON, with the profile demo if $demo is set.
composed() {
  local output=$1 overlay files=(-f deploy/compose/compose.yaml) settings=(--env-file deploy/compose/versions.env)
  shift
  for overlay in "$@"; do
    files+=(-f "deploy/compose/compose.$overlay.yaml")
  done
  [[ -z ${demo:-} ]] || settings+=(--env-file deploy/compose/demo.env)
  "${compose[@]}" "${settings[@]}" "${files[@]}" config --format json >"$output"
}

# spoilt MESSAGE FILTER: the checklist must say so of what the filter makes of a good configuration.
spoilt() {
  checks=$((checks + 1))
  jq "$2" "$work/good.json" >"$work/spoilt.json"
  if ! jq -r --argjson budget 1536 -f deploy/compose/checklist.jq "$work/spoilt.json" | grep -qF -- "$1"; then
    bad "the checklist does not find: $1"
  fi
}

check_compose() {
  local storage logs traces demo overlays name budget source missing
  for storage in '' victoriametrics mimir thanos; do
    for logs in '' logs; do
      for traces in '' traces; do
        for demo in '' demo; do
          read -r -a overlays <<<"$storage $logs $traces"
          name="compose ${overlays[*]:-alone}${demo:+ with the demo}"
          quietly "$name" composed "$work/one.json" ${overlays[@]+"${overlays[@]}"} || continue
          # What is kept for the long term is not within the memory of the stack.
          budget=1536
          [[ ${#overlays[@]} -eq 0 ]] || budget=0
          jq -r --argjson budget "$budget" -f deploy/compose/checklist.jq "$work/one.json" >"$work/findings"
          while read -r line; do
            bad "$name: $line"
          done <"$work/findings"
          jq -r '(.services[].volumes // [] | .[] | select(.type == "bind") | .source)' "$work/one.json" >>"$work/sources"
          if [[ ${#overlays[@]} -eq 0 && -n $demo ]]; then
            cp "$work/one.json" "$work/good.json"
          fi
        done
      done
    done
  done

  # Docker makes an empty folder of what is not there.
  missing=$(sort -u "$work/sources" | grep -v -e '/generated/' -e '^/var/log$' | while read -r source; do [[ -e $source ]] || echo "${source#"$PWD"/}"; done)
  for source in $missing; do
    bad "compose mounts $source, which is not there"
  done

  # What the files of Grafana want from its environment.
  for name in $(grep -rhE '^[^#]*[$]' grafana/provisioning 2>/dev/null | grep -oE '[$][A-Z_]+' | tr -d '$' | sort -u); do
    checks=$((checks + 1))
    jq -e --arg name "$name" '.services.grafana.environment[$name] // "" | . != ""' "$work/good.json" >/dev/null ||
      bad "grafana/provisioning asks for \$$name, which compose.yaml does not set"
  done

  spoilt "prometheus: image is not pinned" '.services.prometheus.image = "prom/prometheus:latest"'
  spoilt "prometheus: image is not pinned" '.services.prometheus.image = "prom/prometheus"'
  spoilt "grafana: container_name" '.services.grafana.container_name = "grafana"'
  spoilt "grafana: user is not" 'del(.services.grafana.user)'
  spoilt "grafana: user is not" '.services.grafana.user = "0:0"'
  spoilt "grafana: read_only" '.services.grafana.read_only = false'
  spoilt "grafana: cap_drop" 'del(.services.grafana.cap_drop)'
  spoilt "grafana: cap_add" '.services.grafana.cap_add = ["SYS_ADMIN"]'
  spoilt "grafana: no-new-privileges" 'del(.services.grafana.security_opt)'
  spoilt "grafana: privileged" '.services.grafana.privileged = true'
  spoilt "grafana: mem_limit" 'del(.services.grafana.mem_limit)'
  spoilt "grafana: cpus" 'del(.services.grafana.cpus)'
  spoilt "grafana: pids_limit" 'del(.services.grafana.pids_limit)'
  spoilt "grafana: init" 'del(.services.grafana.init)'
  spoilt "grafana: restart" '.services.grafana.restart = "always"'
  spoilt "grafana: the log" 'del(.services.grafana.logging)'
  spoilt "grafana: healthcheck" 'del(.services.grafana.healthcheck)'
  spoilt "grafana: pid" '.services.grafana.pid = "host"'
  spoilt "grafana: network_mode" '.services.grafana.network_mode = "host"'
  spoilt "grafana: must not be in the network egress" '.services.grafana.networks.egress = null'
  spoilt "grafana: must not be in the network databases" '.services.grafana.networks.databases = null'
  spoilt "prometheus: port 9090 is open" '.services.prometheus.ports[0].host_ip = "0.0.0.0"'
  spoilt "grafana: tmpfs without size" '.services.grafana.tmpfs = ["/tmp"]'
  spoilt "the socket of Docker" '.services.dbvitals.volumes += [{type: "bind", source: "/var/run/docker.sock", target: "/s", read_only: true}]'
  spoilt "is mounted for writing" '.services.dbvitals.volumes[1].read_only = false'
  spoilt "is a secret in the environment" '.services.grafana.environment.GF_SECURITY_ADMIN_PASSWORD = "admin"'
  spoilt "does not wait until" '.services.grafana.depends_on.prometheus.condition = "service_started"'
  spoilt "prometheus does not keep time=30d" '.services.prometheus.command -= ["--storage.tsdb.retention.time=30d"]'
  spoilt "prometheus does not keep size=10GB" '.services.prometheus.command -= ["--storage.tsdb.retention.size=10GB"]'
  spoilt "monitoring is not internal" '.networks.monitoring.internal = false'
  spoilt "edge lets calls out" 'del(.networks.edge.driver_opts)'
  spoilt "the services may take" '.services.grafana.mem_limit = "1073741824"'

  # What Prometheus reads in the containers: its own file, the stack's targets, a place to write to.
  cp -r config/prometheus "$work/prometheus"
  cp deploy/compose/targets/*.yml "$work/prometheus/targets/"
  quietly "promtool, in containers" "$promtool" check config "$work/prometheus/prometheus.yml" || true
  for source in deploy/compose/remote-write/*.yml; do
    name=$(basename "$source" .yml)
    if quietly "prometheus_config.sh $name" scripts/prometheus_config.sh --remote-write "$name" --output "$work/prometheus/$name.yml"; then
      quietly "promtool, with $name" "$promtool" check config "$work/prometheus/$name.yml" || true
    fi
  done
}

# Kubernetes ---------------------------------------------------------------------------------------------------------------

# Makes $modules.
modules=
node_modules() {
  [[ -z $modules ]] || return 0
  modules=${NODE_MODULES:-}
  if [[ -z $modules ]]; then
    modules=$work/npm
    mkdir "$modules"
    cp deploy/kubernetes/schema/package*.json "$modules/"
    quietly "npm ci" npm ci --prefix "$modules" --silent --no-audit --no-fund || return 1
  fi
  # Modules are looked for beside the program.
  [[ $modules -ef deploy/kubernetes/schema ]] || cp deploy/kubernetes/schema/validate.mjs "$modules/"
}

# validated FILE
validated() {
  node "$modules/validate.mjs" <"$1"
}

# refused MESSAGE FROM TO: the schemas must say so of the operator's objects with FROM replaced.
refused() {
  checks=$((checks + 1))
  sed "s|$2|$3|" "$work/operator.yaml" >"$work/spoilt.yaml"
  if cmp -s "$work/operator.yaml" "$work/spoilt.yaml"; then
    bad "nothing to spoil: $2"
  elif validated "$work/spoilt.yaml" >"$work/said" 2>&1 || ! grep -qF -- "$1" "$work/said"; then
    bad "validate.mjs does not find: $1"
  fi
}

# Job, path, interval and timeout of each job on dbvitals, by form; `node` is another exporter's in a cluster.
jobs_of_prometheus() {
  awk '/^  - job_name:/ {job = $3} /^    metrics_path:/ {path = $2} /^    scrape_interval:/ {interval = $2} /^    scrape_timeout:/ {timeout = $2}
    /^    (file|kubernetes)_sd_configs: [*&]dbvitals/ {
      if (job != "node") print job, path, interval == "" ? "15s" : interval, timeout == "" ? "10s" : timeout
    }
    /^  - job_name:/ {path = interval = timeout = ""}' "$1" | sort
}

jobs_of_operator() {
  awk '/^      path:/ {path = $2} /^      interval:/ {interval = $2} /^      scrapeTimeout:/ {timeout = $2}
    /targetLabel: job/ {job = $0; sub(/.*replacement: /, "", job); sub(/}.*/, "", job); print job, path, interval, timeout}' "$1" | sort
}

check_kubernetes() {
  local overlay
  quietly "yamllint" yamllint --strict -d '{extends: relaxed, rules: {line-length: disable, colons: disable, commas: disable}, ignore: ["**/target/**", "**/node_modules/**"]}' deploy || true
  quietly "rules" scripts/kubernetes_rules.sh --check || true
  node_modules || return 0
  for overlay in base overlays/operator overlays/plain; do
    quietly "${kustomize[*]} $overlay" "${kustomize[@]}" "deploy/kubernetes/$overlay" || continue
    cp "$work/said" "$work/$(basename "$overlay").yaml"
    quietly "schemas of $overlay" validated "$work/$(basename "$overlay").yaml" || true
  done
  refused "readOnlyRootFilesystem: true" "readOnlyRootFilesystem: true" "readOnlyRootFilesystem: false"
  refused "a readinessProbe" "readinessProbe:" "lifecycle:"
  refused "PrometheusRule" "for: 15m" "for: soon"
  refused "ServiceMonitor" "scrapeTimeout: 9s" "scrapeTimeout: 9"
  refused "no schema" "kind: PrometheusRule" "kind: PrometheusRules"

  jobs_of_prometheus config/prometheus/prometheus.yml >"$work/jobs"
  [[ -s $work/jobs ]] || bad "no jobs were found in config/prometheus/prometheus.yml"
  jobs_of_prometheus deploy/kubernetes/overlays/plain/scrape.yml >"$work/jobs-plain"
  jobs_of_operator deploy/kubernetes/overlays/operator/servicemonitor.yaml >"$work/jobs-operator"
  quietly "jobs of overlays/plain/scrape.yml are not those of prometheus.yml" diff "$work/jobs" "$work/jobs-plain" || true
  quietly "jobs of overlays/operator/servicemonitor.yaml are not those of prometheus.yml" diff "$work/jobs" "$work/jobs-operator" || true
  # As Prometheus reads it in the cluster. Debian's is built without Kubernetes; there, another discovery has to stand in.
  cp deploy/kubernetes/overlays/plain/scrape.yml "$work/scrape.yml"
  printf 'scrape_configs: [{job_name: a, kubernetes_sd_configs: [{role: pod}]}]\n' >"$work/discovery.yml"
  if ! "$promtool" check config "$work/discovery.yml" >/dev/null 2>&1; then
    sed -i -e 's/kubernetes_sd_configs:/static_configs:/' -e 's/{role: endpoints, selectors.*/{targets: ["dbvitals:9999"]}/' "$work/scrape.yml"
  fi
  printf 'scrape_config_files: ["%s"]\n' "$work/scrape.yml" >"$work/plain-prometheus.yml"
  if "$promtool" --version 2>&1 | grep -q 'version 2\.[0-3]\|version 2\.4[0-2]'; then
    # Before 2.43 there were no such files; the same as one's own jobs.
    cp "$work/scrape.yml" "$work/plain-prometheus.yml"
  fi
  quietly "promtool, overlays/plain/scrape.yml" "$promtool" check config "$work/plain-prometheus.yml" || true
}

# systemd ------------------------------------------------------------------------------------------------------------------

# shellcheck source=scripts/check_systemd.sh
source scripts/check_systemd.sh

# Image --------------------------------------------------------------------------------------------------------------------

check_image() {
  local jar=exporter/target/dbvitals.jar
  quietly "shellcheck" shellcheck -x deploy/image/*.sh deploy/setup/run deploy/compose/demo/*.sh scripts/check_deploy.sh scripts/kubernetes_rules.sh \
    scripts/prometheus_config.sh || true
  if node_modules; then
    quietly "dockerfilelint" "$modules/node_modules/.bin/dockerfilelint" deploy/image/Dockerfile || true
  fi
  if [[ ! -f $jar ]]; then
    bad "$jar is missing; build it with: mvn package -Dmaven.test.skip=true"
    return
  fi
  if quietly "rehearse.sh" deploy/image/rehearse.sh "$jar" deploy/compose/dbvitals/*.yaml deploy/kubernetes/base/dbvitals.yaml; then
    cat "$work/said"
  fi
}

for part in "${chosen[@]}"; do
  if "programs_$part" && [[ -z $list ]]; then
    echo "check_deploy: $part"
    "check_$part"
  fi
done
if [[ $findings -gt 0 ]]; then
  printf 'check_deploy: %s findings\n' "$findings" >&2
  exit 1
fi
[[ -n $list ]] || printf 'check_deploy: %s checks, all well\n' "$checks"
