#!/bin/sh
# For Maven: build-here.sh JAVA_HOME CLASSES. Builds this machine's library and guard over the prebuilt ones. Where there is no C
# compiler, or the JDK has no headers, the prebuilt ones stay, without a word; what does not compile fails the build.
set -eu
include=$1/include classes=$2
cd "$(dirname "$0")"
case $(uname -sm) in
  "Linux x86_64" | "Linux aarch64") ;;
  *) exit 0 ;;
esac
compiler=$(command -v "${CC:-cc}" || command -v gcc || command -v clang) || exit 0
[ -f "$include/jvmti.h" ] && [ -f "$include/linux/jni_md.h" ] || exit 0
# A compiler without the C library's headers cannot compile anything.
echo '#include <linux/futex.h>' | "$compiler" -E -include stdlib.h - > /dev/null 2>&1 || exit 0
output=$classes/dev/mitosis/fork/linux-$(uname -m)
./build.sh "$compiler" "$include" "$output/libmitosis-fork.so"
guard/build.sh "$compiler" "$output/mitosis-guard"
