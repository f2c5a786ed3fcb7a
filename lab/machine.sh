# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-only
#
# The emulated machine of lab/boot: made in a private folder, watched, and taken away without a trace.
# Uses me, kernel, program, out, timeout and release of lab/boot, lab and cache of lab/common.sh.
# shellcheck disable=SC2154

readonly DISK_MIB=64 MEMORY_MIB=1024
# Above everything a decompressing kernel uses, below the end of storage.
readonly INITRD_AT=0x08000000
readonly ATTENTION_SPAN=0.2 END_GRACE=5 TERM_GRACE=3 CONSOLE_TAIL=20

# What a kernel is told. Each of the four at the end of the
# list saves the emulated CPU time and touches nothing of KVM: self-tests of
# the crypto code took 5 s, verifying a certificate for modules 1 to 4 s, gathering entropy 1 s, CPUs which are not
# there half a second.
# shellcheck disable=SC2054 # the commas are the kernel's
readonly PARAMETERS=(earlyprintk console=ttyS0 rdinit=/init panic=-1 loglevel=4 'cio_ignore=all,!0.0.0120'
	sclp_con_drop=0 cryptomgr.notests initcall_blacklist=load_system_certificate_list,jent_mod_init nr_cpus=1)

machine='' pid='' done_cases=0 planned=0 ended=''

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

