#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# The one entry: runs the suite natively on an s390x machine with /dev/kvm, and in the lab, on an
# emulated machine, everywhere else.
set -euo pipefail

me=run.sh
# shellcheck source-path=SCRIPTDIR source=lab/common.sh
. "$(dirname "$0")/lab/common.sh"
# shellcheck source-path=SCRIPTDIR source=lab/kernels.sh
. "$lab/kernels.sh"
# shellcheck source-path=SCRIPTDIR source=lab/packages.sh
. "$lab/packages.sh"
# shellcheck source-path=SCRIPTDIR source=lab/results.sh
. "$lab/results.sh"
# shellcheck source-path=SCRIPTDIR source=lab/clean.sh
. "$lab/clean.sh"

usage() {
	cat <<HELP
usage: ./run.sh [OPTIONS] [-- ARGS...]   run the suite, with ARGS for memop-cts
       ./run.sh check                    run the project's own tests
       ./run.sh clean [--all]            remove what was built, fetched and cached, except for
                                         kernel sources that were changed (--all: these, too);
                                         results stay

On an s390x machine the suite runs on the machine's own /dev/kvm. On any other machine, and with
--lab, it runs in the lab: a real s390x kernel is booted on the emulator hercules, with the suite
inside. What is missing is installed with apt-get (as root, or with sudo).

Options for the lab:
  --kernel VERSION|PATH  a stock Debian kernel: $(kernel_words)
                         (default $(kernel_default)); or a bzImage of your own
  --modules DIR          where the modules of the bzImage are
  --refresh              ask Debian for a newer package of the stock kernel; without this, a kernel
                         that was fetched once is used until it is removed by clean
  --source DIR|debian:VERSION
                         build the kernel from a source tree, or from Debian's linux-source
  --config FILE          configuration lines for --source, laid over lab/kernel.config
  --timeout SECONDS      give up when the kernel has not started the suite, or no result has come,
                         for so long (default 300)
  --memory MIB           storage of the emulated machine (default 1024); debug kernels need more
  --lab                  use the lab on an s390x machine, too
Options everywhere:
  --results DIR          where the results go (default results/runs/TIME-RELEASE)
  -v                     print every case
  --help                 print this

Examples: ./run.sh -- --list            what there is to run
          ./run.sh --kernel $(kernel_of_mutants) -- --suite key_protection
          ./run.sh -- compare results/baselines/$(kernel_of_mutants).txt results/runs/...

Exit status: 0 all as expected, 1 something unexpected, 2 wrong usage, 3 infrastructure failure,
4 skipped.
HELP
}

command_line=("$0" "$@")
kernel='' modules='' source='' config='' timeout=300 memory=1024 results=''
refresh=() verbose=() args=()
use_lab='' lab_options=()

# take OPTION VALUE: the variable has the name of the option.
take() {
	[[ $2 ]] || usage_error "$1 needs a value"
	printf -v "${1#--}" %s "$2"
}

parse() {
	while (($#)); do
		case $1 in
		--results) take "$1" "${2:-}"; shift ;;
		--kernel | --modules | --source | --config | --timeout | --memory)
			take "$1" "${2:-}"
			lab_options+=("$1")
			shift
			;;
		--refresh) refresh=("$1") lab_options+=("$1") ;;
		--lab) use_lab=1 ;;
		-v) verbose=(-v) ;;
		--help | -h) usage; exit 0 ;;
		--) shift; args=("$@"); return ;;
		-*) usage_error "unknown option '$1'; see --help; those for memop-cts follow --" ;;
		*) usage_error "unknown argument '$1'; see --help; those for memop-cts follow --" ;;
		esac
		shift
	done
}

# in_range OPTION VALUE LOW HIGH
in_range() {
	if [[ ! $2 =~ ^[1-9][0-9]{0,5}$ ]] || (($2 < $3 || $2 > $4)); then
		usage_error "$1 '$2' is not a number from $3 to $4"
	fi
}

validate_kernel() {
	[[ ! $kernel || ! $source ]] || usage_error "--kernel and --source exclude each other"
	[[ ! $config || $source ]] || usage_error "--config goes with --source"
	[[ ! $config || -f $config ]] || usage_error "no configuration '$config'"
	[[ ! $modules || -e $kernel ]] || usage_error "--modules goes with --kernel PATH"
	[[ ! $modules || -d $modules ]] || usage_error "no folder of modules '$modules'"
	kernel=${kernel:-$(kernel_default)}
	case $source in
	'') ;;
	debian:*)
		kernel_known "${source#debian:}" ||
			usage_error "no source '$source': give debian: and one of $(kernel_words)"
		;;
	*)
		[[ -f $source/arch/s390/Makefile ]] ||
			usage_error "'$source' is no kernel source: it has no arch/s390/Makefile"
		;;
	esac
	[[ ! -d $kernel || -s $kernel/image && -s $kernel/release ]] || usage_error \
		"'$kernel' is a folder, but no kernel folder of the lab: give a bzImage"
	[[ $source || -e $kernel ]] || kernel_known "$kernel" ||
		usage_error "no kernel '$kernel': give $(kernel_words) or the path of a bzImage"
	[[ ! ${refresh[*]} || ! $source && ! -e $kernel ]] ||
		usage_error "--refresh goes with --kernel VERSION"
}

