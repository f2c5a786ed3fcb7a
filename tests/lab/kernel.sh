#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# lab/kernel-image: makes a kernel folder from an image and its modules.
set -euo pipefail
# shellcheck source-path=SCRIPTDIR source=../expect.sh
. "$(dirname "$0")/../expect.sh"

project=$(copy_of_project)
take=$project/lab/kernel-image
image=$scratch/bzImage modules=$scratch/modules

# An image has a magic string at 0x10008 and contains its version. This one is not compressed.
{
	head -c 65544 /dev/zero && printf 'S390EP' && head -c 100 /dev/zero
	printf '6.6.6-test (me@here) #1 SMP'
} >"$image"
echo text >"$scratch/text"

# module NAME DEPENDS: print the fields of a module that the lab reads.
module() {
	printf '\0\0license=GPL\0depends=%s\0vermagic=7.7.7-test SMP \0' "$2"
}
mkdir -p "$modules/kernel/a" "$modules/kernel/b"
module kvm virt-helper | xz >"$modules/kernel/a/kvm.ko.xz"
module virt-helper '' | gzip >"$modules/kernel/b/virt_helper.ko.gz"
module dasd_mod '' >"$modules/kernel/b/dasd_mod.ko"
module zram zsmalloc >"$modules/kernel/b/zram.ko"
module zsmalloc '' >"$modules/kernel/b/zsmalloc.ko"
module other '' >"$modules/kernel/b/other.ko"
{
	cat "$modules/kernel/b/dasd_mod.ko"
	printf 'signature\0\0\0\0\0\0\0\0\0\0\0\11~Module signature appended~\n'
} >"$modules/kernel/b/dasd_fba_mod.ko"

expect help 0 'assumed to be built in' "$take" --help
refuses 'no image is given' "$take"
refuses 'cannot read the kernel image' "$take" "$scratch/nowhere"
refuses 'not an s390x kernel image' "$take" "$scratch/text"
refuses '--modules: no folder' "$take" --modules "$scratch/nowhere" "$image"
refuses "unknown option '--nonsense'" "$take" --nonsense
refuses "'x y' is not a kernel of lab/kernels.txt: give 6.1, " "$project/lab/kernel-debian" 'x y'
refuses "'9.9' is not a kernel of lab/kernels.txt" "$project/lab/kernel-debian" 9.9
refuses "'debian:9.9' is not in lab/kernels.txt" "$project/lab/kernel-build" debian:9.9
refuses 'one kernel version' "$project/lab/kernel-debian"

expect 'an image alone' 0 '/image-[0-9]+$' "$take" "$image"
folder=$(tail -n1 "$scratch/output")
check 'the release is taken from the image' grep -qx 6.6.6-test "$folder/release"
check 'no modules are listed' test ! -s "$folder/modules.list"

expect 'an image with modules' 0 '/image-[0-9]+$' "$take" --modules "$modules" "$image"
check 'the release is taken from the modules' grep -qx 7.7.7-test "$folder/release"
check 'a module comes after those that it depends on' \
	test "$(xargs <"$folder/modules.list")" = \
	'virt-helper.ko kvm.ko dasd_mod.ko dasd_fba_mod.ko zsmalloc.ko zram.ko'
check 'modules are unpacked' grep -aq 'license=GPL' "$folder/modules/kvm.ko"
check 'signatures are removed' \
	cmp "$modules/kernel/b/dasd_mod.ko" "$folder/modules/dasd_fba_mod.ko"

rm "$modules/kernel/b/virt_helper.ko.gz"
expect 'a dependency is missing' 3 'kvm needs virt-helper' "$take" --modules "$modules" "$image"

finish