# Process 1 changes seldom; it is compiled once and kept in the cache.
init_program() {
	local init=$cache/lab/init

	if ! newer "$init" "$lab/init.c"; then
		mkdir -p "$cache/lab"
		s390x-linux-gnu-gcc -static -O2 -march=z10 -o "$init.$$" "$lab/init.c" 2>"$machine/cc.log" ||
			die "$EXIT_INFRASTRUCTURE" "cannot compile lab/init.c: $(head -n1 "$machine/cc.log")"
		mv "$init.$$" "$init"
	fi
	printf '%s\n' "$init"
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
	local root=$machine/root init hamax

	init=$(init_program)
	mkdir -p "$root"/{dev,proc,sys,tmp,modules}
	cp "$init" "$root/init"
	cp "$program" "$root/memop-cts"
	chmod 755 "$root/init" "$root/memop-cts"
	if [[ -s $kernel/modules.list ]]; then
		cp "$kernel"/modules/*.ko "$root/modules/"
		hamax=$("$lab/hamax" "$kernel") || exit
		[[ ! $hamax ]] || cp "$hamax" "$root/modules/"
		{ [[ ! $hamax ]] || echo hamax.ko; cat "$kernel/modules.list"; } >"$root/modules.list"
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
	# Linux closes the system console last thing at power-off: the sign for the emulator to go, too.
	cat >"$machine/machine.rc" <<-'RC'
		hao tgt HHCCP042I
		hao cmd quit
		ipl start.ins
	RC
	phase "booting $release"
	# Dies with this script, however the script dies.
	(
		cd "$machine" || exit
		HERCULES_RC=machine.rc exec setpriv --pdeathsig KILL hercules -d -f machine.cnf
	) >"$out/console.log" 2>&1 </dev/null &
	pid=$!
	# Else bash itself has something to say when the emulator is killed.
	disown
}

alive() {
	[[ $pid ]] && kill -0 "$pid" 2>/dev/null
}

# changed FILE STAMP: has FILE been written since the last call? Equal times may hide a later write, so they
# count as changed; asking the file system is much cheaper than reading the file ten times a second.
changed() {
	[[ ! $2 -nt $1 ]] || return 1
	: >"$2"
}

# The journal is what is on the disk up to the first zero byte; it can be read while the machine runs.
journal_read() {
	head -z -n1 "$machine/disk" | tr -d '\0' >"$machine/journal"
	read -r done_cases planned ended < <(
		awk '/^plan /{p = $2} /^r /{n++} /^end /{e = $2} END {print n + 0, p + 0, e}' "$machine/journal"
	) || true
}

# What the machine said, without what the emulator says of its own start, work and end.
console() {
	tr -d '\0\r' <"$out/console.log" | sed -E -e '/HHCIN(098|900)I/,$d' -e '/HHC(CP(007|041)|AO...|PN013)I/d' \
		-e '/^(hao|quit|CPU0000: SIGP|          tid=)/d' | awk '/^ipl start/ {n = 0; next} {line[n++] = $0}
		END {for (i = 0; i < n; i++) print line[i]}'
}

# Has the machine given up by itself? No need to wait for the time limit then. The message is in fault.
machine_broken() {
	changed "$out/console.log" "$machine/console.seen" || return 1
	if grep -aqE 'HHCIN098I|HHCIN900I' "$out/console.log"; then
		fault="hercules was told to shut down"
	elif grep -aqE '^HHC[A-Z]{2}[0-9]{3}[ES]' "$out/console.log"; then
		fault=$(emulator_complaint)
	elif grep -aqE 'Kernel panic|HHCCP011I' "$out/console.log"; then
		fault="the kernel died"
	else
		return 1
	fi
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

# Why the machine was given up, if it was, and whether the emulator died under it; set by machine_watch.
fault='' died=''

machine_watch() {
	local size last=0 since=$SECONDS

	while alive; do
		if changed "$machine/disk" "$machine/disk.seen"; then
			journal_read
		fi
		size=$(stat -c %s "$machine/journal")
		if ((size != last)); then
			last=$size since=$SECONDS
		fi
		if [[ $ended ]]; then
			# Everything is on the disk; what is left is the kernel switching off.
			((SECONDS - since < END_GRACE)) || break
		elif ((SECONDS - since >= timeout)); then
			((last)) && fault="no result for $timeout s" || fault="the suite did not start within $timeout s"
			break
		elif machine_broken; then
			sleep 1 # for the rest of its last words
			journal_read
			# A kernel which has switched off in the usual way says so in the same words.
			[[ ! $ended ]] || fault=''
			break
		fi
		show_progress
		sleep "$ATTENTION_SPAN"
	done
	[[ $fault ]] || alive || grep -aq 'HHCIN099I' "$out/console.log" || died=1
	machine_kill
	journal_read
	phase_end
}

show_progress() {
	if ((planned)); then
		progress "$done_cases of $planned cases"
	else
		progress ''
	fi
}

# The journal goes out whatever happened. What went wrong is one line; where the machine was started, its last words
# come before it.
machine_finish() {
	local reason

	if [[ -s $machine/journal ]]; then
		mv "$machine/journal" "$out/journal" ||
			die "$EXIT_INFRASTRUCTURE" "cannot write '$out/journal': is the disk full?"
	fi
	pid=''
	reason=$(init_complaint)
	if [[ $ended =~ ^[0-9]+$ ]]; then
		[[ ! $reason ]] || note "$me: $release: $reason"
		exit "$ended"
	fi
	fault=${fault:-${reason:-$(silent_end)}}
	if grep -aq '^ipl start' "$out/console.log"; then
		console | tail -n "$CONSOLE_TAIL" | sed 's/^/    | /' >&2
	fi
	die "$EXIT_INFRASTRUCTURE" "$release: $fault; the whole console is in $out/console.log"
}

# What process 1 has to say, if it could not do its work: in the journal if there is a disk, else on the console.
init_complaint() {
	local line=''

	[[ ! -s $out/journal ]] ||
		line=$(sed -n -e 's/^died /memop-cts died of signal /p' -e 's/^lab //p' "$out/journal" | tail -n1)
	printf '%s' "${line:-$(console | sed -n 's/^.*lab: error: //p' | tail -n1)}"
}

# hercules marks its messages with E or S when they are errors.
emulator_complaint() {
	local line

	line=$(grep -aE -m1 '^HHC[A-Z]{2}[0-9]{3}[ES]' "$out/console.log" | tr -d '\r')
	case $line in
	*'main storage'*) printf 'not enough memory: the emulated machine needs %d MiB' "$MEMORY_MIB" ;;
	*) printf 'hercules: %s' "${line#* }" ;;
	esac
}

# Why the emulator is gone when it was not this script that ended it.
silent_end() {
	if grep -aqE '^HHC[A-Z]{2}[0-9]{3}[ES]' "$out/console.log"; then
		emulator_complaint
	elif [[ $died ]]; then
		printf 'hercules died (was it killed, or was there not enough memory?)'
	else
		printf 'the machine was switched off before the suite had ended'
	fi
}

interrupted() {
	trap '' INT TERM HUP
	machine_kill
	if [[ -e ${machine:-/nonexistent}/disk ]]; then
		journal_read
		[[ ! -s $machine/journal ]] || mv "$machine/journal" "$out/journal"
	fi
	phase_end
	printf '%s: interrupted after %d of %d cases\n' "$me" "$done_cases" "$planned" >&2
	exit "$1"
}
