#!/bin/sh
# Builds the guard: build.sh COMPILER OUTPUT. The hash of the sources goes into it, as into the library.
set -eu
compiler=$1 output=$2
cd "$(dirname "$0")"
export LC_ALL=C
hash=$(cat ./*.c ./*.h | sha256sum | cut -d' ' -f1)
mkdir -p "$(dirname "$output")"
"$compiler" -std=gnu11 -O2 -Wall -Wextra -Werror -ffreestanding -fno-stack-protector -fno-asynchronous-unwind-tables -fno-pie -nostdlib \
  -static -no-pie -s -Wl,-z,noexecstack -Wl,-z,norelro -Wl,--build-id=none -DSOURCES_HASH="\"$hash\"" -o "$output" guard.c
