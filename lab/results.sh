# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-only
#
# The results folder of a run. It gets its final name only when the run is complete. The results of
# a run that was cut short stay in a folder whose name ends in .incomplete. A run without any result
# leaves no folder. Sourced by run.sh after common.sh.
# shellcheck disable=SC2154 # variables of common.sh and run.sh

partial=''

# results_name RELEASE: set the final name, unless --results has given it, and make its parent.
results_name() {
	local here number=1

	if [[ ! $results ]]; then
		here=$top/results/runs/$(date -u +%Y%m%dT%H%M%SZ)-$1 results=$here
		# Two runs that start within a second need different names.
		while [[ -e $results || -e $results.incomplete ]]; do
			results=$here-$((++number))
		done
	fi
	partial=$results.incomplete
	mkdir -p "$(dirname "$results")" 2>/dev/null || true
	[[ -d $(dirname "$results") && -w $(dirname "$results") ]] || lab_error \
		"cannot make a folder in '$(dirname "$results")': name another with --results"
}

# has_results FOLDER: true if its journal has the result of a case, or skips all of them.
has_results() {
	grep -qaEm1 "^(r |end $EXIT_SKIPPED )" "$1/journal" 2>/dev/null
}

# results_begin COMMAND...: make the folder, and record the command so that it can be repeated.
results_begin() {
	local here=$results count=1 owner

	results_sweep
	# Two runs that start within a second need different names.
	while ! mkdir -p "$(dirname "$results")" 2>/dev/null || [[ -e $results/journal ]] ||
		! mkdir "$partial" 2>/dev/null; do
		[[ -e $results || -e $partial ]] ||
			lab_error "cannot make the folder '$partial'"
		results=$here-$((++count)) partial=$results.incomplete
	done
	# The lock on the folder is released when this script ends, however it ends.
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
		# Its machine is still being shut down: leave the folder to the next run.
		! compgen -G "$1/.machine.*" >/dev/null || return 0
	fi
	if has_results "$1"; then
		[[ -e $1/summary.txt ]] || report "$1" >/dev/null 2>&1 || true
	else
		rm -rf "$1"
		note "removed ${1#"$top/"}: its run was killed before it had any result"
	fi
}

# results_end STATUS [-v]: report the journal and exit. STATUS is the exit code of lab/boot.
results_end() {
	local status=$1 code=0
	shift

	has_results "$partial" || "$lab/boot" --recover "$partial" || true
	has_results "$partial" || nothing_obtained "$status"
	# An interrupted run, or one whose machine failed, is incomplete, even if all its cases
	# passed.
	if ((status == EXIT_INFRASTRUCTURE || status > 128)); then
		report "$partial" "$@" || true
		note "incomplete: these are only the results before the run was cut short"
		exit "$status"
	fi
	report "$partial" --rename "$results" "$@" || code=$?
	# A journal that cannot be read is no wrong usage of this script.
	((code != EXIT_USAGE)) || code=$EXIT_INFRASTRUCTURE
	exit "$code"
}

# not_tested STATUS: exit, but never with 1, which would mean that a kernel was tested.
not_tested() {
	(($1 == EXIT_USAGE || $1 > 128)) || exit "$EXIT_INFRASTRUCTURE"
	exit "$1"
}

# nothing_obtained STATUS: exit without a folder, but keep the console of the last such run.
nothing_obtained() {
	local console=$cache/log/console.log text='the run has no results'

	if [[ -s $partial/console.log ]] && mv "$partial/console.log" "$console" 2>/dev/null; then
		text+="; the console output of the machine is in ${console#"$top/"}"
	fi
	rm -rf "$partial"
	note "$text"
	not_tested "$1"
}

# again FOLDER: the part of the run's command that selects the kernel, up to the "--", and the file
# of --expect. A failure names it, with --case ID and other options of the run added, as the command
# that tries the case again. The local variables are those that parse sets: the run may have had
# other options than this one.
# shellcheck disable=SC2034 # variables that parse sets
again() {
	local kernel='' modules='' source='' config='' memory='' cpus=''
	local emulator='' timeout results
	local part=() args=() refresh=() verbose=() lab_options=() i

	eval "part=($(<"$1/command"))"
	parse "${part[@]:1}" >&2
	part=("${part[0]}" ${emulator:+--emulator "$emulator"} ${kernel:+--kernel "$kernel"}
		${modules:+--modules "$modules"} ${source:+--source "$source"}
		${config:+--config "$config"} ${memory:+--memory "$memory"}
		${cpus:+--cpus "$cpus"})
	printf '%q ' "${part[@]}"
	printf -- --
	for i in "${!args[@]}"; do
		case ${args[i]} in
		--expect) printf ' --expect %q' "${args[i + 1]:-}" ;;
		--expect=*) printf ' --expect %q' "${args[i]#*=}" ;;
		esac
	done
}

# report DIR [--rename NAME] [-v]: make the reports of the journal in DIR.
report() {
	local dir=$1
	shift
	"$top/build/native/memop-cts" report "$dir/journal" --out "$dir" \
		--again "$(again "$dir")" "$@"
}
