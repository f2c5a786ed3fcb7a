# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-only
#
# The table of kernels, lab/kernels.txt, which describes itself. Sourced after common.sh.
# shellcheck disable=SC2154 # variables of common.sh

# kernels_awk PROGRAM [VARIABLE=VALUE]...: an awk program on the rows of the table.
kernels_awk() {
	local program=$1
	shift
	sed -E '/^(#|$)/d' "$lab/kernels.txt" | awk -F ' *[|] *' "${@/#/-v}" "$program"
}

# All versions, in the order of the table.
kernel_versions() {
	kernels_awk '{print $1}'
}

# The same as words of a message: "6.1, 6.12, 7.2".
kernel_words() {
	kernel_versions | paste -sd, | sed 's/,/, /g'
}

# kernel_known VERSION: is it in the table?
kernel_known() {
	[[ $(kernel_suites "$1") ]]
}

# What ./run.sh boots when no kernel is named.
kernel_default() {
	kernel_versions | sed -n 1p
}

# What lab/mutants and lab/coverage take when no kernel is named.
kernel_of_mutants() {
	kernels_awk '$4 == "yes" {print $1}'
}

# kernel_suites VERSION: where Debian may have it, the most likely suite first.
kernel_suites() {
	kernels_awk '$1 "" == version {print $2}' version="$1"
}

# What ./run.sh check runs the suite on: versions, and the profile for each.
kernels_to_check() {
	kernels_awk '$3 != "-" {print $1, $3}'
}
