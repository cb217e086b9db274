#!/bin/sh
# Builds the library: build.sh COMPILER JAVA_INCLUDE OUTPUT. The hash of the sources goes into it, so that a test can tell
# whether a prebuilt one is theirs.
set -eu
compiler=$1 include=$2 output=$3
cd "$(dirname "$0")"
export LC_ALL=C # the order of *.c
hash=$(cat livefork.h arch/*.h ./*.c | sha256sum | cut -d' ' -f1)
mkdir -p "$(dirname "$output")"
"$compiler" -std=gnu11 -O2 -Wall -Wextra -Werror -fPIC -shared -fvisibility=hidden -fstack-protector-strong -s \
  -Wl,-z,now -Wl,-z,relro -Wl,-z,defs -Wl,--build-id=none -DSOURCES_HASH="\"$hash\"" \
  -I"$include" -I"$include/linux" -o "$output" ./*.c -ldl -lpthread
