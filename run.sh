#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# The one entry: runs the suite natively on an s390x machine with /dev/kvm, on an emulated one everywhere else.
set -euo pipefail

me=run.sh
# shellcheck source-path=SCRIPTDIR source=lab/common.sh
. "$(dirname "$0")/lab/common.sh"
# shellcheck source-path=SCRIPTDIR source=lab/packages.sh
. "$lab/packages.sh"
# shellcheck source-path=SCRIPTDIR source=lab/results.sh
. "$lab/results.sh"

usage() {
	cat <<'HELP'
usage: ./run.sh [OPTIONS] [-- ARGS...]   run the suite, with ARGS for memop-cts
       ./run.sh check                    run the project's own tests
       ./run.sh clean                    remove what was built, fetched and cached; results stay

On an s390x machine the suite runs on the machine's own /dev/kvm. On any other machine a real s390x kernel is booted
on the emulator hercules, with the suite inside. What is missing is installed with apt-get (as root, or by sudo).

Options for the emulated machine:
  --kernel VERSION|PATH  a stock Debian kernel: 6.1 (default), 6.12, 7.2; or a bzImage of your own
  --modules DIR          where the modules of the bzImage are
  --source DIR|debian:VERSION
                         build the kernel from a source tree, or from Debian's linux-source
  --config FILE          configuration lines for --source, laid over lab/kernel.config
  --timeout SECONDS      give up when the kernel has not started the suite, or no result has come, for so long
                         (default 300)
Options everywhere:
  --results DIR          where the results go (default results/runs/TIME-RELEASE)
  -v                     print every case
  --help                 print this

Examples: ./run.sh -- --list            what there is to run
          ./run.sh --kernel 7.2 -- --suite key_protection
          ./run.sh -- compare results/baselines/7.2.txt results/runs/...

Exit status: 0 all as expected, 1 something unexpected, 2 wrong usage, 3 the machinery failed, 4 skipped.
HELP
}

command_line=("$0" "$@")
kernel='' modules='' source='' config='' timeout=300 results='' verbose=() args=()

parse() {
	while (($#)); do
		case $1 in
		--kernel | --modules | --source | --config | --timeout | --results)
			[[ ${2:-} ]] || usage_error "$1 needs a value"
			printf -v "${1#--}" %s "$2"
			shift
			;;
		-v) verbose=(-v) ;;
		--help | -h) usage; exit 0 ;;
		--) shift; args=("$@"); return ;;
		-*) usage_error "unknown option '$1'; --help tells the options, those of memop-cts come after --" ;;
		*) usage_error "unknown argument '$1'; check and clean stand alone, those of memop-cts come after --" ;;
		esac
		shift
	done
}

# Everything that can be found wrong without starting anything.
validate() {
	[[ $timeout =~ ^[1-9][0-9]{0,5}$ ]] ||
		usage_error "--timeout '$timeout' is not a number of seconds from 1 to 999999"
	[[ ! $kernel || ! $source ]] || usage_error "--kernel and --source exclude each other"
	[[ ! $config || $source ]] || usage_error "--config goes with --source"
	[[ ! $config || -f $config ]] || usage_error "no configuration '$config'"
	[[ ! $modules || -e $kernel ]] || usage_error "--modules goes with --kernel PATH"
	[[ ! $modules || -d $modules ]] || usage_error "no folder of modules '$modules'"
	[[ ! $source || $source == debian:* || -f $source/arch/s390/Makefile ]] ||
		usage_error "'$source' is no kernel source tree: it has no arch/s390/Makefile"
	if [[ $results && -e $results ]]; then
		[[ -d $results && ! $(ls -A "$results") ]] ||
			usage_error "'$results' is there already and not an empty folder"
	fi
	kernel=${kernel:-6.1}
	[[ ! -d $kernel || -s $kernel/image && -s $kernel/release ]] ||
		usage_error "'$kernel' is a folder, but not one the lab has prepared: give a bzImage and --modules DIR"
	[[ $source || -e $kernel || $kernel =~ ^[1-9][0-9]*\.[0-9]+$ ]] ||
		usage_error "no kernel '$kernel': give 6.1, 6.12, 7.2 or the path of a bzImage"
}

