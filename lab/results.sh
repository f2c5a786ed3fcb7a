# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-only
#
# The folder of a run's results. It has its final name only when the run has come to its end; what was obtained
# of a run that was cut short stays under a name which says so. Sourced by run.sh after common.sh.
# shellcheck disable=SC2154 # variables of common.sh and run.sh

partial=''

# results_name RELEASE: the final name, which --results may have given.
results_name() {
	results=${results:-$top/results/runs/$(date -u +%Y%m%dT%H%M%SZ)-$1}
	partial=$results.incomplete
}

# results_begin COMMAND...: a folder with the command in it, so that the run can be repeated.
results_begin() {
	local here=$results count=1

	# Two runs within a second must not meet.
	while ! mkdir -p "$(dirname "$results")" 2>/dev/null || [[ -e $results/journal ]] ||
		! mkdir "$partial" 2>/dev/null; do
		[[ -e $results || -e $partial ]] || die "$EXIT_INFRASTRUCTURE" "cannot make the folder '$partial'"
		results=$here-$((++count)) partial=$results.incomplete
	done
	{
		printf '%q ' "$@"
		printf '\n'
	} >"$partial/command" || die "$EXIT_INFRASTRUCTURE" "cannot write '$partial/command': is the disk full?"
}

# results_end STATUS [-v]: report what the journal holds and exit. STATUS is lab/boot's.
results_end() {
	local status=$1 code=0
	shift

	if [[ ! -s $partial/journal ]]; then
		note "nothing was obtained; what the machine said is in $partial"
		exit "$status"
	fi
	# A run which was interrupted or whose machine failed is not complete, whatever its cases say.
	if ((status == EXIT_INFRASTRUCTURE || status > 128)); then
		report "$partial" "$@" || true
		note "incomplete: this is only what was obtained before the run was cut short"
		exit "$status"
	fi
	mv -T "$partial" "$results" || die "$EXIT_INFRASTRUCTURE" "cannot rename '$partial' to '$results'"
	report "$results" "$@" || code=$?
	exit "$code"
}

# report DIR [-v]: all that can be said about the journal in DIR. The program names the folder itself.
report() {
	local dir=$1
	shift
	"$top/build/native/memop-cts" report "$dir/journal" --out "$dir" "$@"
}
