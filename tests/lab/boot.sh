#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# lab/boot: the options that it refuses, and its handling of an emulator that misbehaves. A script
# replaces hercules.
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
refuses 'not a kernel folder' "${boot_it[@]}" --kernel "$scratch/empty"
refuses 'no program' "${boot_it[@]}" --program "$scratch/nowhere"
refuses "--memory '1023' is not a number from 1024 to" "${boot_it[@]}" --memory 1023
refuses "--memory 'much'" "${boot_it[@]}" --memory much
refuses "--timeout '-1'" "${boot_it[@]}" --timeout -1

if ! command -v s390x-linux-gnu-gcc >/dev/null || ! command -v cpio >/dev/null; then
	skip 'the machine: no s390x-linux-gnu-gcc or no cpio'
	finish
fi

# start STATUS PATTERN NAME [OPTION...]: start a machine and check its end. It must leave no files.
start() {
	local status=$1 pattern=$2 name=$3
	shift 3
	rm -rf "$out"
	expect "$name" "$status" "$pattern" "${boot_it[@]}" "$@" -- -x 'a b'
	check "$name: leaves no files" test -z "$(find "$out" -name '.machine*')"
}

# journal TEXT: the statement of a stand-in that writes TEXT to the machine's disk.
journal() {
	printf 'printf %q | dd of=disk conv=notrunc status=none\n' "$1"
}

# Runs forever and answers commands: there is no core to save.
# shellcheck disable=SC2016 # for the stand-in's shell
idle='while read -r order; do [[ $order != savecore* ]] || echo HHCPN105E no core; done <control'

stand_in hercules <<<"$(journal 'plan 2\nr 1\nr 2\nend 0\n')"
start 0 'booting|running' 'a run that passes'
check 'the journal was extracted' grep -qx 'end 0' "$out/journal"
check 'the journal has no zero bytes' test "$(wc -c <"$out/journal")" = 21

stand_in hercules <<<"$(journal 'plan 2\nr 1\nr 2\nend 1\n')"
start 1 'booting|running' 'a run that fails'

# The counts are an archive in the block after the journal. They may take longer than the grace time
# of a kernel without counts.
: >"$kernel/counts"
mkdir "$scratch/counts"
echo 7 >"$scratch/counts/file.gcda"
stand_in hercules <<<"$(journal 'plan 1\nr 1\nend 0\n')
	sleep 7; cd $scratch/counts; echo file.gcda | cpio -o -H newc --quiet >archive; cd -
	dd if=$scratch/counts/archive of=disk bs=512 seek=1 conv=notrunc status=none"
start 0 'booting|running' 'a kernel that counts its branches'
check 'the counts were extracted' grep -qx 7 "$out/gcov/file.gcda"
rm "$kernel/counts"

stand_in hercules <<<"$(journal 'plan 2\nr 1\n'); kill -KILL \$\$"
start 3 'hercules died' 'the emulator is killed'
check 'the results so far are kept' grep -qx 'r 1' "$out/journal"

stand_in hercules <<<"$(journal 'plan 2\nr 1\nlab memop-cts died of signal 11\nstop 3\n')"
start 5 'memop-cts died of signal 11' 'the program dies'

stand_in hercules <<<"$(journal 'lab this kernel has no /dev/kvm\nstop 3\n')"
start 5 'this kernel has no /dev/kvm' 'process 1 complains'

stand_in hercules <<<'echo "HHCCF031S Cannot obtain 1024MB main storage: no memory"; exit 1'
start 3 'not enough memory' 'no memory for the machine'

stand_in hercules <<<"echo 'HHCCP030E z/Arch mode IPL failed'; $idle"
start 3 'z/Arch mode IPL failed' 'the kernel cannot be loaded'

stand_in hercules <<<"echo ipl start.ins; echo 'Kernel panic - not syncing: test'; $idle"
start 5 'the kernel died' 'the kernel panics'

stand_in hercules <<<"trap '' TERM; echo \$\$ >$scratch/pid; $idle"
start 5 'did not start within 1 s' 'the kernel hangs, and SIGTERM does not help' --timeout 1
check 'the emulator is gone' bash -c "! kill -0 $(cat "$scratch/pid") 2>/dev/null"

stand_in hercules <<<"$(journal 'plan 2\nr 1\n'); echo \$\$ >$scratch/pid; $idle"
start 5 'no result for 1 s' 'the suite hangs' --timeout 1
check 'the results so far are kept' grep -qx 'r 1' "$out/journal"

# interrupt SIGNAL: while the suite runs.
# shellcheck disable=SC2317 # called by way of expect
interrupt() {
	local pid status=0
	rm -f "$scratch/pid"
	"${boot_it[@]}" &
	pid=$!
	for _ in {1..100}; do [[ ! -s $scratch/pid ]] || break; sleep 0.05; done
	sleep 0.3
	kill "-$1" "$pid"
	wait "$pid" || status=$?
	sleep 0.2
	return "$status"
}
expect 'interrupted' 143 'interrupted after 1 of 2 cases' interrupt TERM
check 'the emulator is gone' bash -c "! kill -0 $(cat "$scratch/pid") 2>/dev/null"
expect 'killed' 137 'Killed' interrupt KILL
check 'the emulator does not outlive lab/boot' \
	bash -c "! grep -q '^State:.*[RSD] ' /proc/$(cat "$scratch/pid")/status"
expect 'its journal is recovered' 0 'the journal of a killed run is in' "$boot" --recover "$out"
check 'the journal was extracted' grep -qx 'r 1' "$out/journal"
check 'no files are left' test -z "$(find "$out" -name '.machine*')"
rm -rf "$out"

stand_in hercules <<<'cat start.ins; od -An -c <(tail -c 12 parm); exit 0'
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
finish
