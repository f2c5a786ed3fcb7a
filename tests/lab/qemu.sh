#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# qemu.sh PROGRAM [KERNEL...]: a real kernel on the real qemu-system-s390x under TCG: the devices,
# how the journal reaches the host, the skip, and the log of a kernel that dies. PROGRAM is the
# native memop-cts. KERNEL is a kernel folder that is booted, too; tests/check.sh gives none.
set -euo pipefail
# shellcheck source-path=SCRIPTDIR source=../expect.sh
. "$(dirname "$0")/../expect.sh"

native=$(realpath "$1")
if [[ $(uname -m) == s390x ]] || ! command -v qemu-system-s390x >/dev/null; then
	skip 'kernels on qemu: an s390x machine uses nested KVM, or there is no qemu-system-s390x'
	finish
fi
run=("$top/run.sh" --emulator qemu)
program=$top/build/s390x/memop-cts

# ends NAME STATUS PATTERN COMMAND...: like expect; the output is kept in $scratch/said.
ends() {
	expect "$@"
	cp "$scratch/output" "$scratch/said"
}

# is_skip FOLDER: the results say in every format that everything was skipped, and why.
is_skip() {
	local why='this machine cannot run guests: "features" in /proc/cpuinfo lacks sie'

	check 'the summary has the reason' grep -qx "skipped: all cases: $why" "$1/summary.txt"
	check 'KTAP has it' grep -qx "  ok 1 machine # SKIP $why" "$1/results.ktap"
	check 'JSON Lines have it' test "$(jq -r 'select(.case == "run/machine").status' \
		"$1/results.jsonl")" = skip
	check 'JUnit has it' test "$(xmllint --xpath 'string(//skipped/../@name)' \
		"$1/junit.xml")" = machine
	check 'the console is kept' grep -q 'lab: done' "$1/console.log"
}

# A stock kernel, whose drivers of the devices are modules or built in.
start=$SECONDS
ends 'a stock kernel' 4 '^results: ' "${run[@]}" --results "$scratch/stock" -- --profile quick
echo "a stock kernel is skipped after $((SECONDS - start)) s"
check 'a hint at the other emulator' grep -q -- '--emulator hercules tests this kernel' \
	"$scratch/said"
is_skip "$scratch/stock"

# The journal of the model: the same cases with the same results as on this machine.
model=(--subject model --suite capabilities --suite low_address)
"$native" "${model[@]}" --results "$scratch/here" >/dev/null 2>&1
expect 'the model on the machine' 0 '^results: ' \
	"${run[@]}" --results "$scratch/there" -- "${model[@]}"
check 'it has results' test "$(wc -l <"$scratch/here/results.jsonl")" -gt 2900
check 'they are the same' \
	cmp <(tail -n +2 "$scratch/here/results.jsonl") <(tail -n +2 "$scratch/there/results.jsonl")
expect 'a failure of the model' 1 '^results: ' \
	"${run[@]}" --results "$scratch/failure" -- \
	--subject model --suite capabilities --fault 'crash@3'
check 'names a command for the same machine' \
	grep -qE "^again: .*/run.sh --emulator qemu -- --case '.*' --subject model" \
	"$scratch/failure/failures.txt"

# A kernel that dies: its last messages are found in its storage.
cat >"$scratch/crash.c" <<'C'
#include <fcntl.h>
#include <unistd.h>

int main(void)
{
	return write(open("/proc/sysrq-trigger", O_WRONLY), "c", 1) + pause();
}
C
s390x-linux-gnu-gcc -static -o "$scratch/crash" "$scratch/crash.c"
version=$(sed -nE 's/^([0-9.]+) .*/\1/p' "$top/lab/kernels.txt" | head -n1)
kernel=$("$top/lab/kernel-debian" "$version")
boot=("$top/lab/boot" --emulator qemu --out "$scratch/out")
ends 'a kernel that panics' 3 'the kernel died: Kernel panic - not syncing: sysrq triggered crash' \
	"${boot[@]}" --kernel "$kernel" --program "$scratch/crash"
check 'its stack is shown' grep -q '|  \[<[0-9a-f]*>\] .*sysrq' "$scratch/said"
check 'and is in the console log' grep -q '^ \[<[0-9a-f]*>\] .*sysrq' "$scratch/out/console.log"

# Without the driver of the disk there is one line.
cp -r "$kernel" "$scratch/kernel"
sed -i '/virtio/d' "$scratch/kernel/modules.list"
ends 'a kernel without the driver of the disk' 3 'no result disk: .* virtio_ccw and virtio_blk' \
	"${boot[@]}" --kernel "$scratch/kernel" --program "$program"

# The other kernels.
for kernel in "${@:2}"; do
	rm -rf "$scratch/out"
	expect "$kernel" 4 'booting|running' \
		"${boot[@]}" --kernel "$kernel" --program "$program" -- --profile quick
	check 'its journal has the skip' \
		grep -aq '^d this machine cannot run guests: ' "$scratch/out/journal"
done
finish
