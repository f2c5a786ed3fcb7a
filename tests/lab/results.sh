#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# ./run.sh in the lab: the results folder after every kind of end of a run. Scripts replace hercules
# and memop-cts.
set -euo pipefail
# shellcheck source-path=SCRIPTDIR source=../expect.sh
. "$(dirname "$0")/../expect.sh"

if ! command -v s390x-linux-gnu-gcc >/dev/null || ! command -v cpio >/dev/null; then
	skip 'runs in the lab: no s390x-linux-gnu-gcc or no cpio'
	finish
fi

project=$(copy_of_project)
run=$project/run.sh runs=$project/results/runs kernel=$scratch/kernel
mkdir "$kernel"
echo image >"$kernel/image"
echo 1.2.3-test >"$kernel/release"
# Reports the number of results and the command of --again, unless the journal is damaged.
cat >"$project/build/native/memop-cts" <<'PROGRAM'
#!/bin/bash
[[ $1 == report ]] || exit 0
! grep -q '^damaged' "$2" || { echo 'damaged' >&2; exit 2; }
journal=$2 final=
shift 2
while (($#)); do
	case $1 in
	--out) dir=$2; shift ;;
	--rename) final=$2; shift ;;
	--again) printf '%s\n' "$2" >"$dir/again"; shift ;;
	esac
	shift
done
grep -c '^r ' "$journal" | tee "$dir/summary.txt"
[[ ! $final ]] || mv -T "$dir" "$final"
PROGRAM
cp "$project/build/native/memop-cts" "$project/build/s390x/memop-cts"
chmod +x "$project"/build/*/memop-cts

# machine STATEMENT...: the shell statements of the stand-in for hercules.
machine() {
	stand_in hercules <<<"$(printf '%s\n' "$@")"
}

# journal TEXT: the statement that writes a journal to the disk.
journal() {
	printf 'printf %q | dd of=disk conv=notrunc status=none\n' "$1"
}

# ends NAME STATUS PATTERN COMMAND...: like expect; the output is kept in $scratch/said.
ends() {
	expect "$@"
	cp "$scratch/output" "$scratch/said"
}

# goes NAME STATUS PATTERN: a run, its exit code and its last line.
goes() {
	rm -rf "$runs"
	ends "$@" "$run" --kernel "$kernel" --timeout 2
}

# there_is PATTERN: the name of the only results folder matches, or there is none for ''.
there_is() {
	check "there is ${1:-nothing}" bash -c "ls '$runs' | tr '\n' ' ' | grep -qxE '$1'" || true
}

nothing() {
	check 'there is no folder' test -z "$(ls "$runs")"
}

# shellcheck disable=SC2016 # for the stand-in's shell
idle='while read -r order; do [[ $order != savecore* ]] || echo HHCPN105E no core; done <control'

machine "$(journal 'plan 2\nr 1\nr 2\nend 0\n')"
goes 'a run that passes' 0 '^2$'
there_is '[0-9TZ]+-1.2.3-test '
check 'with the command' grep -q -- '--timeout 2' "$runs"/*/command
check 'failures name a command with the kernel' grep -qxF "$run --kernel $kernel --" "$runs"/*/again

rm -rf "$runs"
mkdir "$scratch/my modules"
machine 'cat machine.cnf' "$(journal 'plan 2\nr 1\nr 2\nend 0\n')"
expect 'a kernel with modules' 0 '^2$' "$run" -v --modules "$scratch/my modules" --kernel "$kernel" \
	--timeout 2 --memory 2048 --cpus 2 -- --fail-fast
check 'failures name modules, memory and CPUs, too' grep -qxF \
	"$run --kernel $kernel --modules $scratch/my\\ modules --memory 2048 --cpus 2 --" \
	"$runs"/*/again
check 'the machine has these CPUs' grep -qx 'NUMCPU    2' "$runs"/*/console.log

rm -rf "$runs"
echo '# no row' >"$scratch/my rows"
expect 'a run with rows of its own' 0 '^2$' "$run" --kernel "$kernel" --timeout 2 -- \
	--fail-fast --expect "$scratch/my rows" --chunk 7
check 'failures name the file with the rows' grep -qxF \
	"$run --kernel $kernel -- --expect $scratch/my\\ rows" "$runs"/*/again

machine "$(journal 'plan 2\nr 1\ndamaged\nend 0\n')"
goes 'a journal that cannot be read' 3 '^damaged$'
there_is '[0-9TZ]+-1.2.3-test.incomplete '

machine "$(journal 'plan 2\nr 1\n')" "$idle"
goes 'a run that hangs' 3 'incomplete: these are only the results'
there_is '[0-9TZ]+-1.2.3-test.incomplete '

