#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# tree.sh install|remove DIR: put the suite into the kernel tree DIR as a selftest of its own, or
# remove it again. No other file of the tree changes. `make kselftest KSRC=DIR` calls this.
#
# The selftest's MANIFEST has a checksum of every file. A folder that has none, or has files that
# were added or changed since, is not touched.
set -euo pipefail

name=kvm_s390_memop
project=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
# What a build leaves in the folder.
built=(memop-cts memop_test obj)

die() {
	printf '%s\n' "$*" >&2
	exit 2
}

# The files of the project that the selftest consists of, except those in host/kselftest.
sources() {
	cd "$project"
	find lib host/commands host/runner host/subjects suites guest -type f -name '*.[chS]' \
		! -path host/subjects/no_kvm.c | LC_ALL=C sort
	printf '%s\n' docs/clauses.md results/expectations/{history,known}.txt
}

# check_tree MAKE-TARGET TREE: sets `selftests`, `folder`.
check_tree() {
	[[ $2 ]] || die "make $1: name a kernel tree: make $1 KSRC=DIR"
	[[ -d $2 ]] || die "KSRC=$2: no such folder"
	selftests=$(cd "$2" && pwd)/tools/testing/selftests
	folder=$selftests/$name
	[[ -f $selftests/lib.mk && -f $selftests/kselftest_harness.h ]] || die \
		"KSRC=$2: not a kernel tree with tools/testing/selftests/kselftest_harness.h"
	[[ -w $selftests ]] || die "KSRC=$2: cannot write to tools/testing/selftests"
}

# Print each file of the installed selftest that was added, changed or removed.
changes() {
	local omit=()
	local file

	for file in "${built[@]}"; do
		omit+=(! -path "./$file" ! -path "./$file/*")
	done
	cd "$folder"
	{
		sha256sum --quiet -c MANIFEST 2>/dev/null | sed 's/: FAILED.*//' || true
		find . ! -type d "${omit[@]}" ! -path ./MANIFEST | sed 's,^\./,,' |
			grep -vxFf <(sed 's/^[0-9a-f]*  //' MANIFEST) || true
	} | LC_ALL=C sort -u
}

check_unchanged() {
	local files

	[[ -e $folder ]] || return 0
	[[ -f $folder/MANIFEST ]] || die "$folder: exists, but make kselftest did not make it"
	mapfile -t files < <(changes)
	((${#files[@]} == 0)) || die "$folder: ${files[0]} was changed$(
		((${#files[@]} == 1)) || echo " (and $((${#files[@]} - 1)) more)"
	); save your changes elsewhere, remove the folder, and try again"
}

# Copies of the project's files and those of host/kselftest, as they are named in the selftest.
fill() {
	local file

	(cd "$project" && sources | xargs cp -p --parents -t "$1")
	for file in .gitignore Makefile README config settings memop_test.c suite_test.c \
		suite_test.h; do
		cp -p "$project/host/kselftest/$file" "$1/"
	done
	(cd "$1" && find . -type f | sed 's,^\./,,' | LC_ALL=C sort | xargs sha256sum) \
		>"$1.manifest"
	mv "$1.manifest" "$1/MANIFEST"
}

install() {
	local new

	check_tree kselftest "$1"
	check_unchanged
	new=$(mktemp -d "$selftests/.$name.XXXXXX")
	# shellcheck disable=SC2064 # the value of now
	trap "rm -rf '$new' '$new.manifest'" EXIT
	chmod 755 "$new"
	fill "$new"
	rm -rf "$folder"
	mv "$new" "$folder"
	echo "installed: $folder (its README says how to build and run it)"
}

remove() {
	check_tree kselftest-remove "$1"
	[[ -e $folder ]] || die "KSRC=$1: no selftest $name is installed"
	check_unchanged
	rm -rf "$folder"
	echo "removed: $folder"
}

case ${1:-} in
install | remove) "$1" "${2:-}" ;;
*) die "usage: tree.sh install|remove DIR" ;;
esac