# Everything that can be found wrong without starting anything.
validate() {
	in_range --timeout "$timeout" 1 999999
	in_range --memory "$memory" 1024 16384
	validate_kernel
	if [[ $results && -e $results ]]; then
		[[ -d $results && ! $(ls -A "$results") ]] ||
			usage_error "'$results' exists and is not an empty folder"
	fi
	[[ ! $results || ! -e $results.incomplete ]] ||
		usage_error "'$results.incomplete' is left from a run that was cut short: remove it"
}

# is_option WORD NAME: is WORD the option, perhaps abbreviated or with its value?
is_option() {
	local word=${1%%=*}

	[[ $word == --?* && $2 == "$word"* ]]
}

# validate_args: options of memop-cts that run.sh decides, and those that make no sense in the lab.
validate_args() {
	local i

	for i in "${!args[@]}"; do
		! is_option "${args[i]}" --results || usage_error "--results comes before the --"
		[[ $use_lab ]] || continue
		# The report is not made in the lab.
		! [[ ${args[i]} == -v ]] && ! is_option "${args[i]}" --verbose || verbose=(-v)
		! is_option "${args[i]}" --journal || usage_error \
			"--journal cannot be used in the lab: the journal is in the results folder"
		[[ ${args[i]} != *=* ]] || set -- "${args[i]#*=}"
		[[ ${args[i]} == *=* ]] || set -- "${args[i + 1]:-}"
		! is_option "${args[i]}" --subject || [[ $1 != model ]] || usage_error \
			"the lab tests kernels; for the model: build/native/memop-cts --subject model"
	done
}

build() {
	local log=$cache/log/make.log

	cache_writable
	phase "building memop-cts"
	# Two runs at once must not build into the same files at once.
	quietly "$log" flock "$cache/log" make -s -j"$(nproc)" -C "$top" || {
		note "$(grep -m5 -E 'error:|undefined|not found|denied' "$log" || tail -n5 "$log")"
		lab_error "memop-cts does not build; all of the output is in $log"
	}
	phase_end
}

# Does memop-cts only give information? That needs no kernel.
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

# Is the model wanted, which needs no /dev/kvm?
wants_model() {
	local words=" ${args[*]} "

	[[ $words == *' --subject model '* || $words == *' --subject=model '* ]]
}

run_native() {
	((${#lab_options[@]} == 0)) || usage_error \
		"${lab_options[0]} is for the lab, which this machine uses only with --lab"
	need_compiler
	install_missing
	build
	[[ -e /dev/kvm ]] || wants_model || die "$EXIT_SKIPPED" \
		"skipped: this s390x machine has no /dev/kvm (try: modprobe kvm)"
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
		"$lab/kernel-debian" "${refresh[@]}" "$kernel"
	fi
}

# not_prepared STATUS: exit 1 would say that a kernel was tested.
not_prepared() {
	(($1 == EXIT_USAGE || $1 > 128)) || exit "$EXIT_INFRASTRUCTURE"
	exit "$1"
}

# The program for the emulated machine: this machine's own where it is an s390x machine.
program() {
	if [[ $(uname -m) == s390x ]]; then
		echo "$top/build/native/memop-cts"
	else
		echo "$top/build/s390x/memop-cts"
	fi
}

boot_pid='' signal=''

# Ctrl-C reaches the lab only through this: it takes the machine down and brings out what there is.
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
	setpriv --pdeathsig TERM "$lab/boot" --kernel "$1" --program "$(program)" --out "$partial" \
		--timeout "$timeout" --memory "$memory" -- "${args[@]}" &
	boot_pid=$!
	while :; do
		# Without bash's own words, should the lab be killed.
		{ wait "$boot_pid" && status=0 || status=$?; } 2>/dev/null
		kill -0 "$boot_pid" 2>/dev/null || break
	done
	[[ ! $signal ]] || return "$signal"
	if ((status > EXIT_SKIPPED)); then
		note "lab/boot was killed"
		status=$EXIT_INFRASTRUCTURE
	fi
	return "$status"
}

run_lab() {
	local folder status=0

	need hercules hercules
	need s390x-linux-gnu-gcc gcc-s390x-linux-gnu
	[[ $(uname -m) == s390x ]] ||
		need_file '/usr/s390x-linux-gnu/lib/libc.a' libc6-dev-s390x-cross
	need_compiler
	need xz xz-utils
	need zstd zstd
	need python3 python3
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
