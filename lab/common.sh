# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Shared by the scripts of the lab: paths, error messages, progress messages.
# A script sets `me`, the prefix of its messages, and then sources this file.

# A failure inside $(...) ends the script, too.
shopt -s inherit_errexit

lab=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
top=${lab%/*}
# Used by the scripts that source this file:
# shellcheck disable=SC2034
cache=$top/.cache
# shellcheck disable=SC2034
readonly EXIT_USAGE=2 EXIT_INFRASTRUCTURE=3 EXIT_SKIPPED=4
# Only inside the lab, where bisect skips such a kernel; run.sh exits with EXIT_INFRASTRUCTURE.
# shellcheck disable=SC2034
readonly EXIT_UNTESTABLE=5 # the kernel is to blame: it does not build, boot or offer KVM

# On a terminal the status line is redrawn; elsewhere each phase is one line.
if [[ -t 2 ]]; then watched=1; else watched=; fi
phase_text='' phase_start=0 line_open=

# die CODE MESSAGE...: print one line and exit.
die() {
	local code=$1
	shift
	phase_end
	printf '%s: %s\n' "${me:-memop-cts}" "$*" >&2
	exit "$code"
}

usage_error() {
	die "$EXIT_USAGE" "$*"
}

# lab_error MESSAGE...: an infrastructure failure; nothing was tested.
lab_error() {
	die "$EXIT_INFRASTRUCTURE" "$*"
}

note() {
	phase_end
	printf '%s\n' "$*" >&2
}

# phase TEXT: report the work that begins now.
phase() {
	phase_end
	phase_text=$* phase_start=$SECONDS
	if [[ $watched ]]; then
		progress ''
	else
		printf '%s\n' "$phase_text" >&2
	fi
}

# progress [TEXT]: on a terminal, redraw the status line with the elapsed seconds.
progress() {
	[[ $watched ]] || return 0
	# Switch off line wrapping: a wrapped line could not be redrawn.
	printf '\r\033[K\033[?7l%s%s  %d s\033[?7h' \
		"$phase_text" "${1:+: $1}" $((SECONDS - phase_start)) >&2
	line_open=1
}

phase_end() {
	[[ ! $line_open ]] || printf '\n' >&2
	line_open=
}

# quietly LOG COMMAND...: run COMMAND with its output in LOG; on a terminal, count the seconds.
# COMMAND runs in the foreground, so that Ctrl-C reaches it, and the counter in the background.
quietly() {
	local log=$1 ticker='' code=0
	shift
	if [[ $watched ]]; then
		while sleep 0.2 && kill -0 $$ 2>/dev/null; do progress ''; done &
		ticker=$!
	fi
	"$@" >"$log" 2>&1 </dev/null || code=$?
	if [[ $ticker ]]; then
		kill "$ticker" 2>/dev/null || true
		wait "$ticker" 2>/dev/null || true
		line_open=1
	fi
	return "$code"
}

# cache_writable: fail unless files can be written to the cache folder below the checkout.
cache_writable() {
	mkdir -p "$cache/log" 2>/dev/null || true
	[[ -w $cache && -w $cache/log ]] || lab_error \
		"cannot write below '$cache': use a copy of the checkout that you may write to"
}

# newer FILE THAN...: true if FILE exists and is not older than any of THAN.
newer() {
	local file=$1 other
	shift
	[[ -e $file ]] || return 1
	for other; do
		[[ ! $other -nt $file ]] || return 1
	done
}
