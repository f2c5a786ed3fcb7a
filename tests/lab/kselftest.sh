#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# make kselftest. First with a stand-in for a kernel tree; then in a copy of a real tree, where the
# selftest is built and installed by that tree's rules, run in the lab by its run_kselftest.sh, and
# read by its kunit.py. tests/lab/kselftest/steps.sh runs in the machine.
#
# tests/lab/kselftest.sh [VERSION]: with the kernel and the source of this version of
# lab/kernels.txt.
set -euo pipefail
# shellcheck source-path=SCRIPTDIR source=../expect.sh
. "$(dirname "$0")/../expect.sh"

selftest=kvm_s390_memop
selftests=tools/testing/selftests
put() {
	make -s --no-print-directory -C "$top" "$1" KSRC="${2:-}"
}

# says NAME PATTERN COMMAND...: COMMAND fails, and the first line of its output matches PATTERN.
says() {
	local what=$1 pattern=$2
	shift 2
	if "$@" >"$scratch/output" 2>&1 ||
		! head -n1 "$scratch/output" | grep -qE -- "$pattern"; then
		fail "$what"
	else
		pass
	fi
}

# shellcheck disable=SC2317 # called by way of check
unchanged() {
	[[ ! $(git -C "$1" status --porcelain --ignored) ]]
}

tree=$scratch/fake
folder=$tree/$selftests/$selftest
mkdir -p "$tree/$selftests"
touch "$tree/$selftests"/{lib.mk,kselftest_harness.h}
git -C "$tree" init -q
git -C "$tree" add -A
git -C "$tree" -c user.name=t -c user.email=t@t commit -qm tree

refuses 'usage: tree.sh install' "$top/host/kselftest/tree.sh"
refuses 'KSRC=/nowhere: no such folder' "$top/host/kselftest/tree.sh" install /nowhere
says 'no KSRC' 'make kselftest KSRC=DIR' put kselftest
says 'no kernel tree' 'not a kernel tree with .*kselftest_harness.h' put kselftest "$scratch"
says 'nothing to remove' "no selftest $selftest is installed" put kselftest-remove "$tree"
expect install 0 "installed: $folder" put kselftest "$tree"
check 'git status shows one new folder' test \
	"$(git -C "$tree" status --porcelain)" = "?? $selftests/$selftest/"
check 'every file is in the manifest' test "$(find "$folder" -type f | wc -l)" = \
	$(($(wc -l <"$folder/MANIFEST") + 1))
expect 'install over it' 0 "installed: $folder" put kselftest "$tree"
mkdir -p "$folder/obj/lib"
touch "$folder"/{obj/lib/x.o,memop_test,memop-cts}
expect 'remove, with what a build left' 0 "removed: $folder" put kselftest-remove "$tree"
check 'nothing is left' unchanged "$tree"

put kselftest "$tree" >/dev/null
echo >>"$folder/suites/sida.c"
rm "$folder/config"
touch "$folder/mine.c"
says 'changed by hand' 'config was changed \(and 2 more\)' put kselftest-remove "$tree"
says 'not replaced, either' 'config was changed \(and 2 more\)' put kselftest "$tree"
check 'and still there' test -e "$folder/mine.c"
rm -r "$folder"
mkdir "$folder"
says 'a folder of somebody else' 'make kselftest did not make it' put kselftest "$tree"
check 'and still there' test -d "$folder"

if [[ $(uname -m) == s390x ]] || ! command -v hercules >/dev/null ||
	! command -v rsync >/dev/null; then
	skip 'the selftest in the lab: no hercules or no rsync'
	finish
fi

version=${1:-6.12}
[[ $version =~ ^[0-9.]+$ ]] || version=6.12
source=$("$top/lab/kernel-build" --unpack "debian:$version")
kernel=$("$top/lab/kernel-debian" "$version")
root=$("$top/lab/debian-root" trixie busybox-static)
tree=$scratch/linux
folder=$tree/$selftests/$selftest

# The files that "make headers" and selftests need.
mkdir "$tree"
(cd "$source" && tar -c --exclude=selftests/bpf --exclude=tools/perf .gitignore Makefile Kbuild \
	Kconfig arch/s390 arch/x86 include scripts tools usr) | tar -x -C "$tree"
files_of() {
	(cd "$tree" && find . -type f | sort)
}

# shellcheck disable=SC2317 # called by way of check
kernel_make() {
	make -s -j"$(nproc)" -C "$tree" ARCH=s390 CROSS_COMPILE=s390x-linux-gnu- "$@"
}
# build WHERE: build and install the selftest to a folder of the root file system.
# shellcheck disable=SC2317 # called by way of check
build() {
	kernel_make -C "$selftests" TARGETS="$selftest" INSTALL_PATH="$scratch/add/$1" \
		KSFT_INSTALL_PATH="$scratch/add/$1" install
}
mkdir "$scratch/add"
check "the kernel's headers" kernel_make headers
before=$(files_of | sha256sum)
check 'install in a real tree' put kselftest "$tree"
check build build kselftest
check 'without warnings' test "$(grep -ci 'warning' "$scratch/output")" = 0
check 'config, settings and memop-cts are installed' ls \
	"$scratch/add/kselftest/$selftest"/{config,settings,memop-cts,memop_test}
