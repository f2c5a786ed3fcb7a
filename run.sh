#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# The entry point: runs the suite on the kernel of an s390x machine with /dev/kvm, or in the lab, on
# a kernel that is booted for it.
set -euo pipefail

me=run.sh
# shellcheck source-path=SCRIPTDIR source=lab/common.sh
. "$(dirname "$0")/lab/common.sh"
# shellcheck source-path=SCRIPTDIR source=lab/kernels.sh
. "$lab/kernels.sh"
# shellcheck source-path=SCRIPTDIR source=lab/options.sh
. "$lab/options.sh"
# shellcheck source-path=SCRIPTDIR source=lab/packages.sh
. "$lab/packages.sh"
# shellcheck source-path=SCRIPTDIR source=lab/program.sh
. "$lab/program.sh"
# shellcheck source-path=SCRIPTDIR source=lab/results.sh
. "$lab/results.sh"
# shellcheck source-path=SCRIPTDIR source=lab/clean.sh
. "$lab/clean.sh"

command_line=("$0" "$@")

# True if memop-cts only prints information, which needs no kernel.
only_informs() {
	local arg

	# A command of memop-cts, such as compare.
	[[ ${args[0]:--} == -* ]] || return 0
	for arg in "${args[@]}"; do
		case $arg in
		--help | -h | --version | --list | --dry-run | --clauses | --untested) return 0 ;;
		esac
	done
	return 1
}

inform() {
	get_program
	exec "$program" "${args[@]}"
}

run_native() {
	get_program
	results_name "$(uname -r)"
	exec "$program" --results "$results" --again "$(printf '%q' "${command_line[0]}") --" \
		"${verbose[@]}" "${args[@]}"
}

prepare_kernel() {
	if [[ $source ]]; then
		"$lab/kernel-build" ${config:+--config "$config"} "$source"
	elif [[ -d $kernel ]]; then
		(cd "$kernel" && pwd)
	elif [[ -e $kernel ]]; then
		"$lab/kernel-image" ${modules:+--modules "$modules"} "$kernel"
	else
		"$lab/kernel-debian" "${refresh[@]}" "$kernel"
	fi
}

# not_prepared STATUS: never exit with 1, which would mean that a kernel was tested.
not_prepared() {
	(($1 == EXIT_USAGE || $1 > 128)) || exit "$EXIT_INFRASTRUCTURE"
	exit "$1"
}

# The program for the machine of the lab: the native one on an s390x machine.
lab_program() {
	if [[ $(uname -m) == s390x ]]; then
		echo "$top/build/native/memop-cts"
	else
		echo "$top/build/s390x/memop-cts"
	fi
}

# use_nested_kvm: fail unless guests of this s390x machine can use KVM themselves. Such a guest is
# thrown away after the run, so dangerous suites cannot harm anything.
use_nested_kvm() {
	local nested=/sys/module/kvm/parameters/nested

	[[ -e /dev/kvm ]] || die "$EXIT_SKIPPED" \
		"skipped: this s390x machine has no /dev/kvm (try: modprobe kvm nested=1)"
	[[ -r /dev/kvm && -w /dev/kvm ]] || lab_error "/dev/kvm: user $(id -un) may not open it:" \
		"add the user to its group, and log in again"
	[[ $(cat "$nested" 2>/dev/null) == [1Y] ]] || lab_error \
		"guests of this machine cannot use KVM (kvm.nested is off):" \
		"as root: modprobe -r kvm && modprobe kvm nested=1"
	accel=kvm args=(--dangerous "${args[@]}")
}

boot_pid='' signal=''

# Forward a signal to lab/boot, which shuts the machine down and extracts the results so far.
forward() {
	signal=$1
	[[ ! $boot_pid ]] || kill -TERM "$boot_pid" 2>/dev/null || true
}

boot() {
	local status=0

	trap 'forward 130' INT
	trap 'forward 143' TERM
	trap 'forward 129' HUP
	# If this script is killed, lab/boot gets SIGTERM, so the machine does not outlive it.
	setpriv --pdeathsig TERM "$lab/boot" --kernel "$1" --program "$(lab_program)" \
		--out "$partial" --timeout "$timeout" --emulator "$emulator" --accel "$accel" \
		--memory "$memory" -- "${args[@]}" &
	boot_pid=$!
	while :; do
		# Hide the message that bash prints if lab/boot is killed.
		{ wait "$boot_pid" && status=0 || status=$?; } 2>/dev/null
		kill -0 "$boot_pid" 2>/dev/null || break
	done
	[[ ! $signal ]] || return "$signal"
	if ((status == EXIT_UNTESTABLE)); then
		status=$EXIT_INFRASTRUCTURE
	elif ((status > EXIT_SKIPPED)); then
		note "lab/boot was killed"
		status=$EXIT_INFRASTRUCTURE
	fi
	if ((status == EXIT_SKIPPED)) && [[ $emulator == qemu && $accel == tcg ]]; then
		note "qemu has no KVM for its guests here: --emulator hercules tests this kernel"
	fi
	return "$status"
}

# Kernels boot as guests of an s390x machine, and on an emulated machine elsewhere.
default_emulator() {
	if [[ $(uname -m) == s390x ]]; then echo qemu; else echo hercules; fi
}

# need_lab: what the machine of the lab needs. Sets accel.
need_lab() {
	accel=tcg
	if [[ $emulator == hercules ]]; then
		need hercules hercules
	else
		need qemu-system-s390x qemu-system-s390x
		[[ $(uname -m) != s390x ]] || use_nested_kvm
	fi
	need s390x-linux-gnu-gcc gcc-s390x-linux-gnu
	[[ $(uname -m) == s390x ]] ||
		need_file '/usr/s390x-linux-gnu/lib/libc.a' libc6-dev-s390x-cross
	need_compiler
	need xz xz-utils
	need zstd zstd
	need python3 python3
}

# bisect ARGS...: check the arguments before anything is built.
bisect() {
	need python3 python3
	need git git
	install_missing
	"$lab/bisect" --dry-run "$@" || exit
	emulator=$(default_emulator)
	need_lab
	install_missing
	build
	exec "$lab/bisect" --emulator "$emulator" --accel "$accel" "$@"
}

run_lab() {
	local folder status=0

	need_lab
	install_missing
	build
	"$top/build/native/memop-cts" --dry-run "${args[@]}" >/dev/null || exit
	folder=$(prepare_kernel) || not_prepared $?
	results_name "$(<"$folder/release")"
	results_begin "${command_line[@]}"
	boot "$folder" || status=$?
	results_end "$status" "${verbose[@]}"
}

case ${1:-} in
check)
	(($# == 1)) || usage_error "check takes no arguments"
	exec "$lab/check"
	;;
bisect)
	shift
	[[ $* != --help ]] || exec "$lab/bisect" --help
	bisect "$@"
	;;
clean)
	shift
	clean "$@"
	exit
	;;
esac

parse "$@"
validate
if only_informs; then
	inform
fi
validate_args
if [[ $use_lab ]]; then
	run_lab
else
	run_native
fi
