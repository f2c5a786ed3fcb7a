#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# The entry point: runs the suite natively on an s390x machine with /dev/kvm, and in the lab, on an
# emulated machine, everywhere else.
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
# shellcheck source-path=SCRIPTDIR source=lab/results.sh
. "$lab/results.sh"
# shellcheck source-path=SCRIPTDIR source=lab/clean.sh
. "$lab/clean.sh"

command_line=("$0" "$@")

build() {
	local log=$cache/log/make.log

	cache_writable
	phase "building memop-cts"
	# Two concurrent runs must not build into the same files.
	quietly "$log" flock "$cache/log" make -s -j"$(nproc)" -C "$top" || {
		note "$(grep -m5 -E 'error:|undefined|not found|denied' "$log" || tail -n5 "$log")"
		lab_error "memop-cts does not build; the complete output is in $log"
	}
	phase_end
}

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

need_compiler() {
	need gcc gcc libc6-dev
	need make make
}

inform() {
	need_compiler
	install_missing
	build
	exec "$top/build/native/memop-cts" "${args[@]}"
}

# True if the model is to be run, which needs no /dev/kvm.
wants_model() {
	local words=" ${args[*]} "

	[[ $words == *' --subject model '* || $words == *' --subject=model '* ]]
}

run_native() {
	((${#lab_options[@]} == 0)) || usage_error \
		"${lab_options[0]} is an option of the lab; an s390x machine needs --lab for it"
	need_compiler
	install_missing
	build
	[[ -e /dev/kvm ]] || wants_model || die "$EXIT_SKIPPED" \
		"skipped: this s390x machine has no /dev/kvm (try: modprobe kvm)"
	results_name "$(uname -r)"
	exec "$top/build/native/memop-cts" --results "$results" \
		--again "$(printf '%q' "${command_line[0]}") --" "${verbose[@]}" "${args[@]}"
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

# The program for the emulated machine: the native one on an s390x machine.
program() {
	if [[ $(uname -m) == s390x ]]; then
		echo "$top/build/native/memop-cts"
	else
		echo "$top/build/s390x/memop-cts"
	fi
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
	setpriv --pdeathsig TERM "$lab/boot" --kernel "$1" --program "$(program)" --out "$partial" \
		--timeout "$timeout" --memory "$memory" -- "${args[@]}" &
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
	return "$status"
}

need_lab() {
	need hercules hercules
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
	need_lab
	install_missing
	build
	exec "$lab/bisect" "$@"
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
[[ $(uname -m) == s390x ]] || use_lab=1
if only_informs; then
	inform
fi
validate_args
if [[ $use_lab ]]; then
	run_lab
else
	run_native
fi
