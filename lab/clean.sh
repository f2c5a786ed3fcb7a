# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-only
#
# ./run.sh clean. Sourced by run.sh after common.sh.
# shellcheck disable=SC2154 # variables of common.sh

# Restore the files that a killed lab/mutants or lab/cures left changed in a source tree.
restore_sources() {
	local original

	for original in "$cache"/changed/*.original; do
		[[ ! -e $original ]] || cp "$original" "$(<"${original%.original}.file")"
	done
}

# keep_changed TREE: true if the tree has changes of the user; then say so in one line.
keep_changed() {
	local tree=$1 changes

	changes=$("$lab/pristine" check "$tree" 2>/dev/null) && return 1
	changes=$(grep -c . <<<"$changes" || true)
	note "kept ${tree#"$top/"}, $changes files changed; './run.sh clean --all' removes it"
}

# clean [--all]: remove the cache and the build folder; without --all keep changed kernel sources.
clean() {
	local tree

	[[ $* == '' || $* == --all ]] || usage_error "clean takes no argument except --all"
	rm -rf "$top/build"
	if [[ $* == --all ]]; then
		rm -rf "$cache"
		return
	fi
	restore_sources
	for tree in "$cache"/src/*/; do
		tree=${tree%/}
		[[ ! -d $tree ]] || keep_changed "$tree" || rm -rf "$tree" "$tree.sums"
	done
	find "$cache" -mindepth 1 -maxdepth 1 ! -name src -exec rm -rf {} + 2>/dev/null || true
	rmdir "$cache/src" "$cache" 2>/dev/null || true
}
