#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# ./run.sh: the options that it refuses, and its behaviour when something that it needs is missing.
set -euo pipefail
# shellcheck source-path=SCRIPTDIR source=../expect.sh
. "$(dirname "$0")/../expect.sh"

project=$(copy_of_project)
run=$project/run.sh
mkdir "$scratch/full" && touch "$scratch/full/something" "$scratch/file"

expect help 0 '4 everything was skipped' "$run" --help
refuses "unknown option '--nonsense'" "$run" --nonsense
refuses "unknown argument 'nonsense'" "$run" nonsense
refuses '--kernel needs a value' "$run" --kernel
refuses "no kernel 'nonsense'" "$run" --kernel nonsense
refuses "no kernel '6.1.x'" "$run" --kernel 6.1.x
refuses 'a folder, but not a kernel folder' "$run" --kernel "$scratch/full"
refuses '--modules needs --kernel PATH' "$run" --modules "$scratch"
refuses "--modules: no folder" "$run" --kernel "$scratch/file" --modules "$scratch/nowhere"
refuses '--config needs --source' "$run" --config "$scratch/file"
refuses "--config: no file" "$run" --source debian:6.1 --config "$scratch/nowhere"
refuses '--kernel and --source cannot be combined' "$run" --kernel 6.1 --source debian:6.1
refuses 'not a kernel source tree: ' "$run" --source "$scratch"
refuses "--timeout 'soon'" "$run" --timeout soon
refuses "--timeout '0'" "$run" --timeout 0
refuses "--memory '1023' is not a number from 1024" "$run" --memory 1023
refuses '--refresh needs --kernel VERSION' "$run" --refresh --source debian:6.1
refuses '--refresh needs --kernel VERSION' "$run" --refresh --kernel "$scratch/file"
refuses "no kernel '9.9': give 6.1, 6.12" "$run" --kernel 9.9
refuses "no source 'debian:9.9': give debian: and one of 6.1, 6.12" "$run" --source debian:9.9
refuses 'not an empty folder' "$run" --results "$scratch/full"
refuses 'check takes no arguments' "$run" check it
mkdir "$scratch/cut.incomplete"
refuses 'left from a run that was cut short' "$run" --results "$scratch/cut"
refuses 'clean takes no argument except --all' "$run" clean it

# Options of memop-cts that run.sh sets itself, or that make no sense in the lab.
refuses '--results comes before the --' "$run" -- --results "$scratch/x"
refuses '--results comes before the --' "$run" -- --suite a "--results=$scratch/x"
refuses '--journal cannot be used in the lab' "$run" --lab -- --journal x
refuses '--journal cannot be used in the lab' "$run" --lab -- --jour=x
refuses 'the lab tests kernels; for the model' "$run" --lab -- --subject model
refuses 'the lab tests kernels; for the model' "$run" --lab -- --subj=model

# Stand-ins from here on: a memop-cts that knows one wrong option, and an apt-get without network.
cat >"$project/build/native/memop-cts" <<'PROGRAM'
#!/bin/bash
case "$*" in
*--wrong*) echo "memop-cts: unknown option --wrong" >&2; exit 2 ;;
*--list*) echo some/case ;;
compare* | baseline*) echo "$*" ;;
--dry-run*) echo plan 1 ;;
*) echo "ran: $*" ;;
esac
PROGRAM
chmod +x "$project/build/native/memop-cts"
stand_in apt-get <<<'echo "E: no network" >&2; exit 100'
expect 'arguments of memop-cts are checked first' 2 'unknown option --wrong' "$run" -- --wrong
expect 'memop-cts --list needs no machine' 0 'some/case' "$run" -- --list
expect 'compare needs no machine' 0 '^compare one two -v$' "$run" -- compare one two -v
expect 'baseline needs no machine' 0 '^baseline one --out two$' "$run" -- baseline one --out two
no_network='cannot fetch the package lists .*E: no network|no Debian mirror'
expect 'no network for the kernel' 3 "$no_network" "$run"
check 'no results folder is left' test ! -e "$project/results/runs"

printf 'all:\n\t@echo "error: broken" >&2; false\n' >"$project/Makefile"
expect 'does not build' 3 'memop-cts does not build' "$run"
printf 'all:\n' >"$project/Makefile"

# shellcheck disable=SC2016 # it is the stand-in's
stand_in uname <<<'[[ $1 == -m ]] && echo s390x || echo 1.2.3'
# only_for_lab OPTION [MORE...]: MORE makes the option valid.
only_for_lab() {
	refuses "$1 is an option of the lab; an s390x machine needs --lab for it" "$run" "$@"
}
only_for_lab --kernel 7.2
only_for_lab --modules "$scratch" --kernel "$scratch/file"
only_for_lab --source debian:7.2
only_for_lab --config "$scratch/file" --source debian:7.2
only_for_lab --timeout 5
only_for_lab --memory 2048
only_for_lab --refresh
expect 's390x with --lab' 3 "$no_network" "$run" --lab
refuses '--journal cannot' "$run" --lab -- --journal x
no_stand_in uname

# A cache folder without write permission.
if ((EUID)); then
	chmod a-w "$project/.cache" "$project/.cache/log"
	expect 'a cache that is not writable' 3 "cannot write below '.*/.cache'" "$run"
	chmod u+w "$project/.cache" "$project/.cache/log"
fi

# Three kernel sources: one was changed, and one has a mutant that a killed lab/mutants left.
for version in 1.1 1.2 1.3; do
	tree=$project/.cache/src/linux-source-$version
	mkdir -p "$tree/folder"
	echo one >"$tree/folder/a.c"
	echo two >"$tree/folder/b.c"
	touch -d '1 hour ago' "$tree"/folder/* "$tree/folder"
	"$project/lab/pristine" record "$tree"
done
echo 'one more' >>"$project/.cache/src/linux-source-1.2/folder/a.c"
cp "$tree/folder/b.c" "$project/.cache/mutants.original"
echo "$tree/folder/b.c" >"$project/.cache/mutants.file"
echo mutant >"$tree/folder/b.c"
touch "$project/.cache/something"
expect 'clean keeps a source that was changed' 0 \
	"^kept .cache/src/linux-source-1.2, 1 files changed; './run.sh clean --all' removes it$" \
	"$run" clean
check 'it is reported once' test "$(grep -c kept "$scratch/output")" = 1
check 'everything else is removed' test "$(cd "$project" && echo .cache/* .cache/src/*)" = \
	'.cache/src .cache/src/linux-source-1.2 .cache/src/linux-source-1.2.sums'
check 'the build folder is removed' test ! -e "$project/build"
check 'the changed file is kept' \
	grep -q 'one more' "$project/.cache/src/linux-source-1.2/folder/a.c"
rm "$project/.cache/src/linux-source-1.2.sums"
expect 'clean keeps a source without checksums' 0 '^kept' "$run" clean
check 'clean --all' "$run" clean --all
check 'removes everything' test ! -e "$project/.cache" -a ! -e "$project/build"
finish
