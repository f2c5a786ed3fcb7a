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
# shellcheck source-path=SCRIPTDIR source=lab/machine.sh
. "$lab/machine.sh"

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
	folder=$(prepare_kernel) || not_tested $?
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
