# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-only
#
# The emulated machine of lab/boot: made in a private folder, started, and taken away without a trace.
# Uses me, kernel, program, out, timeout and release of lab/boot, lab and cache of lab/common.sh.
# shellcheck disable=SC2154

readonly DISK_MIB=64 MEMORY_MIB=1024
# Above everything a decompressing kernel uses, below the end of storage.
readonly INITRD_AT=0x08000000
readonly TERM_GRACE=3

# What a kernel is told. The last four save the emulated CPU time and touch nothing of KVM: self-tests of the crypto
# code took 5 s, verifying a certificate for modules up to 4 s, gathering entropy 1 s, CPUs which are not there half
# a second. nokaslr: lab/klog looks for the log where the kernel is then.
# shellcheck disable=SC2054 # the commas are the kernel's
readonly PARAMETERS=(earlyprintk console=ttyS0 sclp_con_drop=0 rdinit=/init panic=-1 loglevel=4
	'cio_ignore=all,!0.0.0120' nokaslr
	cryptomgr.notests initcall_blacklist=load_system_certificate_list,jent_mod_init nr_cpus=1)

machine='' pid='' control=''

machine_create() {
	command -v hercules >/dev/null ||
		die "$EXIT_INFRASTRUCTURE" "hercules is not installed: apt-get install hercules"
	mkdir -p "$out" 2>/dev/null || die "$EXIT_INFRASTRUCTURE" "cannot make the folder '$out'"
	out=$(cd "$out" && pwd)
	# Below OUT, so that parallel runs cannot meet and a full disk is seen here and now.
	machine=$(mktemp -d "$out/.machine.XXXXXX" 2>/dev/null) ||
		die "$EXIT_INFRASTRUCTURE" "cannot write to '$out'"
	: >"$out/console.log" || die "$EXIT_INFRASTRUCTURE" "cannot write '$out/console.log'"
	# Allocated whole: with a sparse file a full disk would be an I/O error in mid-run. Not every file system can
	# allocate without writing.
	fallocate -l "${DISK_MIB}M" "$machine/disk" 2>/dev/null ||
		head -c "${DISK_MIB}M" /dev/zero 2>/dev/null >"$machine/disk" ||
		die "$EXIT_INFRASTRUCTURE" "no room for a result disk of $DISK_MIB MiB in '$out': free some space"
}

# compiled NAME COMPILER...: the program made from lab/NAME.c; it is kept in the cache.
compiled() {
	local program=$cache/lab/$1 source=$lab/$1.c
	shift

	if ! newer "$program" "$source"; then
		mkdir -p "$cache/lab"
		"$@" -O2 -o "$program.$$" "$source" 2>"$machine/cc.log" ||
			die "$EXIT_INFRASTRUCTURE" "cannot compile $source: $(head -n1 "$machine/cc.log")"
		mv "$program.$$" "$program"
	fi
	printf '%s\n' "$program"
}

big_endian_64() {
	local hex
	printf -v hex %016x "$1"
	# Turned into \x escapes, two digits each.
	# shellcheck disable=SC2001
	printf '%b' "$(sed 's/../\\x&/g' <<<"$hex")"
}

# machine_pack ARGS...: the initramfs with the program and its arguments, and the list of what is loaded where.
machine_pack() {
	local root=$machine/root init adapt

	init=$(compiled init s390x-linux-gnu-gcc -static -march=z10)
	mkdir -p "$root"/{dev,proc,sys,tmp,modules}
	cp "$init" "$root/init"
	cp "$program" "$root/memop-cts"
	chmod 755 "$root/init" "$root/memop-cts"
	if [[ -s $kernel/modules.list ]]; then
		cp "$kernel"/modules/*.ko "$root/modules/"
		adapt=$("$lab/adapt" "$kernel") || exit
		[[ ! $adapt ]] || cp "$adapt" "$root/modules/"
		{ cat "$kernel/modules.list"; [[ ! $adapt ]] || echo adapt.ko; } >"$root/modules.list"
	fi
	: >"$root/args"
	(($# == 0)) || printf '%s\0' "$@" >"$root/args"
	# Not compressed: the emulated CPU would need longer to unpack it than to read it.
	(cd "$root" && find . -mindepth 1 | LC_ALL=C sort | cpio -o -H newc -R 0:0 --quiet) >"$machine/initrd" ||
		die "$EXIT_INFRASTRUCTURE" "cannot pack the initramfs in '$out': is the disk full?"
	rm -rf "$root"

	big_endian_64 "$INITRD_AT" >"$machine/initrd.addr"
	big_endian_64 "$(stat -c %s "$machine/initrd")" >"$machine/initrd.size"
	printf '%s\0' "${PARAMETERS[*]}" >"$machine/parm"
	{
		load_list image 0x00000000
		printf '%s\n' "initrd $INITRD_AT" 'initrd.addr 0x00010408' 'initrd.size 0x00010410' 'parm 0x00010480'
		[[ ! -e $kernel/ins.extra ]] || while read -r file address; do
			load_list "$file" "$address"
		done <"$kernel/ins.extra"
	} >"$machine/start.ins"
}

# load_list FILE ADDRESS: a file of the kernel folder and its line in the list. hercules reads nothing from
# outside the folder of the list, not even through a link, and splits lines at blanks: hence a short-named copy.
load_list() {
	[[ $1 && $2 ]] || return 0
	cp --reflink=auto "$kernel/$1" "$machine/kernel.${1//[^A-Za-z0-9.]/_}" 2>/dev/null ||
		die "$EXIT_INFRASTRUCTURE" "cannot copy '$kernel/$1' to '$out': is the disk full?"
	printf '%s %s\n' "kernel.${1//[^A-Za-z0-9.]/_}" "$2"
}

machine_start() {
	cat >"$machine/machine.cnf" <<-CNF
		CPUSERIAL 000120
		CPUMODEL  2097
		MAINSIZE  $MEMORY_MIB
		NUMCPU    1
		ARCHMODE  z/Arch
		OSTAILOR  QUIET
		PANRATE   FAST
		0120 3370 disk
	CNF
	# As a daemon hercules takes no commands but those of its start-up script. A pipe is a script without an end.
	mkfifo "$machine/control"
	exec {control}<>"$machine/control"
	# Linux closes the system console last thing at power-off: the sign for the emulator to go, too.
	order 'hao tgt HHCCP042I' 'hao cmd quit' 'ipl start.ins'
	phase "booting $release"
	# Dies with this script, however the script dies.
	(
		cd "$machine" || exit
		HERCULES_RC=control exec setpriv --pdeathsig KILL hercules -d -f machine.cnf
	) >"$out/console.log" 2>&1 </dev/null {control}>&- &
	pid=$!
	# Else bash itself has something to say when the emulator is killed.
	disown
}

# order COMMAND...: have hercules carry out commands, in its own time.
order() {
	printf '%s\n' "$@" >&"$control"
}

alive() {
	[[ $pid ]] && kill -0 "$pid" 2>/dev/null
}

machine_kill() {
	local tries
	alive || return 0
	kill -TERM "$pid" 2>/dev/null || true
	# SIGTERM is a clean end except when a broken kernel spins.
	for ((tries = 0; tries < TERM_GRACE * 10; tries++)); do
		alive || return 0
		sleep 0.1
	done
	kill -KILL "$pid" 2>/dev/null || true
}

machine_remove() {
	machine_kill
	[[ ! $machine ]] || rm -rf "$machine"
}
