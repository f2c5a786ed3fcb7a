#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# lab/kernel-build: its exit code says who is to blame for a failure. A script replaces the kernel's
# make.
set -euo pipefail
# shellcheck source-path=SCRIPTDIR source=../expect.sh
. "$(dirname "$0")/../expect.sh"

if ! command -v flex bison bc perl cpio xz s390x-linux-gnu-gcc >/dev/null ||
	! compgen -G '/usr/include/libelf.h' >/dev/null ||
	! compgen -G '/usr/include/openssl/opensslv.h' >/dev/null; then
	skip 'kernel builds: not all tools are installed'
	finish
fi
build=$(copy_of_project)/lab/kernel-build
tree=$scratch/tree
mkdir -p "$tree/arch/s390/kvm"
touch "$tree/arch/s390/kvm/Makefile" "$tree/Kconfig"
export SCRATCH=$scratch

version() {
	printf 'VERSION = %s\nPATCHLEVEL = %s\n' "$@" >"$tree/Makefile"
}
version 6 12

# fails STATUS PATTERN TARGET MESSAGE...: make prints the messages and fails at this target.
fails() {
	printf '%s\n' "${@:4}" >"$scratch/message"
	expect "$4" "$1" "$2" env FAIL="$3" "$build" "$tree"
}

# Makes all files that lab/kernel-build takes from a build.
stand_in make <<'MAKE'
for word; do [[ $word != O=* ]] || out=${word#O=}; done
echo "${*: -1}" >>"$SCRATCH/targets"
[[ " $* " != *" ${FAIL:-none} "* ]] || { cat "$SCRATCH/message" >&2; exit 2; }
mkdir -p "$out/arch/s390/boot" "$out/include/config"
cp "$out/fragment" "$out/.config"
[[ ! ${WITHOUT:-} ]] || sed -i "/$WITHOUT/d" "$out/.config"
printf 'deps_config := \\\n\tKconfig \\\n' >"$out/include/config/auto.conf.cmd"
touch "$out/include/config/auto.conf"
mkdir -p "$out/kvm" "$out/lib"
printf '\0depends=helper\0' >"$out/kvm/kvm.ko"
printf '\0depends=\0' | tee "$out/lib/helper.ko" "$out/lib/other.ko" >"$out/lib/zram.ko"
printf '%s\n' kvm/kvm.o lib/helper.o lib/other.o >"$out/modules.order"
echo 6.12 >"$out/include/config/kernel.release"
echo image >"$out/arch/s390/boot/bzImage"
MAKE

fails 5 'the kernel does not build: a.c:1:2: error: planted \(the complete output is in' modules \
	'CC a.o' 'a.c:1:2: error: planted' 'make: *** [a.o] Error 1'
fails 3 'because the disk is full: .*No space left' modules 'ld: No space left on device' \
	'make: *** [a.o] Error 1'
fails 3 'this machine lacks something: /bin/sh: 1: pahole: not found' modules \
	'/bin/sh: 1: pahole: not found' 'make: *** [a.o] Error 127'
fails 3 'lacks something: gcc: fatal error: Killed signal terminated program cc1' modules \
	'gcc: fatal error: Killed signal terminated program cc1'
rm -rf "$scratch/project/.cache/build-kernel"
fails 3 'too old for it: C compiler is too old. Your GCC version: 4.8 Minimum GCC version: 8.1' \
	allnoconfig '***' '*** C compiler is too old.' '***   Your GCC version:    4.8' \
	'***   Minimum GCC version: 8.1' '***'
fails 5 'cannot be configured: Kconfig:1: syntax error' allnoconfig 'Kconfig:1: syntax error'
expect 'an option that the lab needs' 5 'cannot be built with CONFIG_KVM=m, which the lab needs' \
	env WITHOUT=CONFIG_KVM=m "$build" "$tree"

expect 'a build' 0 "/source-tree-" "$build" "$tree"
folder=$(tail -n1 "$scratch/output")
check 'it has the modules of this configuration that the lab needs, in load order' \
	test "$(xargs <"$folder/modules.list")" = 'helper.ko kvm.ko'
check 'and no other files' test "$(cd "$folder" && echo * modules/*)" = \
	'image modules modules.list release wanted modules/helper.ko modules/kvm.ko'
: >"$scratch/targets"
expect 'a second build' 0 "/source-tree-" "$build" "$tree"
check 'it does not configure' test "$(xargs <"$scratch/targets")" = modules
touch -d '1 minute' "$tree/Kconfig"
expect 'a build after a change of Kconfig' 0 "/source-tree-" "$build" "$tree"
check 'it configures' test "$(xargs <"$scratch/targets")" = 'modules allnoconfig modules'

refuses 'is Linux 5.17: the lab builds Linux 5.18 and later' bash -c \
	"printf 'VERSION = 5\nPATCHLEVEL = 17\n' >'$tree/Makefile' && '$build' '$tree'"
version 6 12
touch "$tree/.config"
refuses 'contains a build: clean it' "$build" "$tree"
rm -r "$tree/arch/s390/kvm"
refuses 'not a Linux source tree: it has no arch/s390/kvm' "$build" "$tree"
refuses 'no folder' "$build" "$scratch/nowhere"
finish
