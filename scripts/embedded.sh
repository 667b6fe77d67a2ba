# Sourced by demo.sh, bench.sh and test_monitoring.sh: builds dbvitals and runs a class of deploy/demo, with a PostgreSQL of its own.
# shellcheck shell=bash

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
launcher=$root/scripts/dbvitals
work=
child=
container=
# A folder with pgvector for the embedded PostgreSQL, where it is wanted.
pgvector=

say() {
  if [[ -t 1 && -z ${NO_COLOR:-} ]]; then
    printf '\033[1m%s\033[0m\n' "$*"
  else
    printf '%s\n' "$*"
  fi
}

# Ends the program (twice is harmless: Ctrl-C has told it already), waits for it, and removes what it left.
clean_up() {
  trap '' INT TERM
  if [[ -n $child ]] && kill -0 "$child" 2>/dev/null; then
    kill "$child" 2>/dev/null || true
    wait "$child" || true
  fi
  if [[ -n $container ]]; then
    docker rm -f "$container" >/dev/null || true
  fi
  if [[ -n $work ]]; then
    rm -rf "$work"
  fi
}
trap clean_up EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP

# Builds what is missing or older than its sources.
build() {
  local maven=${MVN:-mvn} exporter=$root/exporter/target/dbvitals.jar demo=$root/deploy/demo/target/dbvitals-demo.jar
  if [[ -f $exporter && -f $demo ]] &&
    [[ -z $(find "$root/pom.xml" "$root/exporter/pom.xml" "$root/exporter/src/main" "$root/config/queries" -newer "$exporter" -type f) ]] &&
    [[ -z $(find "$root/pom.xml" "$root/deploy/demo/pom.xml" "$root/deploy/demo/src/main" -newer "$demo" -type f) ]]; then
    return
  fi
  command -v "$maven" >/dev/null || fail "$maven was not found; install Maven 3.8.7 or newer (Debian: apt install maven)"
  say "Building dbvitals with Maven (the first time fetches its dependencies and takes some minutes) …"
  local started=$SECONDS
  "$maven" -B -q -f "$root/pom.xml" -pl exporter,deploy/demo package -Dmaven.test.skip=true -Djacoco.skip=true \
    -Dspotless.check.skip=true -Dcyclonedx.skip=true -Denforcer.skip=true ||
    fail "the build failed, see above; JAVA_HOME=${JAVA_HOME:-unset}, java is $(command -v java || echo missing)"
  say "Built in $((SECONDS - started)) s."
}

# want_pgvector [DIR]: has the embedded PostgreSQL get pgvector from there, or from where scripts/pgvector.sh leaves it.
want_pgvector() {
  local folder=${1:-${XDG_CACHE_HOME:-$HOME/.cache}/dbvitals/pgvector-17}
  if [[ ! -f $folder/vector.so || ! -f $folder/vector.control ]]; then
    fail "there is no pgvector in $folder; run scripts/pgvector.sh, which builds it (Debian; needs gcc)"
  fi
  pgvector=$(readlink -f "$folder")
}

# unpack_postgres FOLDER: the programs of the embedded PostgreSQL come to be in FOLDER/bin.
unpack_postgres() {
  local packed
  packed=$(printf '%s\n' "$root"/deploy/demo/target/lib/embedded-postgres-binaries-*.jar | head -n 1)
  [[ -f $packed ]] || fail "there is no embedded PostgreSQL in deploy/demo/target/lib; build it with 'mvn package'"
  command -v jar >/dev/null || fail "there is no jar; install a JDK"
  command -v xz >/dev/null || fail "there is no xz; install it (Debian: xz-utils)"
  mkdir "$1"
  (cd "$1" && jar xf "$packed" && tar -xJf ./*.txz && rm -f ./*.txz && chmod -R a+rX .)
}

# PostgreSQL refuses to run as root. The embedded one leaves root by a user namespace; where that is not allowed, as in
# many containers, the whole program runs as nobody, from copies that nobody may read.
step_down=()
prepare_user() {
  if [[ $(id -u) -ne 0 ]] || unshare -U true 2>/dev/null; then
    return
  fi
  command -v setpriv >/dev/null ||
    fail "PostgreSQL cannot run as root, and neither user namespaces nor setpriv are available; run this as another user"
  mkdir "$work/copy"
  cp -r "$root/deploy/demo/target/dbvitals-demo.jar" "$root/deploy/demo/target/lib" "$root/exporter/target/dbvitals.jar" \
    "$launcher" "$work/copy/"
  if [[ -n $pgvector ]]; then
    cp -r "$pgvector" "$work/copy/pgvector"
    pgvector=$work/copy/pgvector
  fi
  chmod -R a+rX "$work/copy"
  chown 65534:65534 "$work"
  demo_jar=$work/copy/dbvitals-demo.jar
  launcher=$work/copy/dbvitals
  binaries=$work/postgres-binaries
  step_down=(setpriv --reuid=65534 --regid=65534 --clear-groups)
}

# run_java CLASS ARGUMENT…
run_java() {
  local java=java
  if [[ -n ${JAVA_HOME:-} ]]; then
    java=$JAVA_HOME/bin/java
  fi
  work=$(mktemp -d)
  demo_jar=$root/deploy/demo/target/dbvitals-demo.jar
  binaries=$root/deploy/demo/target/postgres-binaries
  prepare_user
  local class=$1
  shift
  # In the background, so that a signal to this script is heard at once.
  HOME=${HOME:-$work} ${step_down[@]+"${step_down[@]}"} "$java" -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Xmx128m \
    -Djava.io.tmpdir="$work" -cp "$demo_jar" "$class" --folder "$work" --binaries "$binaries" --launcher "$launcher" \
    ${pgvector:+--pgvector "$pgvector"} "$@" &
  child=$!
  local code=0
  wait "$child" || code=$?
  child=
  return "$code"
}
