#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# ./run.sh on an s390x machine: which memop-cts it uses, with and without a compiler. Scripts
# replace memop-cts, uname and apt-get; a PATH without gcc and make is a machine without a compiler.
set -euo pipefail
# shellcheck source-path=SCRIPTDIR source=../expect.sh
. "$(dirname "$0")/../expect.sh"

project=$(copy_of_project)
run=$project/run.sh
mkdir -p "$project/lib" "$scratch/tools"
echo old >"$project/lib/a.c"
touch -d '3 hours ago' "$project/lib/a.c" "$project/lib" "$project/Makefile"

# program FILE TEXT [AGE]: a memop-cts that prints TEXT.
program() {
	printf '#!/bin/bash\necho "%s: $*"\n' "$2" >"$1"
	chmod +x "$1"
	touch -d "${3:-now}" "$1"
}

# A program for another processor: 64 bytes of its header are enough.
foreign() {
	{ printf '\177ELF\2\1\1' && head -c 64 /dev/zero; } >"$1"
	chmod +x "$1"
}

# says NAME PATTERN: the last expected command printed a line that matches.
says() {
	cp "$scratch/output" "$scratch/said"
	check "$1" grep -qE -- "$2" "$scratch/said"
	cp "$scratch/said" "$scratch/output"
}

native=$project/build/native/memop-cts s390x=$project/build/s390x/memop-cts
# shellcheck disable=SC2016 # it is the stand-in's
stand_in uname <<<'[[ $1 == -m ]] && echo s390x || echo 1.2.3'
stand_in apt-get <<<'echo "E: no network" >&2; exit 100'
for tool in /usr/bin/* /bin/*; do
	case ${tool##*/} in
	gcc | make | apt-get) ;;
	*) ln -sf "$tool" "$scratch/tools/" ;;
	esac
done
with_compiler=$PATH
PATH=$scratch/bin:$scratch/tools
hash -r

program "$s390x" copied '1 hour ago'
foreign "$native"
expect 'no compiler: the program that was copied' 0 \
	"^copied: --results $project/results/runs/.*-1.2.3 --again $run -- --suite a$" "$run" -- --suite a
check 'without a warning' test "$(grep -c warning "$scratch/output")" = 0
expect 'which is announced' 0 ^copied "$run"
says 'with its time' '^no compiler here: using build/s390x/memop-cts, built 20..-..-.. ..:..$'
expect 'the command line alone' 0 '^copied: --list$' "$run" -- --list
echo new >"$project/lib/a.c"
expect 'a program older than a source' 0 '^copied: ' "$run"
says 'is warned about' '^warning: lib/a.c was changed later'
program "$native" 'built here'
expect 'the newer of two programs' 0 '^built here: ' "$run"
foreign "$native"
foreign "$s390x"
expect 'no program that runs here: a compiler is needed' 3 'gcc|apt-get|sudo' "$run"

# With a compiler, make decides what is out of date.
PATH=$with_compiler
hash -r
program "$s390x" copied
printf 'all:\n\t@mkdir -p build/native; cp made build/native/memop-cts\n' >"$project/Makefile"
program "$project/made" made
foreign "$native"
touch "$project/build/native/object.o"
expect 'a compiler: it is built' 0 '^made: --results' "$run"
says 'which is announced' '^build/native was built for another machine'
check 'objects for another machine are removed' test ! -e "$project/build/native/object.o"
touch "$project/build/native/object.o"
expect 'and used from then on' 0 '^made: --results' "$run"
check 'objects are kept' test -e "$project/build/native/object.o"

# The results folder.
expect 'results in a folder that exists' 0 "^made: --results $scratch/there --again " \
	"$run" --results "$scratch/there"
touch "$scratch/file"
expect 'results below a file' 3 "cannot make a folder in '.*/file': name another with --results" \
	"$run" --results "$scratch/file/results"
stand_in date <<<'echo 20260101T000000Z'
mkdir -p "$project/results/runs/20260101T000000Z-1.2.3" \
	"$project/results/runs/20260101T000000Z-1.2.3-2.incomplete"
expect 'a run within the same second' 0 '20260101T000000Z-1.2.3-3 --again ' "$run"
no_stand_in date
finish
