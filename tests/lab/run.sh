#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# ./run.sh: the options that it refuses, and its behaviour when something that it needs is missing.
set -euo pipefail
# shellcheck source-path=SCRIPTDIR source=../expect.sh
. "$(dirname "$0")/../expect.sh"

project=$(copy_of_project)
run=$project/run.sh
mkdir "$scratch/full" && touch "$scratch/full/something" "$scratch/file"

expect help 0 '4 everything was skipped' "$run" --help
refuses "unknown option '--nonsense'" "$run" --nonsense
refuses "unknown argument 'nonsense'" "$run" nonsense
refuses '--kernel needs a value' "$run" --kernel
refuses "no kernel 'nonsense'" "$run" --kernel nonsense
refuses "no kernel '6.1.x'" "$run" --kernel 6.1.x
refuses 'a folder, but not a kernel folder' "$run" --kernel "$scratch/full"
refuses '--modules needs --kernel PATH' "$run" --modules "$scratch"
refuses "--modules: no folder" "$run" --kernel "$scratch/file" --modules "$scratch/nowhere"
refuses '--config needs --source' "$run" --config "$scratch/file"
refuses "--config: no file" "$run" --source debian:6.1 --config "$scratch/nowhere"
refuses '--kernel and --source cannot be combined' "$run" --kernel 6.1 --source debian:6.1
refuses 'not a kernel source tree: ' "$run" --source "$scratch"
refuses "no emulator 'bochs': give hercules or qemu" "$run" --emulator bochs
refuses '--emulator needs a value' "$run" --emulator
refuses "--timeout 'soon'" "$run" --timeout soon
refuses "--timeout '0'" "$run" --timeout 0
refuses "--memory '1023' is not a number from 1024" "$run" --memory 1023
refuses "--cpus '3' is not a number from 1 to 2" "$run" --cpus 3
refuses "--cpus 'two'" "$run" --cpus two
refuses '--refresh needs --kernel VERSION' "$run" --refresh --source debian:6.1
refuses '--refresh needs --kernel VERSION' "$run" --refresh --kernel "$scratch/file"
refuses "no kernel '9.9': give 6.1, 6.12" "$run" --kernel 9.9
refuses "no source 'debian:9.9': give debian: and one of 6.1, 6.12" "$run" --source debian:9.9
refuses 'not an empty folder' "$run" --results "$scratch/full"
refuses 'check takes no arguments' "$run" check it
mkdir "$scratch/cut.incomplete"
refuses 'left from a run that was cut short' "$run" --results "$scratch/cut"
refuses 'clean takes no argument except --all' "$run" clean it

# Options of memop-cts that run.sh sets itself, or that make no sense in the lab.
refuses '--results comes before the --' "$run" -- --results "$scratch/x"
refuses '--results comes before the --' "$run" -- --suite a "--results=$scratch/x"
refuses '--journal cannot be used in the lab' "$run" --kernel 6.1 -- --journal x
refuses '--journal cannot be used in the lab' "$run" --emulator qemu -- --jour=x
refuses 'the lab tests kernels; for the model' "$run" --kernel 6.1 -- --subject model
refuses 'the lab tests kernels; for the model' "$run" --kernel 6.1 -- --subj=model

# Stand-ins from here on: a memop-cts that knows one wrong option, and an apt-get without network.
cat >"$project/build/native/memop-cts" <<'PROGRAM'
#!/bin/bash
case "$*" in
*--wrong*) echo "memop-cts: unknown option --wrong" >&2; exit 2 ;;
*--list*) echo some/case ;;
compare* | baseline*) echo "$*" ;;
--dry-run*) echo plan 1 ;;
*) echo "ran: $*" ;;
esac
PROGRAM
chmod +x "$project/build/native/memop-cts"
stand_in apt-get <<<'echo "E: no network" >&2; exit 100'
expect 'arguments of memop-cts are checked first' 2 'unknown option --wrong' "$run" -- --wrong
expect 'memop-cts --list needs no machine' 0 'some/case' "$run" -- --list
expect 'compare needs no machine' 0 '^compare one two -v$' "$run" -- compare one two -v
expect 'baseline needs no machine' 0 '^baseline one --out two$' "$run" -- baseline one --out two
no_network='cannot fetch the package lists .*E: no network|no Debian mirror'
expect 'no network for the kernel' 3 "$no_network" "$run"
check 'no results folder is left' test ! -e "$project/results/runs"

printf 'all:\n\t@echo "error: broken" >&2; false\n' >"$project/Makefile"
expect 'does not build' 3 'memop-cts does not build' "$run"
printf 'all:\n' >"$project/Makefile"

# shellcheck disable=SC2016 # it is the stand-in's
stand_in uname <<<'[[ $1 == -m ]] && echo s390x || echo 1.2.3'
# without_kvm COMMAND...: run it with an almost empty /dev.
without_kvm() {
	# shellcheck disable=SC2016 # for the inner shell
	unshare --map-root-user --mount bash -c '
		dev=$1 && shift && mkdir -p "$dev" && mount -t tmpfs none "$dev" || exit
		for node in null zero urandom; do
			touch "$dev/$node" && mount --bind "/dev/$node" "$dev/$node" || exit
		done
		mount --rbind "$dev" /dev && exec "$@"' bash "$scratch/dev" "$@"
}
# on_s390x PREPARATION COMMAND...: run it where PREPARATION was made with an almost empty /dev. The
# parameters of KVM are below $parameters.
# shellcheck disable=SC2317 # called by way of expect
on_s390x() {
	# shellcheck disable=SC2016 # for the inner shell
	without_kvm bash -c '
		parameters=/sys/module/kvm/parameters
		mount -t tmpfs none /sys/module && mkdir -p "$parameters" && eval "$1" || exit
		exec "${@:2}"
	' bash "$@"
}

