#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# tests/sabotage.sh BUILD [NAME...]: would the suites notice a wrong kernel? For each defect of
# tests/sabotage.txt this builds a model with that defect; the oracle and the reference model of
# histories that judge it have none. Some case must fail, and the first one is printed.
set -uo pipefail
cd "$(dirname "$0")/.." || exit 3

build=$1
shift
# Where the defective program of the last defect remains.
work=${WORK:-$build/sabotage}
cc=(cc -std=gnu11 -D_GNU_SOURCE -I. -O1)
mkdir -p "$work"
# All objects of memop-cts except the one that the broken oracle replaces.
rest=()
for source in lib/*/*.c suites/*.c host/*/*.c; do
	object=$build/native/${source%.c}.o
	[[ $source == lib/model/ask.c || $source == lib/model/play.c || ! -e $object ]] ||
		rest+=("$object")
done
passed=0 failed=0

# The objects of the intact rules. Each defect replaces one of them.
for source in lib/oracle/*.c lib/history/*.c lib/model/play.c; do
	"${cc[@]}" -c -o "$work/$(basename "$source" .c).o" "$source" || exit 3
done

# Hide everything in the broken rules but what the model calls.
link() {
	ld -r -o "$work/broken/all.o" "$work/broken"/*.o &&
		objcopy --redefine-sym oracle_ask=model_ask --keep-global-symbol=model_ask \
			--keep-global-symbol=model_begin --keep-global-symbol=model_step \
			"$work/broken/all.o" &&
		cc -o "$work/memop-cts" "${rest[@]}" "$work/broken/all.o"
}

# try FILE EXPRESSION: print the first failing case, or the reason why none fails.
try() {
	local name=${1%.c} status=0 case objects=("$work"/*.o) source=lib/oracle/$1

	[[ -e $source ]] || source=lib/history/$1
	sed "$2" "$source" >"$work/$1"
	! cmp -s "$work/$1" "$source" || { echo "changes nothing in $1" && return 1; }
	mkdir -p "$work/broken"
	rm -f "$work/broken"/*
	cp "${objects[@]}" "$work/broken/"
	"${cc[@]}" -c -o "$work/broken/$name.o" "$work/$1" 2>"$work/log" ||
		{ echo "does not compile" && return 1; }
	link >"$work/log" 2>&1 || { echo "does not link" && return 1; }
	rm -rf "$work/journal"
	timeout 60 "$work/memop-cts" --subject model --fail-fast --journal "$work/journal" \
		>"$work/log" 2>&1 || status=$?
	((status != 0)) || { echo "survives" && return 1; }
	# A crash or a time-out does not count as a failing case.
	((status == 1)) || { echo "exits with $status, but no case fails" && return 1; }
	case=$("$build/native/memop-cts" report "$work/journal" 2>&1 >/dev/null |
		sed -nE 's/^(fail|crash): //p' | head -n1)
	[[ $case ]] || { echo "exits with 1, but no case fails" && return 1; }
	echo "$case"
}

while IFS='|' read -r name file expression; do
	name=${name// /} file=${file// /}
	[[ $name && $name != \#* && $file ]] || continue
	(($# == 0)) || [[ " $* " == *" $name "* ]] || continue
	if found=$(try "$file" "$expression"); then
		passed=$((passed + 1))
		printf 'ok      %-28s %s\n' "$name" "$found"
	else
		failed=$((failed + 1))
		printf 'not ok  %-28s %s\n' "$name" "$found"
	fi
done <tests/sabotage.txt
printf '%d passed, %d failed, 0 skipped\n' "$passed" "$failed"
((failed == 0 && passed > 0))
