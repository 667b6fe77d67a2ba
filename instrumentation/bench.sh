#!/bin/sh
# Measures what a statement costs with nothing around the driver, with this library and with others, and prints a table.
# Usage: instrumentation/bench.sh; BENCH_FORKS=1 for a short look.
set -eu
cd "$(dirname "$0")"
out=target/bench
mkdir -p "$out/main" "$out/bench"
mvn -B -q dependency:build-classpath -P bench -Dmdep.outputFile="$out/classpath" -Dmdep.includeScope=test
classpath=$(cat "$out/classpath")
find src/main/java -name '*.java' > "$out/main.txt"
find src/bench/java -name '*.java' > "$out/bench.txt"
javac -nowarn -proc:none -d "$out/main" -cp "$classpath" @"$out/main.txt"
javac -nowarn -processor org.openjdk.jmh.generators.BenchmarkProcessor \
  -d "$out/bench" -cp "$out/main:$classpath" @"$out/bench.txt"
exec java -Dbench.forks="${BENCH_FORKS:-3}" -cp "$out/bench:$out/main:$classpath" \
  io.dbvitals.instrumentation.bench.Bench
