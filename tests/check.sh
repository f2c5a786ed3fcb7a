#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# tests/check.sh BUILD: run all tests. The programs are built first. Then the other steps run, as
# many at a time as there are CPUs, the longest first. The output of each step is in BUILD/check/.
# If the last line of a step is "N passed, N failed, N skipped", these numbers are added up; any
# other step counts as one.
set -uo pipefail

cd "$(dirname "$0")/.." || exit 3
build=${1:-build}
log=$build/check
at_a_time=$(nproc)
names=()
mkdir -p "$log"

# count_of LOG: print the counts in the last such line, if any.
count_of() {
	sed -nE 's/^([0-9]+) passed, ([0-9]+) failed, ([0-9]+) skipped.*/\1 \2 \3/p' "$1" | tail -n1
}

# step NAME COMMAND...: run a step, and write its counts to NAME.counts.
step() {
	local name=$1 start=$SECONDS status=0 p=0 f=0 s=0 said
	shift
	"$@" >"$log/$name.log" 2>&1 </dev/null || status=$?
	read -r p f s <<<"$(count_of "$log/$name.log")"
	if [[ ! ${p:-} ]]; then
		p=$((status == 0)) f=$((status != 0)) s=0
	elif ((status != 0 && f == 0)); then
		f=1
	fi
	if ((f == 0)); then
		said=$(printf 'ok      %-28s %6d passed %4d s' "$name" "$p" $((SECONDS - start)))
	else
		said=$(printf 'FAILED  %-28s %6d failed %4d s, complete output in %s\n' "$name" \
			"$f" $((SECONDS - start)) "$log/$name.log" && tail -n 25 "$log/$name.log")
	fi
	# In one piece, because other steps are running.
	printf '%s\n' "$said"
	echo "$p $f $s" >"$log/$name.counts"
}

# first NAME COMMAND...: run a step alone.
first() {
	names+=("$1")
	step "$@"
}

# beside NAME COMMAND...: run a step in the background as soon as fewer than $at_a_time are running.
beside() {
	names+=("$1")
	while (($(jobs -rp | wc -l) >= at_a_time)); do
		wait -n
	done
	step "$@" &
}

built() {
	make -s -j"$(nproc)" O="$build" "program-$1" "units-$1"
}

# The answers of the oracle must not depend on the byte order of the machine that it runs on.
same_results() {
	"$build/native/memop-cts" --subject model --results "$log/model-native" >/dev/null || return
	qemu-s390x "$build/s390x/memop-cts" --subject model --results "$log/model-s390x" \
		>/dev/null || return
	diff <(tail -n +2 "$log/model-native/results.jsonl") \
		<(tail -n +2 "$log/model-s390x/results.jsonl")
}

scripts() {
	git ls-files -co --exclude-standard | while read -r file; do
		[[ $file == *.sh || $(head -c 11 "$file" 2>/dev/null | tr -d '\0') == '#!/bin/bash' ]] &&
			printf '%s\n' "$file"
	done
}

lint() {
	local files
	mapfile -t files < <(scripts)
	shellcheck -x "${files[@]}"
}

# kernels: print the versions of lab/kernels.txt to test, each with its profile.
kernels() {
	bash -c 'me=check; . lab/common.sh; . lab/kernels.sh; kernels_to_check'
}

# lab KERNEL PROFILE STAGE: test the real ioctl. Exit codes 3 and 4 are failures here, too, because
# nothing was tested.
lab() {
	rm -rf "$log/lab-$1-$3.results"*
	./run.sh --kernel "$1" --results "$log/lab-$1-$3.results" -- --profile "$2" --stage "$3"
}

# race KERNEL: the cases that need two CPUs.
race() {
	rm -rf "$log/race-$1.results"*
	./run.sh --kernel "$1" --cpus 2 --results "$log/race-$1.results" -- --case 'log_fetch/how=race,*' \
		--max-skip 0
}

# cures: check that each cure changes the sources that are in the cache.
cures() {
	local tree version status=0

	for tree in .cache/src/linux-source-*/; do
		version=$(basename "${tree#*linux-source-}")
		[[ ! -e $tree/Makefile ]] ||
			lab/cures --dry-run --kernel "$version" || status=1
	done
	return $status
}

is_s390x=$([[ $(uname -m) == s390x ]] && echo yes)
rm -rf "${log:?}"/*

for flavour in native O0 clang sanitize; do
	first "build-$flavour" built "$flavour"
done
if [[ ! $is_s390x ]]; then
	first library-s390x lab/s390x-check "$build/s390x-check"
	first build-s390x built s390x
	beside mutants lab/mutants
	# Who stages the state makes no difference but for few cases, so a sample is enough.
	while read -r kernel profile; do
		beside "lab-$kernel-host" lab "$kernel" "$profile" host
		beside "lab-$kernel-guest" lab "$kernel" quick guest
	done < <(kernels)
	beside lab-7.2-race race 7.2
	beside backports tests/backports.sh
	beside unit-s390x tests/unit.sh "$build/s390x/tests" qemu-s390x
	beside model-byte-order same_results
else
	first kvm-host "$build/native/memop-cts" --results "$log/kvm-host" --stage host
	first kvm-guest "$build/native/memop-cts" --results "$log/kvm-guest" --stage guest
fi
beside sabotage tests/sabotage.sh "$build"
for script in tests/cli/test_*.sh tests/lab/*.sh; do
	beside "cli-$(basename "$script" .sh)" "$script" "$build/native/memop-cts"
done
beside oracle-coverage tests/oracle-coverage.sh "$build"
beside clauses tests/clauses.sh "$build"
beside model-sanitized "$build/sanitize/memop-cts" --subject model --results "$log/model-sanitized"
for flavour in native O0 clang sanitize; do
	beside "unit-$flavour" tests/unit.sh "$build/$flavour/tests"
done
beside unit-lab tests/lab/unit.py
beside shellcheck lint
wait
# Of the kernel sources that other steps have fetched.
[[ $is_s390x ]] || first cures cures

passed=0 failed=0 skipped=0 failures=()
for name in "${names[@]}"; do
	# A step that was killed has no counts.
	read -r p f s <"$log/$name.counts" || { p=0 f=1 s=0 && echo "FAILED  $name was killed"; }
	passed=$((passed + p)) failed=$((failed + f)) skipped=$((skipped + s))
	((f == 0)) || failures+=("$name")
done 2>/dev/null
((${#failures[@]} == 0)) || printf 'failed: %s\n' "${failures[*]}"
printf '%d passed, %d failed, %d skipped\n' "$passed" "$failed" "$skipped"
((failed == 0))
