# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Shared by the tests of commands. Most of these boot no kernel and need no network: where
# necessary, stand-ins replace the emulator, the package manager and compiled programs.

top=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
passed=0 failed=0 skipped=0

pass() {
	passed=$((passed + 1))
}

# fail NAME: report a failure with the last output.
fail() {
	failed=$((failed + 1))
	printf 'not ok  %s\n' "$1"
	sed 's/^/        /' "$scratch/output" 2>/dev/null || true
}

skip() {
	skipped=$((skipped + 1))
	printf 'skipped %s\n' "$1"
}

# check NAME COMMAND...: COMMAND must succeed.
check() {
	local name=$1
	shift
	if "$@" >"$scratch/output" 2>&1; then pass; else fail "$name"; fi
}

# expect NAME STATUS PATTERN COMMAND...: COMMAND must exit with STATUS, and its last line must match
# PATTERN.
expect() {
	local name=$1 status=$2 pattern=$3 got=0
	shift 3
	"$@" >"$scratch/output" 2>&1 </dev/null || got=$?
	if ((got == status)) && tail -n1 "$scratch/output" | grep -qE -- "$pattern"; then
		pass
	else
		echo "(status $got, expected $status and '$pattern')" >>"$scratch/output"
		fail "$name"
	fi
}

# refuses PATTERN COMMAND...: COMMAND must exit with 2 (usage) and print one line.
refuses() {
	local name="refuses: ${*:2}"
	expect "$name" 2 "$@"
	if (($(wc -l <"$scratch/output") == 1)); then pass; else fail "$name, in one line"; fi
}

# reseal: copy a journal from standard input and give it a valid end line after an edit.
reseal() {
	python3 -c '
import sys
lines = [l for l in sys.stdin.buffer if not l.startswith(b"end ")]
total = 2166136261
whole = b"".join(lines) + b"end 0 %d " % sum(l.startswith(b"r ") for l in lines)
for byte in whole:
    total = (total ^ byte) * 16777619 & 0xffffffff
sys.stdout.buffer.write(whole + b"%08x\n" % total)'
}

finish() {
	printf '%d passed, %d failed, %d skipped\n' "$passed" "$failed" "$skipped"
	((failed == 0))
	exit
}

# copy_of_project: copy the scripts, so that a test has its own cache and results; print the folder.
copy_of_project() {
	mkdir -p "$scratch/project"/build/{native,s390x}
	cp -r "$top/run.sh" "$top/lab" "$scratch/project/"
	printf 'all:\n' >"$scratch/project/Makefile"
	printf '%s\n' "$scratch/project"
}

# stand_in NAME: make standard input a script of that name, and put it first in PATH.
stand_in() {
	mkdir -p "$scratch/bin"
	{ echo '#!/bin/bash' && cat; } >"$scratch/bin/$1"
	chmod +x "$scratch/bin/$1"
	PATH=$scratch/bin:${PATH#"$scratch/bin:"}
}

no_stand_in() {
	rm -f "$scratch/bin/$1"
	hash -r
}