# A kernel on an s390x machine: which machine boots it, and what nested KVM needs. The machine of the
# test is another one, so stand-ins replace uname and qemu-system-s390x, which prints its options.
nested_kvm() {
	# shellcheck disable=SC2016 # for the inner shell
	local kernel=$scratch/kernel nested='touch /dev/kvm; echo 1 >$parameters/nested'

	mkdir "$kernel"
	echo image >"$kernel/image"
	echo 1.2.3-test >"$kernel/release"
	stand_in qemu-system-s390x <<<'printf "%s\n" "$@" >&2; grep -ao -e --dangerous initrd >&2'
	expect 'nested KVM' 3 'the console output of the machine is in' \
		on_s390x "$nested" "$run" --kernel "$kernel" --memory 2048
	check 'a kernel boots as a guest with KVM' \
		grep -A3 -x -e -accel "$project/.cache/log/console.log"
	for option in kvm host 2048 "$kernel/image" --dangerous; do
		check "qemu or the suite gets $option" \
			grep -qx -e "$option" "$project/.cache/log/console.log"
	done
	expect 'nested is Y' 3 'the console output' \
		on_s390x "${nested/1/Y}" "$run" --emulator qemu --kernel "$kernel"
	expect 'nested KVM is off' 3 \
		'guests of this machine cannot use KVM .*: modprobe -r kvm && modprobe kvm nested=1' \
		on_s390x "${nested/1/0}" "$run" --kernel "$kernel"
	expect 'KVM has no such parameter' 3 'guests of this machine cannot use KVM' \
		on_s390x 'touch /dev/kvm' "$run" --kernel "$kernel"
	expect 'a kernel without /dev/kvm' 4 'no /dev/kvm \(try: modprobe kvm nested=1\)' \
		on_s390x : "$run" --kernel "$kernel"
	expect 'a source without /dev/kvm' 4 'no /dev/kvm \(try: modprobe kvm nested=1\)' \
		on_s390x : "$run" --source debian:6.1
	expect '/dev/kvm that the user may not open' 3 '/dev/kvm: user [a-z]* may not open it: add the user' \
		on_s390x "$nested; chmod 0 /dev/kvm" setpriv --bounding-set=-all \
		"$run" --kernel "$kernel"
	stand_in hercules <<<'echo "ipl start"; exit 1'
	expect 'hercules needs no /dev/kvm' 3 'the console output of the machine is in' \
		on_s390x : "$run" --emulator hercules --kernel "$kernel"
	check 'and is started' grep -qx 'ipl start' "$project/.cache/log/console.log"
	no_stand_in hercules
	no_stand_in qemu-system-s390x
}

# only_for_lab OPTION [VALUE]
only_for_lab() {
	refuses "$1 is for a kernel that is booted: an s390x machine needs --kernel, --source or" \
		"$run" "$@"
}
only_for_lab --timeout 5
only_for_lab --memory 2048
only_for_lab --cpus 2
only_for_lab --refresh
refuses '--modules needs --kernel PATH' "$run" --emulator qemu --modules "$scratch"
expect 's390x with --emulator hercules' 3 "$no_network" "$run" --emulator hercules
refuses '--journal cannot' "$run" --kernel 7.2 -- --journal x
if without_kvm test ! -e /dev/kvm 2>/dev/null; then
	nested_kvm
else
	skip 'nested KVM: no mount namespaces here'
fi
no_stand_in uname

# A cache folder without write permission.
if ((EUID)); then
	chmod a-w "$project/.cache" "$project/.cache/log"
	expect 'a cache that is not writable' 3 "cannot write below '.*/.cache'" "$run"
	chmod u+w "$project/.cache" "$project/.cache/log"
fi

# Three kernel sources: one was changed, and one has a mutant that a killed lab/mutants left.
for version in 1.1 1.2 1.3; do
	tree=$project/.cache/src/linux-source-$version
	mkdir -p "$tree/folder"
	echo one >"$tree/folder/a.c"
	echo two >"$tree/folder/b.c"
	touch -d '1 hour ago' "$tree"/folder/* "$tree/folder"
	"$project/lab/pristine" record "$tree"
done
echo 'one more' >>"$project/.cache/src/linux-source-1.2/folder/a.c"
cp "$tree/folder/b.c" "$project/.cache/mutants.original"
echo "$tree/folder/b.c" >"$project/.cache/mutants.file"
echo mutant >"$tree/folder/b.c"
touch "$project/.cache/something"
expect 'clean keeps a source that was changed' 0 \
	"^kept .cache/src/linux-source-1.2, 1 files changed; './run.sh clean --all' removes it$" \
	"$run" clean
check 'it is reported once' test "$(grep -c kept "$scratch/output")" = 1
check 'everything else is removed' test "$(cd "$project" && echo .cache/* .cache/src/*)" = \
	'.cache/src .cache/src/linux-source-1.2 .cache/src/linux-source-1.2.sums'
check 'the build folder is removed' test ! -e "$project/build"
check 'the changed file is kept' \
	grep -q 'one more' "$project/.cache/src/linux-source-1.2/folder/a.c"
rm "$project/.cache/src/linux-source-1.2.sums"
expect 'clean keeps a source without checksums' 0 '^kept' "$run" clean
check 'clean --all' "$run" clean --all
check 'removes everything' test ! -e "$project/.cache" -a ! -e "$project/build"
finish
