# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Copies the modules that the lab needs into a kernel folder, in load order. Sourced after
# common.sh.
# shellcheck disable=SC2154 # variables of common.sh

# The modules that the lab needs, unless they are built in: KVM, the drivers of the result disk on
# hercules and on qemu, and the disk for swap space.
readonly LAB_MODULES=(kvm dasd_mod dasd_fba_mod virtio_ccw virtio_blk zram)

# modinfo_field FILE FIELD: print a field of .modinfo, a list of zero-terminated strings. This needs
# no ELF tool.
modinfo_field() {
	tr '\0' '\n' <"$1" | sed -n "s/^$2=//p" | head -n1
}

# find_module DIR NAME: print its file below DIR, which may be compressed. In names of modules - and
# _ are equivalent.
find_module() {
	find "$1/" -type f -name "${2//[-_]/[-_]}.ko*" ! -name '*.ko.*.*' -print -quit
}

unpack_module() {
	case $1 in
	*.ko) cat "$1" ;;
	*.xz) xz -dc "$1" ;;
	*.gz) gzip -dc "$1" ;;
	*.zst) zstd -dcq "$1" ;;
	*) return 1 ;;
	esac
}

# drop_signature FILE: remove the signature that is appended to a module, because signatures are not
# enforced and the emulated CPU needs seconds to verify one. The module itself is not changed.
# Layout: module, signature, 12 bytes whose last four are the signature's length (big-endian), magic
# line.
drop_signature() {
	local magic='~Module signature appended~' size length

	[[ $(tail -c 28 "$1" | tr -d '\0') == "$magic" ]] || return 0
	size=$(stat -c %s "$1")
	length=$((0x$(tail -c 32 "$1" | head -c 4 | od -An -tx1 | tr -d ' ')))
	truncate -s $((size - 28 - 12 - length)) "$1"
}

# take_module DIR FOLDER NAME: copy a module, after those that it depends on.
take_module() {
	local dir=$1 folder=$2 name=$3 file dependency dependencies

	! grep -qxF "$name.ko" "$folder/modules.list" || return 0
	file=$(find_module "$dir" "$name")
	[[ $file ]] || return 1
	unpack_module "$file" >"$folder/modules/$name.ko" ||
		lab_error "cannot unpack the module '$file'"
	drop_signature "$folder/modules/$name.ko"
	IFS=, read -ra dependencies < <(modinfo_field "$folder/modules/$name.ko" depends) || true
	for dependency in "${dependencies[@]}"; do
		take_module "$dir" "$folder" "$dependency" ||
			lab_error "module $name needs $dependency, which is not in '$dir'"
	done
	printf '%s.ko\n' "$name" >>"$folder/modules.list"
}

# take_modules DIR FOLDER: copy all LAB_MODULES that DIR has; the others are assumed to be built in.
# FOLDER/wanted shows later whether the folder was made with the same list.
take_modules() {
	local name

	mkdir -p "$2/modules"
	printf '%s\n' "${LAB_MODULES[*]}" >"$2/wanted"
	: >"$2/modules.list"
	for name in "${LAB_MODULES[@]}"; do
		take_module "$1" "$2" "$name" || true
	done
}

# spare_decompression FOLDER: decompress the kernel image on the host, because the emulated CPU is
# slow. The kernel also boots without this.
spare_decompression() {
	local log=$cache/log/kernel-unpack.log

	mkdir -p "${log%/*}"
	if [[ ! -x $lab/kernel-unpack ]] || ! quietly "$log" "$lab/kernel-unpack" "$1"; then
		note "this kernel decompresses itself on the emulated CPU, which is slow:" \
			"$(tail -n1 "$log" 2>/dev/null)"
	fi
}
