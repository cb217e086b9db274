#!/bin/sh
# Builds the libraries and guards that are committed, for those who have no C compiler: prebuild.sh, without arguments. The same
# sources, compilers and linkers make the same bytes again.
set -eu
cd "$(dirname "$0")"

missing() {
  echo "prebuild.sh: $1" >&2
  exit 1
}

java=${JAVA_HOME:+$JAVA_HOME/bin/java}
java=$(readlink -f "$(command -v "${java:-java}")") || missing "no java: set JAVA_HOME to a JDK"
include=$(dirname "$(dirname "$java")")/include
[ -f "$include/linux/jni_md.h" ] && [ -f "$include/jvmti.h" ] \
  || missing "no jvmti.h in $include: set JAVA_HOME to a JDK with headers (apt-get install openjdk-17-jdk-headless)"
for machine in x86_64 aarch64; do
  command -v "$machine-linux-gnu-gcc" > /dev/null \
    || missing "no $machine-linux-gnu-gcc: apt-get install gcc-$(echo "$machine" | tr _ -)-linux-gnu"
done

for machine in x86_64 aarch64; do
  output=../resources/dev/mitosis/fork/linux-$machine
  ./build.sh "$machine-linux-gnu-gcc" "$include" "$output/libmitosis-fork.so"
  guard/build.sh "$machine-linux-gnu-gcc" "../$output/mitosis-guard"
  sha256sum "$output"/*
done
