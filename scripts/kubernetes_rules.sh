#!/usr/bin/env bash
# Writes the rules of config/prometheus/rules in the two forms that Kubernetes wants; kustomize reads no files outside its folder.
set -euo pipefail

usage() {
  cat <<'TEXT'
usage: scripts/kubernetes_rules.sh [--check] [--output FOLDER]

Writes deploy/kubernetes/overlays/operator/prometheusrules.yaml, with one PrometheusRule for each file of config/prometheus/rules, and
overlays/plain/rules.yaml, with one ConfigMap for each. Run it after each change of the rules.

  --check          write nothing; fail if the files are not what would be written
  --output FOLDER  instead of deploy/kubernetes/overlays
  --help           this text

exit codes: 0 all is well, 1 the files are not up to date, 3 a mistake in the call
TEXT
}

fail() {
  echo "kubernetes_rules: $*" >&2
  exit "${code:-3}"
}

home=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
overlays=$home/deploy/kubernetes/overlays
output=$overlays
check=
while [[ $# -gt 0 ]]; do
  case $1 in
    -h | --help) usage; exit 0 ;;
    --check) check=yes ;;
    --output) [[ $# -ge 2 ]] || fail "--output needs a folder"; output=$2; shift ;;
    *) usage >&2; fail "unknown option $1" ;;
  esac
  shift
done
if [[ -n $check ]]; then
  output=$(mktemp -d)
  trap 'rm -rf "$output"' EXIT
fi

shopt -s nullglob
rules=("$home"/config/prometheus/rules/*.yml)
[[ ${#rules[@]} -gt 0 ]] || fail "there are no rules in config/prometheus/rules"

# indented SPACES FILE: empty lines stay empty.
indented() {
  sed "/./s/^/$1/" "$2"
}

mkdir -p "$output/operator" "$output/plain"
made="# Made by scripts/kubernetes_rules.sh from config/prometheus/rules; edit those."
echo "$made" >"$output/operator/prometheusrules.yaml"
echo "$made" >"$output/plain/rules.yaml"
for file in "${rules[@]}"; do
  name=$(basename "$file" .yml)
  {
    printf -- '---\napiVersion: monitoring.coreos.com/v1\nkind: PrometheusRule\nmetadata:\n  name: dbvitals-%s\nspec:\n' "$name"
    indented '  ' "$file"
  } >>"$output/operator/prometheusrules.yaml"
  {
    printf -- '---\napiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: dbvitals-rules-%s\ndata:\n  %s.yml: |\n' "$name" "$name"
    indented '    ' "$file"
  } >>"$output/plain/rules.yaml"
done

if [[ -n $check ]]; then
  code=1
  for file in operator/prometheusrules.yaml plain/rules.yaml; do
    cmp -s "$output/$file" "$overlays/$file" ||
      fail "deploy/kubernetes/overlays/$file is not what the rules say; run scripts/kubernetes_rules.sh"
  done
fi