check 'elsewhere than on s390, nothing is built' make -s -C "$tree/$selftests" TARGETS="$selftest" \
	ARCH=x86 BUILD="$scratch/x86" install INSTALL_PATH="$scratch/x86"
check 'nothing at all' test ! -e "$scratch/x86/$selftest/memop_test"
# A defect of the oracle must become a failed test.
sed -i 's|overlaps(addr, len, 4096, 4607)|false|' "$folder/lib/oracle/low_address.c"
check 'build with a defect' build broken
says 'a changed file stays' 'low_address.c was changed' put kselftest-remove "$tree"
cp "$top/lib/oracle/low_address.c" "$folder/lib/oracle/"
check remove put kselftest-remove "$tree"
check 'nothing is left in the tree' test "$(files_of | sha256sum)" = "$before"

cp "$top/tests/lab/kselftest/steps.sh" "$scratch/add/"
expect 'the steps in the machine' 0 '' "$top/lab/boot" --kernel "$kernel" --root "$root" \
	--root "$scratch/add" --out "$scratch/machine" --timeout 900 -- sh /steps.sh
out=$scratch/machine/files

code() {
	check "$1: exit code $2" test "$(cat "$out/$1.code")" = "$2"
}
# contains FILE PATTERN
contains() {
	cp "$out/$1" "$scratch/output"
	if grep -qE -- "$2" "$out/$1"; then pass; else fail "$1 contains $2"; fi
}
# inner FILE: the output of memop_test in that of run_kselftest.sh.
inner() {
	sed -n 's/^# //p' "$out/$1" | sed -n '/^TAP version/,$p'
}
# kunit FILE: let kunit.py of the tree read a file of KTAP.
kunit() {
	"$source/tools/testing/kunit/kunit.py" parse "$1" >"$scratch/output" 2>&1 || true
}
# kunit_says NAME PATTERN: of the last line of its output.
kunit_says() {
	if tail -n1 "$scratch/output" | grep -qE -- "$2"; then pass; else fail "$1"; fi
}
# counts PROFILE: SUITE PASSED FAILED SKIPPED XFAIL, as the tests of the profile print them.
counts() {
	inner tests | awk -v test="$1" '
		/ RUN / { split($3, name, ".") }
		/^# [0-9]+ passed, / && name[3] == test {
			print name[2], $2, $4, $6, $8 + 0
		}' | sort
}
# own_counts PROFILE: the same of the run of memop-cts.
own_counts() {
	zcat "$out/own-$1.jsonl.gz" | jq -rs '[.[] | select(.case)] | group_by(.case | split("/")[0])[] | {
		suite: .[0].case | split("/")[0],
		n: (group_by(.status) | map({ key: .[0].status, value: length }) | from_entries)
	} | "\(.suite) \(.n.pass // 0) \(
		([.n[]] | add) - (.n.pass // 0) - (.n.skip // 0) - (.n.xfail // 0)
	) \(.n.skip // 0) \(.n.xfail // 0)"' | sort
}

code tests 0
code skipped 4
code broken 1
code again 1
contains tests '^ok 1 selftests: kvm_s390_memop: memop_test$'
contains skipped_run '^ok 1 selftests: kvm_s390_memop: memop_test # SKIP'
contains skipped '^ok 1 .*# SKIP /dev/kvm'
contains broken_run '^not ok 1 selftests: kvm_s390_memop: memop_test # exit=1'
contains broken_run '^# not ok .*mem_op\.low_address\.quick'
contains broken_run '^# # fail: low_address/'
contains broken_run '^# # expected: returns '
contains broken_run '^# # rule: API'
failures=$(sed -nE 's/.* ([0-9]+) of [0-9]+ results are unexpected.*/\1/p' "$out/broken" | paste -sd+)
check 'more than ten failures' test "$((failures))" -gt 10
check 'each is described' test "$(grep -c '^# fail: ' "$out/broken")" = "$((failures))"
contains again '^not ok 1 low_address'

profiles=quick
if [[ -e $out/no_test ]]; then
	code list 4
	code no_test 1
	contains no_test 'no test was selected'
	contains tests '# XFAIL .*docs/findings/F'
else
	profiles='quick default'
	contains list 'the harness of this kernel tree has no options'
	contains tests 'known to fail: .*docs/findings/F'
fi
# The suites that have cases in the profile quick are all but slot_race.
for profile in $profiles; do
	test=${profile/default/complete}
	counts "$test" >"$scratch/counts"
	own_counts "$profile" >"$scratch/own"
	check "memop-cts --profile $profile counts the same" diff "$scratch/counts" "$scratch/own"
	check "$profile: suites" test "$(wc -l <"$scratch/counts")" -ge 24
done

inner tests >"$scratch/tests.ktap"
kunit "$scratch/tests.ktap"
suites=$(find "$top/suites" -name '*.c' | wc -l)
kunit_says "kunit.py reads memop_test's output" \
	"Ran ($suites|$((2 * suites))) tests: passed: [0-9]+, skipped: [0-9]+\$"
kunit "$out/tests"
kunit_says "kunit.py reads run_kselftest.sh's output" 'passed: 1$'
kunit "$out/broken"
kunit_says 'kunit.py sees all failed tests' "failed: $(grep -c '^not ok' "$out/broken")(,|\$)"
finish
