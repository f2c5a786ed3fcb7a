# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Access to the table of kernels, lab/kernels.txt. Sourced after common.sh.
# shellcheck disable=SC2154 # variables of common.sh

# kernels_awk PROGRAM [VARIABLE=VALUE]...: run an awk program on the rows of the table.
kernels_awk() {
	local program=$1
	shift
	sed -E '/^(#|$)/d' "$lab/kernels.txt" | awk -F ' *[|] *' "${@/#/-v}" "$program"
}

# Print all versions, in the order of the table.
kernel_versions() {
	kernels_awk '{print $1}'
}

# Print them for a message: "6.1, 6.12, 7.2".
kernel_words() {
	kernel_versions | paste -sd, | sed 's/,/, /g'
}

# kernel_known VERSION: true if the version is in the table.
kernel_known() {
	[[ $(kernel_suites "$1") ]]
}

# Print the kernel that ./run.sh boots by default.
kernel_default() {
	kernel_versions | sed -n 1p
}

# Print the default kernel of lab/mutants and lab/coverage.
kernel_of_mutants() {
	kernels_awk '$4 == "yes" {print $1}'
}

# kernel_suites VERSION: print the Debian suites that may have it, the most likely first.
kernel_suites() {
	kernels_awk '$1 "" == version {print $2}' version="$1"
}

# Print the versions that ./run.sh check tests, each with its profile.
kernels_to_check() {
	kernels_awk '$3 != "-" {print $1, $3}'
}
