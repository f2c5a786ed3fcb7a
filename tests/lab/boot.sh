#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# lab/boot: the options that it refuses, and its handling of an emulator that misbehaves. Scripts
# replace the emulators.
set -euo pipefail
# shellcheck source-path=SCRIPTDIR source=../expect.sh
. "$(dirname "$0")/../expect.sh"

boot=$(copy_of_project)/lab/boot
kernel=$scratch/kernel out=$scratch/out
mkdir "$kernel" "$scratch/empty"
echo image >"$kernel/image"
echo 1.2.3-test >"$kernel/release"
printf '#!/bin/true\n' >"$scratch/program"
boot_it=("$boot" --kernel "$kernel" --program "$scratch/program" --out "$out")

expect help 0 'files that such runs left there' "$boot" --help
refuses "unknown option '--nonsense'" "$boot" --nonsense
refuses '--kernel is missing' "$boot"
refuses '--out needs a value' "$boot" --out
refuses "--emulator 'bochs': give hercules or qemu" "${boot_it[@]}" --emulator bochs
refuses "--accel 'xen': give tcg or kvm" "${boot_it[@]}" --accel xen
refuses 'not a kernel folder' "${boot_it[@]}" --kernel "$scratch/empty"
refuses 'no program' "${boot_it[@]}" --program "$scratch/nowhere"
refuses "--memory '1023' is not a number from 1024 to" "${boot_it[@]}" --memory 1023
refuses "--memory 'much'" "${boot_it[@]}" --memory much
refuses "--cpus '3' is not a number from 1 to 2" "${boot_it[@]}" --cpus 3
refuses "--cpus '0' is not a number from 1 to 2" "${boot_it[@]}" --cpus 0
refuses "--timeout '-1'" "${boot_it[@]}" --timeout -1
refuses 'either --program or --root is needed' "$boot" --kernel "$kernel" --out "$out"
refuses 'either --program or --root is needed' "${boot_it[@]}" --root "$scratch/empty" -- true
root_it=("$boot" --kernel "$kernel" --out "$out" --root "$scratch/empty")
refuses "--root: no folder '.*nowhere'" "${root_it[@]}" --root "$scratch/nowhere" -- true
refuses '--root needs a command after --' "${root_it[@]}"

if ! command -v s390x-linux-gnu-gcc >/dev/null || ! command -v cpio >/dev/null; then
	skip 'the machine: no s390x-linux-gnu-gcc or no cpio'
	finish
fi

# start STATUS PATTERN NAME [OPTION...]: start a machine and check its end. It must leave no files.
emulator=hercules
start() {
	local status=$1 pattern=$2 name="$emulator: $3"
	shift 3
	rm -rf "$out"
	expect "$name" "$status" "$pattern" "${boot_it[@]}" --emulator "$emulator" "$@" -- -x 'a b'
	check "$name: leaves no files" test -z "$(find "$out" -name '.machine*')"
}

# machine STATEMENT...: the shell statements of the stand-in for the emulator.
machine() {
	stand_in "$program" <<<"$(printf '%s\n' "$@")"
}

# journal TEXT: the statement of a stand-in that writes TEXT to the machine's disk.
journal() {
	printf 'printf %q | dd of=disk conv=notrunc status=none\n' "$1"
}

# interrupt SIGNAL: while the suite runs.
# shellcheck disable=SC2317 # called by way of expect
interrupt() {
	local pid status=0
	rm -f "$scratch/pid"
	"${boot_it[@]}" --emulator "$emulator" &
	pid=$!
	for _ in {1..100}; do [[ ! -s $scratch/pid ]] || break; sleep 0.05; done
	sleep 0.3
	kill "-$1" "$pid"
	wait "$pid" || status=$?
	sleep 0.2
	return "$status"
}

