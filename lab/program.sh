# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-only
#
# The memop-cts that runs on this machine: built here, or built elsewhere where there is no compiler
# here. Sourced by run.sh after common.sh and packages.sh.
# shellcheck disable=SC2154 # variables of common.sh

program=$top/build/native/memop-cts

need_compiler() {
	need gcc gcc libc6-dev
	need make make
}

have_compiler() {
	command -v gcc >/dev/null && command -v make >/dev/null
}

# runs_here PROGRAM: true if it exists and was built for this machine.
runs_here() {
	[[ -x $1 ]] && "$1" --version >/dev/null 2>&1
}

# Print the newest program that runs here, if any. build/s390x has one if the checkout was copied
# from another machine.
prebuilt() {
	local candidate found=''

	for candidate in "$top"/build/{native,s390x}/memop-cts; do
		if runs_here "$candidate" && [[ ! $found || $candidate -nt $found ]]; then
			found=$candidate
		fi
	done
	printf '%s' "$found"
}

# Print a source file that was changed after the program was built, if any.
newer_source() {
	(cd "$top" && find Makefile docs/clauses.md lib suites host guest results/expectations \
		-type f -newer "$1" -print -quit 2>/dev/null)
}

# use_prebuilt: set program to one that was built before. Fails if there is none.
use_prebuilt() {
	local found changed

	found=$(prebuilt)
	[[ $found ]] || return 1
	program=$found
	note "no compiler here: using ${program#"$top/"}, built $(date -r "$program" '+%F %R')"
	changed=$(newer_source "$program")
	[[ ! $changed ]] ||
		note "warning: $changed was changed later: copy a memop-cts that was built since"
}

build() {
	local log=$cache/log/make.log

	cache_writable
	# Objects for another processor would be linked again and again.
	if [[ -e $top/build/native/memop-cts ]] && ! runs_here "$top/build/native/memop-cts"; then
		note "build/native was built for another machine: building it again"
		rm -rf "$top/build/native"
	fi
	phase "building memop-cts"
	# Two concurrent runs must not build into the same files.
	quietly "$log" flock "$cache/log" make -s -j"$(nproc)" -C "$top" || {
		note "$(grep -m5 -E 'error:|undefined|not found|denied' "$log" || tail -n5 "$log")"
		lab_error "memop-cts does not build; the complete output is in $log"
	}
	phase_end
}

# get_program: set program to a memop-cts for this machine. With a compiler here it is always built,
# so that it is never older than its sources. A machine without one does not get one installed if
# it has a program that runs.
get_program() {
	if have_compiler || ! use_prebuilt; then
		need_compiler
		install_missing
		build
	fi
}
