#!/usr/bin/env bash
# Puts the image's files together and runs them as the image will, without Docker.
set -euo pipefail

usage() {
  cat <<'TEXT'
usage: deploy/image/rehearse.sh JAR [CONFIGURATION…]

Calls assemble.sh, makes the archive of classes without curl and wget, starts dbvitals as the image's user without a folder that it might write
to, and looks: at the health check, the metrics of the host, that the archive and JNA's library are used, that no class is missing,
and how it ends. Then checks each CONFIGURATION. Prints the sizes.

JAVA_HOME names the JDK; default: that of the javac in PATH.
TEXT
}

fail() {
  echo "rehearse: $*" >&2
  exit 1
}

case ${1:-} in -h | --help) usage; exit 0 ;; esac
[[ $# -ge 1 ]] || { usage >&2; exit 3; }
jar=$1
shift
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
work=$(mktemp -d)
pid=
# Called by the trap.
# shellcheck disable=SC2317
clean_up() {
  [[ -z $pid ]] || kill "$pid" 2>/dev/null || true
  rm -rf "$work"
}
trap clean_up EXIT
launcher=$work/image/dbvitals/bin/dbvitals
port=$((20000 + $$ % 12000))
stranger=()

chmod 0755 "$work"
"$here/assemble.sh" "$jar" "$here/../../scripts/dbvitals" "$work/image"
# Without curl and wget, as in the image.
mkdir "$work/bin"
for file in sh bash dirname readlink sed cksum tr mkdir rm find grep sleep cat mktemp; do
  ln -s "$(command -v "$file")" "$work/bin/$file"
done
archive=$(env -i PATH="$work/bin" JAVA_HOME="$work/image/java" "$launcher" --make-archive --config "$here/rehearsal.yaml") ||
  fail "there is no archive of classes"
chmod -R a+rX "$work/image"

# As the user of the image where that is possible, with nothing from this environment.
[[ $(id -u) -ne 0 ]] || stranger=(setpriv --reuid=65532 --regid=65532 --clear-groups)
stranger=(env -i PATH=/usr/bin:/bin JAVA_HOME="$work/image/java" ${stranger[@]+"${stranger[@]}"})

# The same configuration, and no folder that it might write to.
sed "s/^listen: .*/listen: 127.0.0.1:$port/" "$here/rehearsal.yaml" >"$work/rehearsal.yaml"
install -m 0755 "$here/healthcheck.sh" "$work/healthcheck"
chmod a+r "$work/rehearsal.yaml"
cd /
"${stranger[@]}" env JAVA_OPTS="-Xmx96m -Djava.io.tmpdir=/nonexistent -Xlog:class+load" \
  "$launcher" --config "$work/rehearsal.yaml" >"$work/log" 2>&1 &
pid=$!
cd - >/dev/null
for ((i = 0; i < 300; i++)); do
  if "${stranger[@]}" env DBVITALS_HEALTH_ADDRESS="127.0.0.1:$port" "$work/healthcheck" 2>/dev/null; then
    break
  fi
  sleep 0.1
done
if [[ $i -eq 300 ]]; then
  fail "the image's files do not start: $(tail -n 20 "$work/log")"
fi
curl -sSf -o "$work/page" "http://127.0.0.1:$port/metrics" || fail "there are no metrics"
# Of the archive on top of Java's own.
if [[ $(grep -c 'shared objects file (top)' "$work/log") -lt 1000 ]]; then
  fail "the archive of classes is not used"
fi
# JNA's part, which is unpacked in advance.
grep -q '^node_timex_offset_seconds ' "$work/page" || fail "the clock's state is missing: JNA did not load its library"
if grep -E '^dbvitals_collector_success\{.*target="host".* 0' "$work/page"; then
  fail "collectors of the host failed, see above"
fi
if grep -v '\[class,load\]' "$work/log" | grep -E 'NoClassDefFound|ClassNotFound|UnsatisfiedLink'; then
  fail "the trimmed Java lacks something, see above"
fi
kill "$pid"
if ! wait "$pid"; then
  fail "the image's files did not end with 0"
fi
pid=
if "${stranger[@]}" env DBVITALS_HEALTH_ADDRESS="127.0.0.1:$port" "$work/healthcheck" 2>/dev/null; then
  fail "the health check is content though nothing answers"
fi
printf 'image: Java %s MB, jar, launcher and library %s MB, archive of classes %s MB\n' "$(du -sm "$work/image/java" | cut -f1)" \
  "$(du -sm --exclude='*.jsa' "$work/image/dbvitals" | cut -f1)" "$(du -m "$archive" | cut -f1)"

for file in "$here/rehearsal.yaml" "$@"; do
  install -m 0644 "$file" "$work/checked.yaml"
  "${stranger[@]}" "$launcher" config check --config "$work/checked.yaml" >"$work/said" 2>&1 || fail "$file: $(<"$work/said")"
done
