# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-only
#
# The folder of a run's results. It gets its final name only when the run has come to its end.
# Results of a run that was cut short stay in a folder whose name ends in .incomplete; a run without
# any result leaves no folder. Sourced by run.sh after common.sh.
# shellcheck disable=SC2154 # variables of common.sh and run.sh

partial=''

# results_name RELEASE: the final name, which --results may have given.
results_name() {
	results=${results:-$top/results/runs/$(date -u +%Y%m%dT%H%M%SZ)-$1}
	partial=$results.incomplete
}

# has_results FOLDER: does its journal have the result of a case?
has_results() {
	grep -qam1 '^r ' "$1/journal" 2>/dev/null
}

# results_begin COMMAND...: a folder with the command in it, so that the run can be repeated.
results_begin() {
	local here=$results count=1 owner

	results_sweep
	# Two runs within a second must not meet.
	while ! mkdir -p "$(dirname "$results")" 2>/dev/null || [[ -e $results/journal ]] ||
		! mkdir "$partial" 2>/dev/null; do
		[[ -e $results || -e $partial ]] ||
			lab_error "cannot make the folder '$partial'"
		results=$here-$((++count)) partial=$results.incomplete
	done
	# As long as this script lives it holds a lock on the folder.
	exec {owner}<"$partial"
	flock -n "$owner"
	{
		printf '%q ' "$@"
		printf '\n'
	} >"$partial/command" ||
		lab_error "cannot write '$partial/command': is the disk full?"
}

# results_sweep: finish or remove the folders of runs that were killed.
results_sweep() {
	local folder owner

	for folder in "$top"/results/runs/*.incomplete; do
		[[ -e $folder/command ]] || continue
		exec {owner}<"$folder"
		! flock -n "$owner" || results_adopt "$folder"
		exec {owner}>&-
	done
}

# results_adopt FOLDER: finish the folder of a run that was killed.
results_adopt() {
	if compgen -G "$1/.machine.*" >/dev/null; then
		"$lab/boot" --recover "$1" 2>/dev/null || true
		# Its machine is being taken down at this moment.
		! compgen -G "$1/.machine.*" >/dev/null || return 0
	fi
	if has_results "$1"; then
		[[ -e $1/summary.txt ]] || report "$1" >/dev/null 2>&1 || true
	else
		rm -rf "$1"
		note "removed ${1#"$top/"}: a run that was killed before it had a result"
	fi
}

# results_end STATUS [-v]: report what the journal holds and exit. STATUS is lab/boot's.
results_end() {
	local status=$1 code=0
	shift

	has_results "$partial" || "$lab/boot" --recover "$partial" || true
	has_results "$partial" || nothing_obtained "$status"
	# A run that was interrupted or whose machine failed is incomplete, whatever its cases say.
	if ((status == EXIT_INFRASTRUCTURE || status > 128)); then
		report "$partial" "$@" || true
		note "incomplete: this is only what was obtained before the run was cut short"
		exit "$status"
	fi
	report "$partial" --rename "$results" "$@" || code=$?
	# A journal that cannot be read is no wrong usage of this script.
	((code != EXIT_USAGE)) || code=$EXIT_INFRASTRUCTURE
	exit "$code"
}

# nothing_obtained STATUS: keep the console of the last such run, but no folder.
nothing_obtained() {
	local console=$cache/log/console.log text='nothing was obtained'

	if [[ -s $partial/console.log ]] && mv "$partial/console.log" "$console" 2>/dev/null; then
		text+="; what the machine said is in ${console#"$top/"}"
	fi
	rm -rf "$partial"
	note "$text"
	exit "$1"
}

# report DIR [--rename NAME] [-v]: make the reports of the journal in DIR. The program names the
# folder itself.
report() {
	local dir=$1
	shift
	"$top/build/native/memop-cts" report "$dir/journal" --out "$dir" "$@"
}