machine 'echo ipl start.ins; echo Kernel panic - not syncing: test' "$idle"
goes 'a kernel that dies' 3 \
	'the run has no results; the console output of the machine is in .cache/log/console.log'
nothing
check 'the console is there' grep -q 'Kernel panic' "$project/.cache/log/console.log"

machine "$(journal 'lab cannot load module kvm.ko: No such device\nstop 3\n')"
goes 'a module that does not load' 3 'the run has no results'
check 'the reason is one line' grep -qx \
	'lab/boot: 1.2.3-test: cannot load module kvm.ko: No such device' "$scratch/said"
check 'and there is no other' test "$(grep -vc '^building\|^booting' "$scratch/said")" = 2
nothing

# kill_lab PROCESS: kill -9 run.sh, lab/boot or both after the first result.
# shellcheck disable=SC2317 # called by way of expect
kill_lab() {
	local pid boot status=0
	rm -f "$scratch/started"
	"$run" --kernel "$kernel" &
	pid=$!
	for _ in {1..100}; do [[ ! -s $scratch/started ]] || break; sleep 0.05; done
	sleep 0.5
	boot=$(pgrep -P "$pid" -f lab/boot)
	case $1 in
	boot) kill -KILL "$boot" ;;
	run) kill -KILL "$pid" ;;
	both) kill -KILL "$pid" "$boot" ;;
	esac
	wait "$pid" 2>/dev/null || status=$?
	# lab/boot needs a moment to shut its machine down.
	for _ in {1..100}; do kill -0 "$boot" 2>/dev/null || break; sleep 0.05; done
	return "$status"
}

machine "$(journal 'plan 2\nr 1\n')" "echo 1 >$scratch/started" "$idle"
rm -rf "$runs"
ends 'lab/boot is killed' 3 'incomplete: these are only' kill_lab boot
check 'bash prints nothing about it' test "$(grep -c Killed "$scratch/said")" = 0
there_is '[0-9TZ]+-1.2.3-test.incomplete '
check 'the journal was recovered' grep -qx 'r 1' "$runs"/*/journal
check 'and nothing of the machine is left' test -z "$(find "$runs" -name '.machine*')"

rm -rf "$runs"
expect 'run.sh is killed' 137 'interrupted after 1 of 2 cases' kill_lab run
check 'the journal was extracted' grep -qx 'r 1' "$runs"/*.incomplete/journal

rm -rf "$runs"
expect 'both are killed' 137 '' kill_lab both
check 'a machine is left' test -n "$(find "$runs" -name '.machine*')"
machine "$(journal 'plan 2\nr 1\nr 2\nend 0\n')"
expect 'the next run' 0 '^2$' "$run" --kernel "$kernel"
check 'has recovered the journal' grep -qx 'r 1' "$runs"/*.incomplete/journal
check 'and made the reports' test -s "$(echo "$runs"/*.incomplete/summary.txt)"
check 'which name the kernel of that run' grep -qxF "$run --kernel $kernel --" "$runs"/*.incomplete/again
check 'and removed the machine' test -z "$(find "$runs" -name '.machine*')"

machine "echo 1 >$scratch/started" "$idle"
rm -rf "$runs"
expect 'both are killed before there is a result' 137 '' kill_lab both
machine "$(journal 'plan 2\nr 1\nr 2\nend 0\n')"
ends 'the next run' 0 '^2$' "$run" --kernel "$kernel"
check 'reports that it removes the folder' grep -q \
	'^removed results/runs/.*.incomplete: its run was killed before it had any result$' \
	"$scratch/said"
there_is '[0-9TZ]+-1.2.3-test '

# The folder of a live run is left alone.
machine "$(journal 'plan 2\nr 1\n')" "echo 1 >$scratch/started" "$idle"
rm -rf "$runs" "$scratch/started"
"$run" --kernel "$kernel" 2>/dev/null >&2 &
for _ in {1..100}; do [[ ! -s $scratch/started ]] || break; sleep 0.05; done
machine "$(journal 'plan 2\nr 1\nr 2\nend 0\n')"
expect 'a second run at the same time' 0 '^2$' "$run" --kernel "$kernel"
check 'leaves the first one alone' test -n "$(find "$runs" -name '.machine*')"
kill %1
wait %1 2>/dev/null || true
check 'the first one extracts its journal' grep -qx 'r 1' "$runs"/*.incomplete/journal

printf '#!/bin/bash\nexit 1\n' >"$project/lab/boot"
goes 'an exit code of lab/boot without results' 3 '^the run has no results'
nothing
finish