build() {
	local log=$cache/log/make.log

	mkdir -p "$cache/log"
	phase "building memop-cts"
	# Two runs at once must not build into the same files at once.
	quietly "$log" flock "$cache/log" make -s -j"$(nproc)" -C "$top" || {
		note "$(grep -m5 -E 'error:|undefined|not found' "$log" || tail -n5 "$log")"
		die "$EXIT_INFRASTRUCTURE" "memop-cts does not build; all of the output is in $log"
	}
	phase_end
}

# What is asked of the program itself needs no kernel, and answers at once.
only_informs() {
	local arg

	case ${args[0]:-} in
	report | compare | baseline) return 0 ;;
	esac
	for arg in "${args[@]}"; do
		case $arg in
		--help | -h | --version | --list | --dry-run | --clauses | --untested) return 0 ;;
		esac
	done
	return 1
}

inform() {
	need gcc gcc libc6-dev
	need make make
	install_missing
	build
	exec "$top/build/native/memop-cts" "${args[@]}"
}

run_native() {
	need gcc gcc libc6-dev
	need make make
	install_missing
	build
	[[ -e /dev/kvm ]] ||
		die "$EXIT_SKIPPED" "skipped: this s390x machine has no /dev/kvm (where it can have it, modprobe kvm)"
	results_name "$(uname -r)"
	exec "$top/build/native/memop-cts" --results "$results" "${verbose[@]}" "${args[@]}"
}

prepare_kernel() {
	if [[ $source ]]; then
		"$lab/kernel-build" ${config:+--config "$config"} "$source"
	elif [[ -d $kernel ]]; then
		(cd "$kernel" && pwd)
	elif [[ -e $kernel ]]; then
		"$lab/kernel-image" ${modules:+--modules "$modules"} "$kernel"
	else
		"$lab/kernel-debian" "$kernel"
	fi
}

boot_pid='' signal=''

# Ctrl-C reaches the lab by this way only: it is told to take the machine down, and what was obtained is reported.
forward() {
	signal=$1
	[[ ! $boot_pid ]] || kill -TERM "$boot_pid" 2>/dev/null || true
}

boot() {
	local status=0

	trap 'forward 130' INT
	trap 'forward 143' TERM
	trap 'forward 129' HUP
	# Should this script be killed, the machine does not outlive it.
	setpriv --pdeathsig TERM "$lab/boot" --kernel "$1" --program "$top/build/s390x/memop-cts" --out "$partial" \
		--timeout "$timeout" -- "${args[@]}" &
	boot_pid=$!
	while :; do
		wait "$boot_pid" && status=0 || status=$?
		kill -0 "$boot_pid" 2>/dev/null || break
	done
	return "${signal:-$status}"
}

run_lab() {
	local folder status=0

	need hercules hercules
	need s390x-linux-gnu-gcc gcc-s390x-linux-gnu
	need_file '/usr/s390x-linux-gnu/lib/libc.a' libc6-dev-s390x-cross
	need gcc gcc libc6-dev
	need make make
	need cpio cpio
	need xz xz-utils
	need zstd zstd
	need python3 python3
	install_missing
	build
	"$top/build/native/memop-cts" --dry-run "${args[@]}" >/dev/null || exit
	folder=$(prepare_kernel) || exit
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
clean)
	(($# == 1)) || usage_error "clean takes no arguments"
	rm -rf "$cache" "$top/build"
	exit 0
	;;
esac

parse "$@"
validate
if only_informs; then
	inform
elif [[ $(uname -m) == s390x ]]; then
	run_native
else
	run_lab
fi
