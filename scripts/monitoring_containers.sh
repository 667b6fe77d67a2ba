# Sourced by start_monitoring.sh: the stack as containers, by deploy/compose. Where this was written no Docker could be run; tried were its
# preflight without an engine and the files that it hands to Compose (scripts/check_deploy.sh).
# shellcheck shell=bash
# What is not set here, start_monitoring.sh sets.
# shellcheck disable=SC2154

compose=(docker compose --project-directory "$home/deploy/compose" -f "$home/deploy/compose/compose.yaml" --env-file "$home/deploy/compose/versions.env")
[[ -z $demo ]] || compose+=(--env-file "$home/deploy/compose/demo.env")
generated=${GENERATED:-$home/deploy/compose/generated}
# With links that are whole; without this script, Compose takes the rules as they are.
export PROMETHEUS_RULES=$generated/rules
channel_secrets=({slack,slack_critical,slack_dba,slack_ops,slack_app}_webhook_url pagerduty_routing_key smtp_password webhook_url webhook_token deadman_url deadman_token)
passwords=(grafana_admin_password dbvitals_password demo_password)

engine() {
  needs docker "install Docker with Compose 2.26 or newer; without Docker: --native"
  local version
  version=$(docker compose version --short 2>/dev/null) || missing "docker has no Compose; install its plugin, 2.26 or newer; without Docker: --native"
  version=${version#v}
  [[ $(printf '%s\n' 2.26 "$version" | sort -V | head -n 1) == 2.26 ]] || missing "Compose $version is too old; 2.26 or newer is needed"
  docker info >/dev/null 2>&1 || missing "Docker does not answer ('docker info' says why); without Docker: --native"
}

running() {
  [[ -n $("${compose[@]}" ps --quiet --status running "$1" 2>/dev/null) ]]
}

preflight() {
  engine
  needs curl "apt install curl"
  local image
  image=$(sed -n 's/^DBVITALS_IMAGE=//p' "$home/deploy/compose/versions.env")
  docker image inspect "$image" >/dev/null 2>&1 ||
    missing "there is no image $image; build it: docker build -f deploy/image/Dockerfile -t $image ."
  room "$home" 2048 15360
  running prometheus || { port_free "$prometheus_port" PROMETHEUS_PORT && memory 1536; }
  running alertmanager || port_free "$alertmanager_port" ALERTMANAGER_PORT
  running dbvitals || port_free "${DBVITALS_PORT:-9999}" DBVITALS_PORT
  running grafana || port_free "$grafana_port" GRAFANA_PORT
}

# Compose mounts the files as they are, so each is readable for the user of its container; the folder is closed to other users.
make_secrets() {
  local name
  mkdir -p "$secrets"
  chmod 0700 "$secrets"
  for name in "${channel_secrets[@]}"; do
    [[ -e $secrets/$name ]] || install -m 0444 /dev/null "$secrets/$name"
  done
  for name in "${passwords[@]}"; do
    if [[ ! -s $secrets/$name ]]; then
      rm -f "$secrets/$name"
      head -c 18 /dev/urandom | base64 | tr -d '\n' >"$secrets/$name"
      chmod 0444 "$secrets/$name"
      say "made $secrets/$name"
    fi
  done
}

stack_start() {
  preflight
  make_secrets
  mkdir -p "$generated/alertmanager"
  alerting_config --secrets-as /run/secrets --templates-as /etc/alertmanager/templates --output "$generated/alertmanager/alertmanager.yml"
  rules_into "$generated/rules"
  "${compose[@]}" config -q || missing "Compose does not accept its files, see above"
  # By the programs of the images, of the version that will run.
  "${compose[@]}" run --rm --no-deps -T --entrypoint promtool prometheus check config /etc/prometheus/prometheus.yml >/dev/null ||
    missing "Prometheus's configuration is not right, see above"
  "${compose[@]}" run --rm --no-deps -T --entrypoint amtool alertmanager check-config /etc/alertmanager/config/alertmanager.yml >/dev/null ||
    missing "Alertmanager's configuration is not right, see above"
  "${compose[@]}" up -d --wait || fail "not all containers came up; '${compose[*]} logs' says why"
  "${compose[@]}" kill -s HUP alertmanager prometheus >/dev/null
  smoke 120 || fail "all runs, but the above is not as it should be; '${compose[*]} logs' says more"
  urls
  say "dbvitals      http://localhost:${DBVITALS_PORT:-9999}"
  say "Grafana       ${GRAFANA_URL:-http://localhost:$grafana_port}, user admin, password in $secrets/grafana_admin_password"
}

stack_status() {
  engine
  "${compose[@]}" ps
  report
}

stack_stop() {
  engine
  "${compose[@]}" --profile demo down
}

# Each stands still while it is copied, so that nothing is in two states.
stack_backup() {
  engine
  local name image
  [[ -d $(dirname "$1") ]] || missing "there is no folder $(dirname "$1") for the backup"
  # Not local, as the trap comes after the function.
  work=$(mktemp -d)
  trap 'rm -rf "$work"' EXIT
  image=$(sed -n 's/^PROMETHEUS_IMAGE=//p' "$home/deploy/compose/versions.env")
  for name in prometheus alertmanager grafana; do
    "${compose[@]}" stop "$name"
    docker run --rm --network none --user 0:0 --entrypoint tar -v "dbvitals_$name:/volume:ro" "$image" -C /volume -cf - . >"$work/$name.tar" ||
      { "${compose[@]}" start "$name"; fail "the volume of $name could not be read"; }
    "${compose[@]}" start "$name"
  done
  cp -r "$generated" "$work/generated"
  (umask 077 && tar -C "$work" -czf "$1" .)
  say "$1, $(du -h "$1" | cut -f1)"
}
