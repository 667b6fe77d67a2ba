#!/usr/bin/env bash
# Puts together what the image holds: a Java with only the modules that dbvitals needs, the jar, the launcher, JNA's library.
set -euo pipefail

usage() {
  cat <<'TEXT'
usage: deploy/image/assemble.sh JAR LAUNCHER OUTPUT

Makes the folder OUTPUT with java/ (a runtime made by jlink, with its archive of classes) and dbvitals/ (bin/dbvitals, lib/dbvitals/…),
and fails when the jar uses a module that the runtime lacks. Used by the Dockerfile and by scripts/check_deploy.sh.

JAVA_HOME names the JDK, 17 or newer; default: that of the javac in PATH.
TEXT
}

fail() {
  echo "assemble: $*" >&2
  exit 1
}

case ${1:-} in -h | --help) usage; exit 0 ;; esac
[[ $# -eq 3 ]] || { usage >&2; exit 3; }
jar=$1 launcher=$2 output=$3
if [[ -z ${JAVA_HOME:-} ]]; then
  javac=$(command -v javac) || fail "no JDK found; set JAVA_HOME"
  JAVA_HOME=$(dirname "$(dirname "$(readlink -f "$javac")")")
fi
major=$(sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$JAVA_HOME/release")

# What jdeps finds, and jdk.crypto.ec: TLS with elliptic curves, which is found by name at run time.
modules=java.base,java.naming,java.net.http,java.security.jgss,java.sql,jdk.crypto.ec,jdk.httpserver,jdk.management,jdk.net,jdk.unsupported
# Left out, though jdeps finds it: windows, which JNA, OSHI and SnakeYAML know, and dbvitals does not show.
without=java.desktop

needed=$("$JAVA_HOME/bin/jdeps" --multi-release "$major" --ignore-missing-deps --print-module-deps "$jar")
for module in ${needed//,/ }; do
  [[ ,$modules,$without, == *",$module,"* ]] ||
    fail "$(basename "$jar") uses the module $module, which is not in the list of this script; add it, or say why it is left out"
done

rm -rf "$output"
mkdir -p "$output/dbvitals/bin" "$output/dbvitals/lib/dbvitals"
# The word for the same compression has changed.
compress=zip-6
[[ $major -ge 21 ]] || compress=2
"$JAVA_HOME/bin/jlink" --add-modules "$modules" --strip-debug --no-header-files --no-man-pages "--compress=$compress" \
  --output "$output/java"

# The archive of dbvitals's classes stands on one of Java's own, for the same garbage collector and object headers as the launcher asks for.
headers=()
[[ $major -lt 25 ]] || headers=(-XX:+UseCompactObjectHeaders)
"$output/java/bin/java" ${headers[@]+"${headers[@]}"} -XX:+UseSerialGC -Xshare:dump >"$output/dump.log" 2>&1 || {
  cat "$output/dump.log" >&2
  fail "the archive of Java's own classes could not be made"
}
rm "$output/dump.log"

# Times are kept: an archive of classes is valid for one time of its jar.
cp -p "$jar" "$output/dbvitals/lib/dbvitals/dbvitals.jar"
cp -p "$launcher" "$output/dbvitals/bin/dbvitals"

# JNA unpacks its library at run time into a folder that must be executable; here it stands ready.
case $(uname -m) in
  x86_64) platform=linux-x86-64 ;;
  aarch64) platform=linux-aarch64 ;;
  *) platform= ;;
esac
if [[ -n $platform ]]; then
  unpacked=$(mktemp -d)
  trap 'rm -rf "$unpacked"' EXIT
  jar=$(readlink -f "$jar")
  (cd "$unpacked" && "$JAVA_HOME/bin/jar" xf "$jar" "com/sun/jna/$platform/libjnidispatch.so")
  install -m 0755 "$unpacked/com/sun/jna/$platform/libjnidispatch.so" "$output/dbvitals/lib/dbvitals/"
fi
chmod -R a+rX "$output"
