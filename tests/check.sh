#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# tests/check.sh BUILD: run all tests. The output of each step is in BUILD/check/. If the last line
# of a step is "N passed, N failed, N skipped", these numbers are added up; any other step counts as
# one.
set -uo pipefail

cd "$(dirname "$0")/.." || exit 3
build=${1:-build}
log=$build/check
passed=0 failed=0 skipped=0
failures=()
mkdir -p "$log"

# count_of LOG: print the counts in the last such line, if any.
count_of() {
	sed -nE 's/^([0-9]+) passed, ([0-9]+) failed, ([0-9]+) skipped.*/\1 \2 \3/p' "$1" | tail -n1
}

# step NAME COMMAND...: run a step. After a failure the next steps still run.
step() {
	local name=$1 start=$SECONDS status=0 p=0 f=0 s=0
	shift
	"$@" >"$log/$name.log" 2>&1 </dev/null || status=$?
	read -r p f s <<<"$(count_of "$log/$name.log")"
	if [[ ! ${p:-} ]]; then
		p=$((status == 0)) f=$((status != 0)) s=0
	elif ((status != 0 && f == 0)); then
		f=1
	fi
	passed=$((passed + p)) failed=$((failed + f)) skipped=$((skipped + s))
	if ((status == 0 && f == 0)); then
		printf 'ok      %-28s %6d passed %4d s\n' "$name" "$p" $((SECONDS - start))
	else
		failures+=("$name")
		printf 'FAILED  %-28s %6d failed %4d s, complete output in %s\n' "$name" "$f" \
			$((SECONDS - start)) "$log/$name.log"
		tail -n 25 "$log/$name.log"
	fi
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

is_s390x=$([[ $(uname -m) == s390x ]] && echo yes)
rm -rf "${log:?}"/*

for flavour in native O0 clang sanitize; do
	step "build-$flavour" built "$flavour"
	step "unit-$flavour" tests/unit.sh "$build/$flavour/tests"
done
if [[ ! $is_s390x ]]; then
	step library-s390x lab/s390x-check "$build/s390x-check"
	step build-s390x built s390x
	step unit-s390x tests/unit.sh "$build/s390x/tests" qemu-s390x
	step model-byte-order same_results
fi
step model-sanitized "$build/sanitize/memop-cts" --subject model --results "$log/model-sanitized"
step oracle-coverage tests/oracle-coverage.sh "$build"
step sabotage tests/sabotage.sh "$build"
step shellcheck lint
step clauses tests/clauses.sh "$build"
for script in tests/cli/test_*.sh tests/lab/*.sh; do
	step "cli-$(basename "$script" .sh)" "$script" "$build/native/memop-cts"
done
step unit-lab tests/lab/unit.py
if [[ $is_s390x ]]; then
	step kvm-host "$build/native/memop-cts" --results "$log/kvm-host" --stage host
	step kvm-guest "$build/native/memop-cts" --results "$log/kvm-guest" --stage guest
else
	while read -r kernel profile; do
		step "lab-$kernel-host" lab "$kernel" "$profile" host
		step "lab-$kernel-guest" lab "$kernel" "$profile" guest
	done < <(kernels)
	step backports tests/backports.sh
	step mutants lab/mutants
fi

((${#failures[@]} == 0)) || printf 'failed: %s\n' "${failures[*]}"
printf '%d passed, %d failed, %d skipped\n' "$passed" "$failed" "$skipped"
((failed == 0 && ${#failures[@]} == 0))
