# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-only
#
# The options of run.sh: help, parsing, checks. Sourced by run.sh after common.sh and kernels.sh.
# shellcheck disable=SC2034,SC2154 # variables of run.sh and common.sh

usage() {
	cat <<HELP
usage: ./run.sh [OPTIONS] [-- ARGS...]   run the suite, with ARGS for memop-cts
       ./run.sh bisect --help            find the commit that changed the outcome of cases
       ./run.sh check                    run the project's own tests
       ./run.sh clean [--all]            remove everything that was built, fetched or cached,
                                         except changed kernel sources (--all: these, too);
                                         results are kept

On an s390x machine the suite runs on the machine's own kernel. With --kernel, --source or
--emulator, and on any other machine, it runs in the lab: a real s390x kernel is booted on a machine
of its own, with the suite inside. Missing packages are installed with apt-get (as root, or with
sudo).

Options for the lab:
  --kernel VERSION|PATH  a stock Debian kernel: $(kernel_words)
                         (default $(kernel_default)); or the path of a bzImage
  --modules DIR          the folder with the modules of the bzImage
  --refresh              fetch a newer package of the stock kernel if Debian has one; without this
                         option a fetched kernel is used until clean removes it
  --source DIR|debian:VERSION
                         build the kernel from a source tree, or from Debian's linux-source
  --config FILE          configuration lines for --source that override lab/kernel.config
  --timeout SECONDS      give up if the suite does not start, or produces no result, for this time
                         (default 300)
  --memory MIB           storage of the machine (default 1024); debug kernels need more
  --cpus N               CPUs of the machine: 1 (default) or 2
  --emulator NAME        the machine on which the kernel boots:
                         hercules emulates a machine with KVM (default, except on s390x);
                         qemu runs it as a guest, on s390x (default there) with nested KVM;
                         anywhere else, a guest of qemu has no KVM, so the suite is skipped
Options everywhere:
  --results DIR          the folder for the results (default results/runs/TIME-RELEASE); its name
                         ends in .incomplete until the run is complete
  -v                     print every case
  --help                 print this

Examples: ./run.sh -- --list
          ./run.sh --kernel $(kernel_of_mutants) -- --suite key_protection
          ./run.sh -- compare results/baselines/$(kernel_of_mutants).txt results/runs/...

Exit codes: 0 all results as expected, 1 unexpected results, 2 wrong usage, 3 infrastructure
failure, 4 everything was skipped.
HELP
}

kernel='' modules='' source='' config='' emulator='' timeout=300 memory=1024
cpus=1 results='' refresh=() verbose=() args=()
use_lab='' lab_options=()

# set_option OPTION VALUE
set_option() {
	[[ $2 ]] || usage_error "$1 needs a value"
	case $1 in
	--kernel) kernel=$2 ;;
	--modules) modules=$2 ;;
	--source) source=$2 ;;
	--config) config=$2 ;;
	--emulator) emulator=$2 ;;
	--timeout) timeout=$2 ;;
	--memory) memory=$2 ;;
	--cpus) cpus=$2 ;;
	--results) results=$2 ;;
	esac
}

parse() {
	while (($#)); do
		case $1 in
		--results) set_option "$1" "${2:-}"; shift ;;
		--kernel | --modules | --source | --config | --emulator | --timeout | --memory | \
			--cpus)
			set_option "$1" "${2:-}"
			lab_options+=("$1")
			shift
			;;
		--refresh) refresh=("$1") lab_options+=("$1") ;;
		-v) verbose=(-v) ;;
		--help | -h) usage; exit 0 ;;
		--) shift; args=("$@"); return ;;
		-*) usage_error "unknown option '$1'; see --help; those of memop-cts follow --" ;;
		*) usage_error "unknown argument '$1'; see --help; those of memop-cts follow --" ;;
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
	[[ ! $kernel || ! $source ]] || usage_error "--kernel and --source cannot be combined"
	[[ ! $config || $source ]] || usage_error "--config needs --source"
	[[ ! $config || -f $config ]] || usage_error "--config: no file '$config'"
	[[ ! $modules || -e $kernel ]] || usage_error "--modules needs --kernel PATH"
	[[ ! $modules || -d $modules ]] || usage_error "--modules: no folder '$modules'"
	kernel=${kernel:-$(kernel_default)}
	case $source in
	'') ;;
	debian:*)
		kernel_known "${source#debian:}" ||
			usage_error "--source: no source '$source':" \
				"give debian: and one of $(kernel_words)"
		;;
	*)
		[[ -f $source/arch/s390/Makefile ]] ||
			usage_error "--source: '$source' is not a kernel source tree:" \
				"it has no arch/s390/Makefile"
		;;
	esac
	[[ ! -d $kernel || -s $kernel/image && -s $kernel/release ]] || usage_error \
		"--kernel: '$kernel' is a folder, but not a kernel folder: give a bzImage"
	[[ $source || -e $kernel ]] || kernel_known "$kernel" ||
		usage_error "--kernel: no kernel '$kernel':" \
			"give $(kernel_words) or the path of a bzImage"
	[[ ! ${refresh[*]} || ! $source && ! -e $kernel ]] ||
		usage_error "--refresh needs --kernel VERSION"
}

# choose_machine: decide where the suite runs. use_lab is empty for the machine's own kernel.
choose_machine() {
	[[ $emulator =~ ^(hercules|qemu|)$ ]] ||
		usage_error "--emulator: no emulator '$emulator': give hercules or qemu"
	if [[ $(uname -m) != s390x ]]; then
		use_lab=1 emulator=${emulator:-hercules}
	elif [[ $kernel || $source || $emulator ]]; then
		use_lab=1 emulator=${emulator:-qemu}
	fi
	[[ $use_lab || ! ${lab_options[*]} ]] || usage_error \
		"${lab_options[0]} is for a kernel that is booted:" \
		"an s390x machine needs --kernel, --source or --emulator for it"
}

# Check everything that can be checked before the run starts.
validate() {
	choose_machine
	in_range --timeout "$timeout" 1 999999
	in_range --memory "$memory" 1024 16384
	in_range --cpus "$cpus" 1 2
	validate_kernel
	if [[ $results && -e $results ]]; then
		[[ -d $results && ! $(ls -A "$results") ]] ||
			usage_error "--results: '$results' exists and is not an empty folder"
	fi
	[[ ! $results || ! -e $results.incomplete ]] ||
		usage_error "--results: '$results.incomplete'" \
			"is left from a run that was cut short: remove it"
}

# is_option WORD NAME: true if WORD is the option, possibly abbreviated or with a value.
is_option() {
	local word=${1%%=*}

	[[ $word == --?* && $2 == "$word"* ]]
}

# validate_arg ARG NEXT: refuse options of memop-cts that run.sh sets itself, or that make no sense
# in the lab.
validate_arg() {
	local value=$2 options=" ${lab_options[*]} "

	[[ $1 != *=* ]] || value=${1#*=}
	! is_option "$1" --results || usage_error "--results comes before the --"
	[[ $use_lab ]] || return 0
	! is_option "$1" --journal ||
		usage_error "--journal cannot be used in the lab: it is in the results folder"
	! is_option "$1" --subject || [[ $value != model || $options == *' --emulator '* ]] ||
		usage_error "the lab tests kernels; for the model:" \
			"build/native/memop-cts --subject model," \
			"or --emulator NAME to run it in the machine"
	# The host makes the report, so it needs the option, too.
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