# ends_of_a_run PROGRAM IDLE NO_MEMORY NO_KERNEL: the ends of a run that both emulators have in
# common. PROGRAM is the emulator. IDLE are the statements of a machine that runs forever, and that
# answers to the command to save its storage that it cannot. The others are messages of the emulator.
ends_of_a_run() {
	local program=$1 idle=$2 no_memory=$3 no_kernel=$4

	machine "$(journal 'plan 2\nr 1\nr 2\nend 0\n')"
	start 0 'booting|running' 'a run that passes'
	check 'the journal was extracted' grep -qx 'end 0' "$out/journal"
	check 'the journal has no zero bytes' test "$(wc -c <"$out/journal")" = 21

	machine "$(journal 'plan 2\nr 1\nr 2\nend 1\n')"
	start 1 'booting|running' 'a run that fails'

	machine "$(journal 'plan 2\nr 1\n')" 'kill -KILL $$'
	start 3 "$emulator died" 'the emulator is killed'
	check 'the results so far are kept' grep -qx 'r 1' "$out/journal"

	machine "$(journal 'plan 2\nr 1\nlab memop-cts died of signal 11\nstop 3\n')"
	start 5 'memop-cts died of signal 11' 'the program dies'

	machine "$(journal 'lab this kernel has no /dev/kvm\nstop 3\n')"
	start 5 'this kernel has no /dev/kvm' 'process 1 complains'

	machine "echo '$no_memory' >&2; exit 1"
	start 3 'not enough memory' 'no memory for the machine'

	machine "echo '$no_kernel' >&2" "$idle"
	start 3 "$emulator: ${no_kernel#* }" 'the kernel cannot be loaded'

	machine "echo ipl start.ins >&2; echo 'Kernel panic - not syncing: test' >&2" "$idle"
	start 5 'the kernel died' 'the kernel panics'

	machine "trap '' TERM; echo \$\$ >$scratch/pid" "$idle"
	start 5 'did not start within 1 s' 'the kernel hangs, and SIGTERM does not help' --timeout 1
	check 'the emulator is gone' bash -c "! kill -0 $(cat "$scratch/pid") 2>/dev/null"

	machine "$(journal 'plan 2\nr 1\n')" "echo \$\$ >$scratch/pid" "$idle"
	start 5 'no result for 1 s' 'the suite hangs' --timeout 1
	check 'the results so far are kept' grep -qx 'r 1' "$out/journal"

	expect 'interrupted' 143 'interrupted after 1 of 2 cases' interrupt TERM
	check 'the emulator is gone' bash -c "! kill -0 $(cat "$scratch/pid") 2>/dev/null"
	expect 'killed' 137 'Killed' interrupt KILL
	check 'the emulator does not outlive lab/boot' \
		bash -c "! grep -q '^State:.*[RSD] ' /proc/$(cat "$scratch/pid")/status"
	expect 'its journal is recovered' 0 'the journal of a killed run is in' \
		"$boot" --recover "$out"
	check 'the journal was extracted' grep -qx 'r 1' "$out/journal"
	check 'no files are left' test -z "$(find "$out" -name '.machine*')"
	rm -rf "$out"
}

# shellcheck disable=SC2016 # for the stand-in's shell
ends_of_a_run hercules \
	'while read -r order; do [[ $order != savecore* ]] || echo HHCPN105E no core; done <control' \
	'HHCCF031S Cannot obtain 1024MB main storage: no memory' 'HHCCP030E z/Arch mode IPL failed'

# The counts are an archive in the block after the journal. They may take longer than the grace time
# of a kernel without counts.
program=hercules
: >"$kernel/counts"
mkdir "$scratch/counts"
echo 7 >"$scratch/counts/file.gcda"
machine "$(journal 'plan 1\nr 1\nend 0\n')" \
	"sleep 7; cd $scratch/counts; echo file.gcda | cpio -o -H newc --quiet >archive; cd -" \
	"dd if=$scratch/counts/archive of=disk bs=512 seek=1 conv=notrunc status=none"
start 0 'booting|running' 'a kernel that counts its branches'
check 'the counts were extracted' grep -qx 7 "$out/gcov/file.gcda"
rm "$kernel/counts"

# A command in a root file system: its output and its files.
mkdir -p "$scratch/made/a"
echo made >"$scratch/made/a/b"
machine "$(journal '| one\n| end 9\nstop 77\n')" \
	"cd $scratch/made; find a -type f | cpio -o -H newc --quiet >../archive; cd -" \
	"dd if=$scratch/archive of=disk bs=512 seek=1 conv=notrunc status=none"
