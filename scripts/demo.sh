#!/usr/bin/env bash
# Shows dbvitals at work: a real PostgreSQL and a real Redis with a small live workload, and this machine, watched by the
# exporter. Needs a JDK and Maven.
set -euo pipefail

usage() {
  cat <<'TEXT'
usage: scripts/demo.sh [--port N] [--once] [--pgvector [DIR] | --postgres URL | --docker]

Builds dbvitals, starts a real PostgreSQL and a real Redis (fetched by Maven, 27 MB) with a small workload on them, and the
exporter, which also reads this machine. Vector search is shown by a GiST index on PostgreSQL's own type cube; with pgvector,
in one of three ways, also by an HNSW index on 20,000 vectors.
Ctrl-C stops everything and leaves nothing behind.

  --port N          where the exporter listens; default 9999
  --once            let the workload run for some seconds, scrape twice, wait for the searches' figures (with pgvector up to
                    two minutes, for recall), print a summary and end;
                    the exit code is 0 only if every collector succeeded, all three are on the page, and the searches
                    use their indexes
  --pgvector [DIR]  gives the real PostgreSQL pgvector; default: where scripts/pgvector.sh leaves it
  --postgres URL    a PostgreSQL of yours that has pgvector, postgresql://user:password@host:port/database; a schema
                    dbvitals_demo is made there and removed at the end. The password may come from PGPASSWORD
  --docker          the same with pgvector's image in a container, where Docker answers
  --help            this text

Needs a JDK (17 or newer) and Maven (3.8.7 or newer); MVN names another Maven command.
TEXT
}

fail() {
  echo "demo: $*" >&2
  exit 1
}

# shellcheck source=scripts/embedded.sh
source "$(dirname "${BASH_SOURCE[0]}")/embedded.sh"

# Starts pgvector's image and says in `postgres` where it is. Written after Docker's documentation: where the demo was made,
# no Docker could be run.
start_container() {
  local password address
  password=$(od -An -N16 -tx1 /dev/urandom | tr -d ' \n')
  # By its name in the environment: a command line is everybody's to read.
  container=$(POSTGRES_PASSWORD=$password docker run --detach --publish 127.0.0.1::5432 --env POSTGRES_PASSWORD \
    pgvector/pgvector:pg17 postgres -c shared_preload_libraries=pg_stat_statements) || fail "pgvector's image does not start"
  address=$(docker port "$container" 5432/tcp | head -n 1)
  local tries=0
  # By TCP: while the image prepares its database, it listens on a socket only.
  until docker exec "$container" pg_isready -q -h 127.0.0.1 -U postgres; do
    ((tries++ < 60)) || fail "PostgreSQL in the container does not answer: $(docker logs --tail 5 "$container" 2>&1)"
    sleep 1
  done
  postgres=postgresql://postgres@$address/postgres
  export PGPASSWORD=$password
}

port=9999
vectors=
postgres=
once=()
while [[ $# -gt 0 ]]; do
  case $1 in
    --port) [[ $# -ge 2 ]] || fail "--port needs a number"; port=$2; shift ;;
    --port=*) port=${1#*=} ;;
    --once) once=(--once) ;;
    --pgvector)
      vectors+=$1
      folder=
      if [[ $# -ge 2 && $2 != -* ]]; then
        folder=$2
        shift
      fi
      want_pgvector "$folder"
      ;;
    --postgres) [[ $# -ge 2 ]] || fail "--postgres needs a URL"; vectors+=$1; postgres=$2; shift ;;
    --postgres=*) vectors+=--postgres; postgres=${1#*=} ;;
    --docker)
      vectors+=$1
      command -v docker >/dev/null || fail "docker was not found; --pgvector needs none"
      docker info >/dev/null 2>&1 || fail "Docker does not answer ('docker info' says why); --pgvector needs none"
      ;;
    -h | --help) usage; exit 0 ;;
    *) usage >&2; fail "unknown option $1" ;;
  esac
  shift
done
if [[ ! $port =~ ^[1-9][0-9]{0,4}$ ]] || ((port > 65535)); then
  fail "--port must be 1 to 65535, not '$port'"
fi

[[ $vectors != --*--* ]] || fail "take one of --pgvector, --postgres and --docker"
# A URL may hold a password, so none is shown.
[[ -z $postgres || $postgres =~ ^postgres(ql)?://[^/@]+@[^/]+/. ]] ||
  fail "--postgres needs postgresql://user:password@host:port/database"

# Said before the build, which takes longer than the look.
if (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; then
  fail "port $port is taken; choose another one with --port"
fi
build
if [[ $vectors == --docker ]]; then
  start_container
fi
# In the environment, as PGPASSWORD is: the list of processes is everybody's to read.
DEMO_POSTGRES=$postgres run_java io.dbvitals.demo.shop.Demo --port "$port" ${once[@]+"${once[@]}"}
