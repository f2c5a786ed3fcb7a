# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-only
#
# The options of run.sh: help, parsing, checks. Sourced by run.sh after common.sh and kernels.sh.
# shellcheck disable=SC2034,SC2154 # variables of run.sh and common.sh

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

kernel='' modules='' source='' config='' timeout=300 memory=1024 results=''
refresh=() verbose=() args=()
use_lab='' lab_options=()

# set_option OPTION VALUE
set_option() {
	[[ $2 ]] || usage_error "$1 needs a value"
	case $1 in
	--kernel) kernel=$2 ;;
	--modules) modules=$2 ;;
	--source) source=$2 ;;
	--config) config=$2 ;;
	--timeout) timeout=$2 ;;
	--memory) memory=$2 ;;
	--results) results=$2 ;;
	esac
}

parse() {
	while (($#)); do
		case $1 in
		--results) set_option "$1" "${2:-}"; shift ;;
		--kernel | --modules | --source | --config | --timeout | --memory)
			set_option "$1" "${2:-}"
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

# validate_arg ARG NEXT: options of memop-cts that run.sh decides, and those of no use in the lab.
validate_arg() {
	local value=$2

	[[ $1 != *=* ]] || value=${1#*=}
	! is_option "$1" --results || usage_error "--results comes before the --"
	[[ $use_lab ]] || return 0
	! is_option "$1" --journal ||
		usage_error "--journal cannot be used in the lab: it is in the results folder"
	! is_option "$1" --subject || [[ $value != model ]] || usage_error \
		"the lab tests kernels; for the model: build/native/memop-cts --subject model"
	# The report is made outside of the lab.
	if [[ $1 == -v ]] || is_option "$1" --verbose; then
		verbose=(-v)
	fi
}

validate_args() {
	local i

	for i in "${!args[@]}"; do
		validate_arg "${args[i]}" "${args[i + 1]:-}"
	done
}
