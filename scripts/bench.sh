#!/usr/bin/env bash
# What a scrape costs, measured side by side with the exporters that dbvitals stands in for. Linux; needs a JDK and Maven.
set -euo pipefail

usage() {
  cat <<'TEXT'
usage: scripts/bench.sh [--only KIND] [--scrapes N] [--paced N] [--peer KIND=PATH]… [--json FILE]
       scripts/bench.sh --vectors [--pgvector DIR] [--scrapes N] [--paced N] [--json FILE]

Starts a real PostgreSQL with 300 tables, a real Redis with 50,000 keys, a real MariaDB with 50 tables (where it is
installed), one dbvitals by its launcher that reads all of them and this machine, and the exporter that each of these
systems has today; and measures them as Prometheus would scrape them. Progress goes to stderr, a Markdown table to stdout:
dbvitals, each exporter, and the exporters together. Only ratios of one run can be compared: figures of another machine,
or of a busier moment, are others.

A system whose exporter or server is missing is left out, of dbvitals too, so that the sum stays fair; that is said.

  --only KIND       one system alone: postgres, redis, mysql, pgbouncer or host
  --scrapes N       scrapes of each exporter by turns, after 20 that do not count (default 200); then five times as many,
                    1,000 at most, of each alone
  --paced N         scrapes of each at Prometheus's interval of 15 s (default 4), in which what is read less often than
                    at every scrape takes its full share; 40 are 10 minutes per exporter
  --peer KIND=PATH  an exporter to compare with; may be repeated. Default: those that are installed, which are
                    postgres_exporter, redis_exporter, mysqld_exporter, pgbouncer_exporter and node_exporter, by these
                    names or Debian's (prometheus-postgres-exporter, …; that of PgBouncer from Debian 13 on)
  --json FILE       write the figures there, too
  --vectors         measures vector indexes instead, in some five minutes and without a peer, as there is none: what 50 of
                    them cost in a scrape, and what searching in them and measuring recall cost the server, from its
                    pg_stat_statements; with the pgvector that scripts/pgvector.sh builds
  --pgvector DIR    where that is; default: where the script leaves it
  --help            this text
TEXT
}

fail() {
  echo "bench: $*" >&2
  exit 1
}

number() {
  [[ $2 =~ ^[1-9][0-9]{0,5}$ ]] || fail "$1 must be a number from 1 on, not '$2'"
}

# The path of the first of some programs that is installed; Debian keeps servers where only root looks.
find_program() {
  local name
  for name in "$@"; do
    PATH=$PATH:/usr/local/sbin:/usr/sbin:/sbin command -v "$name" && return
  done
  return 0
}

# Debian 12 has a program of another origin, with other metrics, under this one's name.
is_peer() {
  [[ $1 != pgbouncer ]] || "$2" --version 2>&1 </dev/null | grep -q '^pgbouncer_exporter, version'
}

# The kinds, with upstream's names of their exporters.
declare -A exporters=([postgres]=postgres [redis]=redis [mysql]=mysqld [pgbouncer]=pgbouncer [host]=node)

kind() {
  [[ -n ${exporters[$2]:-} ]] || fail "$1: '$2' is none of postgres, redis, mysql, pgbouncer, host"
}

declare -A peers=()
scrapes=200
paced=4
only=()
json=
vectors=
pgvector_folder=
while [[ $# -gt 0 ]]; do
  [[ $1 == -h || $1 == --help || $1 == --vectors || $# -ge 2 ]] || fail "$1 needs a value, or is unknown; see --help"
  case $1 in
    --only) kind "$1" "$2"; only=(--only "$2") ;;
    --scrapes) number "$1" "$2"; scrapes=$2 ;;
    --paced) number "$1" "$2"; paced=$2 ;;
    --peer)
      [[ $2 == *=* ]] || fail "--peer needs KIND=PATH, as in --peer redis=/usr/local/bin/redis_exporter, not '$2'"
      kind "$1" "${2%%=*}"
      [[ -z ${peers[${2%%=*}]:-} ]] || fail "--peer names ${2%%=*} twice; measure the other one in a run of its own"
      [[ -f ${2#*=} && -x ${2#*=} ]] || fail "${2#*=} is not a program"
      peers[${2%%=*}]=$(readlink -f "${2#*=}")
      ;;
    --json) json=$(readlink -f "$2") || fail "the folder of $2 does not exist" ;;
    --vectors) vectors=yes; shift; continue ;;
    --pgvector) pgvector_folder=$2 ;;
    -h | --help) usage; exit 0 ;;
    *) usage >&2; fail "unknown option $1" ;;
  esac
  shift 2
done

# shellcheck source=scripts/embedded.sh
source "$(dirname "${BASH_SOURCE[0]}")/embedded.sh"

keep_figures() {
  if [[ -n $json ]]; then
    cp "$work/figures.json" "$json"
  fi
}

[[ $(uname -s) == Linux ]] || fail "CPU and memory are read from /proc, which only Linux has"

if [[ -n $vectors ]]; then
  [[ -z ${only[*]}${peers[*]} ]] || fail "--vectors has no systems and no peers"
  want_pgvector "$pgvector_folder"
  build >&2
  run_java io.dbvitals.demo.bench.vector.VectorBench --scrapes "$scrapes" --paced "$paced"
  keep_figures
  exit
fi
[[ -z $pgvector_folder ]] || fail "--pgvector goes with --vectors"

found=
for each in "${!exporters[@]}"; do
  path=${peers[$each]:-}
  for name in "prometheus-${exporters[$each]}-exporter" "${exporters[$each]}_exporter"; do
    if [[ -z $path ]]; then
      path=$(find_program "$name")
      [[ -z $path ]] || is_peer "$each" "$path" || path=
    fi
  done
  [[ -z $path ]] || found+=$each=$path:
done
servers=
for each in "mariadbd mysqld" "mariadb-install-db mysql_install_db" pgbouncer; do
  # shellcheck disable=SC2086 # words
  path=$(find_program $each)
  [[ -z $path ]] || servers+=${each%% *}=$path:
done

build >&2
run_java io.dbvitals.demo.bench.Bench --scrapes "$scrapes" --paced "$paced" --peers "$found" --servers "$servers" \
  ${only[@]+"${only[@]}"}
keep_figures