rm -rf "$out"
expect 'a command in a root file system' 77 booting "${root_it[@]}" -- sh -c true
check 'its output was extracted' test "$(cat "$out/output")" = $'one\nend 9'
check 'and its files' grep -qx made "$out/files/a/b"
check 'there is no journal' test ! -e "$out/journal"
machine "$(journal '| one\nstop 0\n')" \
	"dd if=$scratch/archive of=disk bs=512 seek=1 conv=notrunc status=none" \
	'echo "lab: error: cannot write files to the result disk: No space left on device"'
rm -rf "$out"
expect 'files that have no room on the disk' 3 'cannot write files to the result disk: No space' \
	"${root_it[@]}" -- sh -c true
check 'what was written was extracted' grep -qx made "$out/files/a/b"
truncate -s 400M "$scratch/empty/large"
expect 'a root file system that is too large' 2 '400 MiB of files: give --memory 10[0-9]{2} or more' \
	"${root_it[@]}" -- true
rm "$scratch/empty/large"

machine 'cat machine.cnf parm; exit 0'
start 3 'hercules died' 'a machine with one CPU'
check 'is configured' grep -qx 'NUMCPU    1' "$out/console.log"
check 'and its kernel knows' grep -qa ' nr_cpus=1' "$out/console.log"
start 3 'hercules died' 'a machine with two CPUs' --cpus 2
check 'is configured' grep -qx 'NUMCPU    2' "$out/console.log"
check 'and its kernel knows' grep -qa ' nr_cpus=2' "$out/console.log"

machine 'cat start.ins; exit 0'
echo 'extra 0x1000' >"$kernel/ins.extra"
echo extra >"$kernel/extra"
start 3 'hercules died' 'a kernel folder with additional files to load'
check 'the additional file is in the list' grep -q '^kernel.extra 0x00001000' "$out/console.log"

rm "$kernel/extra"
start 3 "cannot copy '.*extra'" 'a kernel folder that lacks a listed file'
rm "$kernel/ins.extra"

truncate -s 129M "$kernel/image"
start 3 'larger than the limit of 128 MiB' 'a kernel that is too large'
echo image >"$kernel/image"

no_stand_in hercules
if command -v hercules >/dev/null; then
	start 3 'z/Arch mode IPL failed' 'the real emulator without a kernel' --timeout 20
	start 3 'z/Arch mode IPL failed' 'with more storage' --timeout 20 --memory 2048
fi

# Commands of qemu are JSON on standard input, replies and events on standard output. Other messages
# are on standard error.
emulator=qemu program=qemu-system-s390x
# shellcheck disable=SC2016 # for the stand-in's shell
idle='while read -r order; do
	[[ $order != *pmemsave* ]] || echo "{\"error\": {}, \"id\": \"pmemsave\"}"
done'
ends_of_a_run "$program" "$idle" \
	'qemu-system-s390x: cannot set up guest memory: Cannot allocate memory' \
	'qemu-system-s390x: could not load kernel'

machine 'echo "{\"event\": \"GUEST_PANICKED\", \"data\": {}}"' "$idle"
start 5 'the kernel died' 'a disabled wait'
machine 'echo "{\"event\": \"SHUTDOWN\", \"data\": {\"reason\": \"guest-shutdown\"}}"'
start 5 'switched off before the suite had ended' 'the machine ends before the suite'
machine 'echo "{\"event\": \"SHUTDOWN\", \"data\": {\"reason\": \"guest-reset\"}}"'
start 5 'restarted before the suite had ended' 'the kernel restarts the machine'
machine 'printf "%s\n" "$@" >&2'
start 3 'qemu died' 'the command line for nested KVM' --accel kvm --memory 2048 \
	--cpus 2
check 'has the accelerator' grep -qx kvm "$out/console.log"
check 'has the storage' grep -qx 2048 "$out/console.log"
check 'has the CPUs' bash -c "grep -A1 -xe -smp '$out/console.log' | grep -qx 2"

no_stand_in qemu-system-s390x
if command -v qemu-system-s390x >/dev/null; then
	start 3 'qemu: .*IPL PSW|the kernel died' 'the real emulator without a kernel' --timeout 9
fi
finish
