# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Watches the machine of lab/machine.sh until it has done its work or is beyond hope, and tells which and why.
# shellcheck disable=SC2154 # variables of lab/boot, lab/common.sh and lab/machine.sh

readonly ATTENTION_SPAN=0.2 END_GRACE=5 CONSOLE_TAIL=20
# What threads that spin in the kernel leave of the CPU must do for bringing out the counts.
readonly COUNTS_GRACE=60
# The last byte of storage that is searched for the kernel's log, hexadecimal; the initramfs comes next.
readonly KERNEL_END=7ffffff

done_cases=0 planned=0 ended=''
# Why the machine was given up, if it was.
fault=''

# changed FILE STAMP: has FILE been written since the last call? Equal times may hide a later write, so they
# count as changed; asking the file system is much cheaper than reading the file over and over.
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

show_progress() {
	if ((planned)) && [[ ! $counting ]]; then
		counting=1
		phase "running $planned cases"
	fi
	progress "${counting:+$done_cases done}"
}

machine_watch() {
	local size=0 last=0 since=$SECONDS counting='' grace=$END_GRACE

	[[ ! -e $kernel/counts ]] || grace=$COUNTS_GRACE
	while alive; do
		if changed "$machine/disk" "$machine/disk.seen"; then
			journal_read
			size=$(stat -c %s "$machine/journal")
		fi
		if ((size != last)); then
			last=$size since=$SECONDS
		fi
		show_progress
		if [[ $ended ]]; then
			# The journal is on the disk; what is left are the counts, if any, and the kernel switching off.
			((SECONDS - since < grace)) || break
		elif ((SECONDS - since >= timeout)); then
			fault="the suite did not start within $timeout s"
			((last == 0)) || fault="no result for $timeout s"
			break
		elif machine_broken; then
			break
		fi
		sleep "$ATTENTION_SPAN"
	done
	journal_read
	# A kernel which has switched off in the usual way does so in the words of one that died.
	[[ ! $ended ]] || fault=''
	if [[ ! $fault && ! $ended ]] && ! alive; then
		fault=$(silent_end)
	fi
	[[ ! $fault ]] || save_kernel_log
	machine_kill
	journal_read
	phase_end
}

# Has the machine given up by itself? No need to wait for the time limit then.
machine_broken() {
	changed "$out/console.log" "$machine/console.seen" || return 1
	if grep -aqE 'HHCIN098I' "$out/console.log"; then
		fault="hercules was told to shut down"
	elif grep -aqE '^HHC[A-Z]{2}[0-9]{3}[ES]' "$out/console.log"; then
		fault=$(emulator_complaint)
	elif grep -aqE 'Kernel panic|HHCCP011I' "$out/console.log"; then
		sleep 0.5 # the machine may be on its way to switching off in good order
		fault="the kernel died"
	else
		return 1
	fi
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
	elif grep -aq HHCIN098I "$out/console.log"; then
		printf 'hercules was told to shut down'
	elif grep -aq HHCIN099I "$out/console.log"; then
		printf 'the machine was switched off before the suite had ended'
	else
		printf 'hercules died (was it killed, or was there not enough memory?)'
	fi
}

# The last words of a kernel which has died or hangs are not on the console but in its storage.
save_kernel_log() {
	local klog tries

	alive || return 0
	klog=$(compiled klog gcc) || return 0
	order stopall
	sleep 0.3
	order psw "savecore core 0 $KERNEL_END"
	for ((tries = 0; tries < 30; tries++)); do
		! grep -aqE 'HHCPN(170I|10[0-9]E)' "$out/console.log" || break
		sleep 0.1
	done
	[[ -e $machine/core ]] && "$klog" "$machine/core" >"$machine/klog" || return 0
	fault+=$(sed -n '/^Kernel panic/{s/^/: /p;q}' "$machine/klog")
}

# What the machine said, without what the emulator says of its own start, work and end.
console() {
	tr -d '\0\r' <"$out/console.log" | sed -E -e '/^(stopall|HHCIN(098|900)I)/,$d' \
		-e '/HHC(CP(007|041)|AO...|PN013)I/d' -e '/^(hao|quit|CPU0000: SIGP|          tid=)/d' |
		awk '/^ipl start/ {n = 0; next} {line[n++] = $0} END {for (i = 0; i < n; i++) print line[i]}'
}

# The end of the kernel's log where it could be had, or else of the console.
last_words() {
	if [[ -s $machine/klog ]]; then
		cat "$machine/klog"
	elif grep -aq '^ipl start' "$out/console.log"; then
		console
	fi | tail -n "$CONSOLE_TAIL" | sed 's/^/    | /'
}

# What process 1 has to say, if it could not do its work: in the journal if there is a disk, else on the console.
init_complaint() {
	local line=''

	[[ ! -s $out/journal ]] ||
		line=$(sed -n -e 's/^died /memop-cts died of signal /p' -e 's/^lab //p' "$out/journal" | tail -n1)
	printf '%s' "${line:-$(console | sed -n 's/^.*lab: error: //p' | tail -n1)}"
}

# The journal goes out whatever happened. What went wrong is one line, after the machine's last words.
machine_finish() {
	local reason

	machine_salvage || die "$EXIT_INFRASTRUCTURE" "cannot write '$out/journal': is the disk full?"
	reason=$(init_complaint)
	if [[ $ended =~ ^[0-9]+$ ]]; then
		[[ ! $reason ]] || note "$me: $release: $reason"
		exit "$ended"
	fi
	last_words >&2
	die "$EXIT_INFRASTRUCTURE" "$release: ${reason:-$fault}; more is in $out/console.log"
}

# What process 1 wrote behind the journal: how often the kernel's branches were taken, if it counts that.
machine_counts() {
	local size

	size=$(stat -c %s "$machine/journal")
	tail -c +$((size / 512 * 512 + 513)) "$machine/disk" >"$machine/counts"
	[[ $(head -c 6 "$machine/counts" | tr -d '\0') == 070701 ]] || return 0
	mkdir -p "$out/gcov" && cpio -iu --quiet -D "$out/gcov" <"$machine/counts"
}

machine_salvage() {
	[[ ! -s $machine/journal || ! $ended ]] || machine_counts || return
	[[ ! -s $machine/journal ]] || mv "$machine/journal" "$out/journal" || return
	[[ ! -s $machine/klog ]] ||
		{ printf "\nThe kernel's log, as it is in its storage:\n" && cat "$machine/klog"; } >>"$out/console.log"
}

interrupted() {
	trap '' INT TERM HUP
	machine_kill
	if [[ $machine && -e $machine/disk ]]; then
		journal_read
		machine_salvage || true
	fi
	note "$me: interrupted after $done_cases of $planned cases"
	exit "$1"
}
