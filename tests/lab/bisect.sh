#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# ./run.sh bisect on small histories with planted commits. The repository, git and memop-cts are
# real. Stand-ins replace lab/kernel-build and lab/boot: the file "behaviour" of a commit says what
# its kernel does. tests/bisect-kernel.sh bisects real kernels.
set -euo pipefail
# shellcheck source-path=SCRIPTDIR source=../expect.sh
. "$(dirname "$0")/../expect.sh"

project=$(copy_of_project)
bisect=$project/lab/bisect runs=$project/results/bisect
cp "${1:-$top/build/native/memop-cts}" "$project/build/native/memop-cts"
export GIT_CONFIG_GLOBAL=/dev/null GIT_CONFIG_SYSTEM=/dev/null
export GIT_AUTHOR_NAME=A GIT_AUTHOR_EMAIL=a@b GIT_COMMITTER_NAME=A GIT_COMMITTER_EMAIL=a@b
export SCRATCH=$scratch

# Like make it "compiles" each file that is newer than its object; it must find all that differ.
# Behaviours: "build: MESSAGE" (the source does not build), "machine: MESSAGE" (the machine cannot
# build it, until $SCRATCH/repaired exists), "vanish: 1" (the kernel that was built does not exist),
# and those of boot. While $SCRATCH/wait exists, it waits in the middle of a build.
cat >"$project/lab/kernel-build" <<'PROGRAM'
#!/bin/bash
tree=${*: -1}
git -C "$tree" rev-parse HEAD >>"$SCRATCH/built"
cd "$tree"
for file in behaviour Makefile arch/s390/kvm/*; do
	object=$SCRATCH/objects/$file
	if [[ $file -nt $object ]]; then
		mkdir -p "${object%/*}"
		cat "$file" >"$object"
		echo "$file" >>"$SCRATCH/compiled"
	fi
	[[ $file != behaviour ]] || while [[ -e $SCRATCH/wait ]]; do sleep 0.1; done
	cmp "$file" "$object" || { echo "lab/kernel-build: $object is stale" >&2; exit 3; }
done
if message=$(grep -m1 ^build: "$tree/behaviour"); then
	echo "lab/kernel-build: ${message#build: }" >&2
	exit 5
elif [[ ! -e $SCRATCH/repaired ]] && message=$(grep -m1 ^machine: "$tree/behaviour"); then
	echo "lab/kernel-build: ${message#machine: }" >&2
	exit 3
fi
rm -rf "$SCRATCH/kernel"
mkdir "$SCRATCH/kernel"
! grep -q ^vanish: "$tree/behaviour" || { echo "$SCRATCH/nowhere"; exit; }
cp "$SCRATCH/objects/behaviour" "$SCRATCH/kernel"
echo "$SCRATCH/kernel"
PROGRAM
# Behaviours: "boot: MESSAGE", "cut" (it dies before the last cases), "level: VERSION", and changes
# of the model's journal, in each case of SUITE that returns 0: "fail SUITE", "known SUITE" (a known
# deviation).
cat >"$project/lab/boot" <<'PROGRAM'
#!/usr/bin/env python3
import os, subprocess, sys
args = sys.argv[sys.argv.index('--') + 1:]
options = dict(zip(sys.argv[1::2], sys.argv[2::2]))
lines = open(options['--kernel'] + '/behaviour').read().splitlines()
behaviour = dict(line.split(': ', 1) for line in lines if ': ' in line)
if 'boot' in behaviour:
    sys.exit(print('lab/boot: 1.2:', behaviour['boot'], file=sys.stderr) or 5)
level = ['--level', behaviour['level']] if '--level' not in args else []
os.makedirs(options['--out'])
journal = options['--out'] + '/journal'
memop_cts = os.path.dirname(sys.argv[0]) + '/../build/native/memop-cts'
command = [memop_cts, '--subject', 'model', '--journal', journal, *level, *args]
if subprocess.run(command).returncode:
    sys.exit(2)
suites, out = [], []
fail = ['f 0 0 1', 'd deviation: returns 0']
changes = {'fail': fail, 'known': fail if '--strict' in args else ['k 0 0 0']}
wanted = dict(reversed(line.split()) for line in lines if ' ' in line and ':' not in line)
for line in open(journal).read().splitlines():
    words = line.split()
    if words[0] == 'suite':
        suites.append(words[1])
    what = wanted.get(suites[int(words[1])]) if words[0] == 'r' else None
    if what and words[3:6] == ['p', '0', '0']:
        first, *rest = changes[what]
        out += [' '.join(words[:3] + [first]), *rest]
    else:
        out.append(line)
if 'cut' in lines:
    out = out[:len(out) * 3 // 4]
text = '\n'.join(out) + '\n'
if 'cut' not in lines:
    text = text[:text.rindex(' ') + 1]
    total = 2166136261
    for byte in text.encode():      # lib/base/sum.h
        total = (total ^ byte) * 16777619 & 0xffffffff
    text += f'{total:08x}\n'
open(journal, 'w').write(text)
if 'cut' in lines:
    sys.exit(print('lab/boot: 1.2: the kernel died', file=sys.stderr) or 5)
sys.exit('f 0 0 1' in text)
PROGRAM

repo=$scratch/repo
git init -q -b main "$repo"
mkdir -p "$repo/arch/s390/kvm"
printf 'VERSION = 6\nPATCHLEVEL = 1\n' >"$repo/Makefile"
echo a >"$repo/arch/s390/kvm/a.c"
echo hash >"$scratch/hash"

# commit SUBJECT [BEHAVIOUR...]: the behaviour is that of the commit before if none is given.
commit() {
	local subject=$1
	shift
	(($# == 0)) || printf '%s\n' "$@" >"$repo/behaviour"
	echo "$subject" >"$repo/arch/s390/kvm/$subject.c"
	git -C "$repo" add -A
	git -C "$repo" commit -q -m "$subject"
	git -C "$repo" tag "$subject"
}
old='level: 6.1' new='level: 7.2'
low='fail low_address'
commit base "$old"
commit ordinary-1
commit breaks-another "$old" 'fail flags'
commit no-build "$old" 'fail flags' 'build: a.c:1: error: planted'
commit builds-again "$old" 'fail flags'
commit panics "$old" 'boot: Kernel panic - not syncing: planted'
commit boots-again "$old" 'fail flags'
commit fixes-another "$old"
commit ordinary-2
commit regression "$old" "$low"
commit no-kvm "$old" "$low" 'boot: cannot load module kvm.ko: No such device'
commit loads-again "$old" "$low"
commit newer "$new" "$low" 'known dat_limits'
commit ordinary-3
commit tip
# The user is in the middle of something.
git -C "$repo" bisect start -q tip base >/dev/null
echo change >>"$repo/arch/s390/kvm/a.c"
git -C "$repo" stash -q
echo another >>"$repo/arch/s390/kvm/a.c"
echo file >"$repo/untracked"

# traces: print everything that a bisection must not change.
traces() {
	git -C "$repo" for-each-ref
	git -C "$repo" worktree list
	git -C "$repo" status --porcelain
	git -C "$repo" stash list
	git -C "$repo" bisect log 2>/dev/null || true
	(cd "$repo/.git" && find . -type f ! -name index -exec cksum {} + | sort)
}
git -C "$repo" status >"$scratch/before.status"
traces >"$scratch/before"

# bisects NAME STATUS PATTERN ARGS...: run it on the repository, keep the output in $scratch/said,
# compare the exit code and some line, and check that the repository is as before.
bisects() {
	local name=$1 status=$2 pattern=$3 got=0
	shift 3
	"$bisect" "$@" >"$scratch/output" 2>&1 </dev/null || got=$?
	cp "$scratch/output" "$scratch/said"
	if ((got == status)) && grep -qE -- "$pattern" "$scratch/output"; then
		pass
	else
		echo "(status $got, expected $status and '$pattern')" >>"$scratch/output"
		fail "$name"
	fi
	traces >"$scratch/after"
	check "$name: the repository is as before" diff "$scratch/before" "$scratch/after"
}

# finds NAME TAG ARGS...: the bisection ends with this commit.
finds() {
	local name=$1 tag=$2
	shift 2
	rm -rf "$runs" "$scratch/built"
	bisects "$name" 0 "^first bad commit: $(git -C "$repo" rev-parse "$tag")" "$@"
}
# shellcheck disable=SC2317 # called by way of check
said() {
	grep -qE -- "$1" "$scratch/said"
}
some=(--suite low_address --suite flags --suite dat_limits -- --profile quick)
ends=(--source "$repo" --good base --bad tip)

finds 'a regression among commits that cannot be tested' regression "${ends[@]}" "${some[@]}"
check 'some commit is skipped' said '^  skip .* \| .*(planted|No such device)'
check 'a step is reported' said '^  good .* s  .* \| none of [0-9]+ watched cases fails'
check 'the change is grouped' said '^  [0-9]+: 0 -> fail: 0 \(differs in return value\)'
check 'the other suites did not change' bash -c "! grep -q '^flags:' '$scratch/said'"
check 'how to see it again' said '^    ./run.sh --kernel results/bisect/.*/kernels/.* -- --strict'
check 'the kernels are there' test "$(find "$runs"/*/kernels/* -prune | wc -l)" = 2
check 'the report is there' grep -q 'first bad commit' "$runs"/*/report.txt
check 'the folder is complete' bash -c "! compgen -G '$runs/*.incomplete'"
check 'no worktree is left' test ! -e "$project"/.cache/bisect/*/tree
# Each commit is built once.
check 'nothing is built twice' test -z "$(sort "$scratch/built" | uniq -d)"
: >"$scratch/compiled"
finds 'a single case' regression "${ends[@]}" --case "$(sed -n \
	"s/^    .* --case '\{0,1\}\([^ ']*\).*# this commit/\1/p" "$scratch/said" | head -n1)"
check 'in a new worktree only what differs is compiled' \
	bash -c "! grep -qE 'Makefile|base.c' '$scratch/compiled'"

finds 'the known deviation of a newer version' newer "${ends[@]}" --changed --suite dat_limits
bisects 'it is no failure' 2 'the bad end passes: none of .*; .* changed: --changed' "${ends[@]}" \
	--suite dat_limits
finds 'a fix' fixes-another --source "$repo" --good builds-again --bad ordinary-2 --changed \
	--suite flags
finds 'another case that breaks, from its good end' breaks-another --source "$repo" --good base \
	--bad builds-again "${some[@]}"
bisects 'the good end fails, too' 2 'the good end fails, too: all .* in the same way' \
	--source "$repo" --good regression --bad tip --suite low_address
bisects 'nothing changed' 2 'both ends have the same outcomes in all' --source "$repo" \
	--good regression --bad newer --changed --suite low_address
bisects 'an end cannot be tested' 3 'the bad end, .*, cannot be tested: .*planted' \
	--source "$repo" --good base --bad no-build
bisects 'the other end cannot be tested' 3 'the good end, .*, cannot be tested: .*panic' \
	--source "$repo" --good panics --bad tip "${some[@]}"

# Only commits that cannot be tested are between the last good and the first bad one.
git -C "$repo" stash -q -u
git -C "$repo" bisect reset >/dev/null 2>&1
git -C "$repo" checkout -q -b second fixes-another
commit hidden-1 "$old" 'build: planted'
commit hidden-2 "$old" "$low" 'boot: planted'
commit visible "$old" "$low"
commit visible-2
commit died "$old" cut
commit visible-3 "$old"
traces >"$scratch/before"
rm -rf "$runs"
bisects 'undecided' 3 'The first bad commit is one of these 3' --source "$repo" \
	--good builds-again --bad visible-2 "${some[@]}"
check 'the candidates, in order' test "$(sed -n 's/^  [0-9a-f]\{12\} //p' "$scratch/said" |
	xargs)" = 'hidden-1 hidden-2 visible'
check 'with their reasons' said '^      planted'
finds 'a kernel that dies in the suite' died --source "$repo" --good fixes-another --bad died \
	--changed "${some[@]}"

# A merge: the regression is in the branch that was merged.
git -C "$repo" checkout -q -b third ordinary-2
commit mine
git -C "$repo" merge -q -m merge regression
git -C "$repo" tag merge
commit after
traces >"$scratch/before"
finds 'a regression in a merged branch' regression --source "$repo" --good base --bad after \
	"${some[@]}"

# Broken machinery ends the bisection, and it can be continued.
git -C "$repo" checkout -q -b fourth fixes-another
commit full "$old" 'machine: the disk is full'
commit fourth-regression "$old" "$low"
commit fourth-tip
traces >"$scratch/before"
rm -rf "$runs"
fourth=(--source "$repo" --good base --bad fourth-tip "${some[@]}")
bisects 'the machinery is broken' 3 'cannot build .*: the disk is full; .*--resume continues' \
	"${fourth[@]}"
check 'no verdict on that commit' bash -c "! grep -q full '$runs'/*.incomplete/git-bisect.log"
touch "$scratch/repaired"
: >"$scratch/built"
bisects 'it is continued' 0 "^first bad commit: $(git -C "$repo" rev-parse fourth-regression)" \
	--resume
check 'what was tested is not built again' test -z "$(git -C "$repo" rev-parse base fourth-tip |
	grep -Ff - "$scratch/built")"
bisects 'nothing is left to continue' 2 'has no interrupted bisection' --resume

# An error of the operating system must not become exit code 1, which git takes for a bad commit.
git -C "$repo" checkout -q -b fifth fixes-another
commit vanishes "$old" 'vanish: 1'
commit fifth-regression "$old" "$low"
commit fifth-tip
traces >"$scratch/before"
rm -rf "$runs"
bisects 'a kernel cannot be copied' 3 'No such file or directory: .*nowhere.*--resume continues' \
	--source "$repo" --good base --bad fifth-tip "${some[@]}"
check 'no verdict on that commit' bash -c "! grep -q vanishes '$runs'/*.incomplete/bisect.log"

# interrupted SIGNAL: interrupt it in a step, which waits, and return its exit code.
interrupted() {
	local pid status=0
	rm -rf "$runs"
	rm -f "$scratch/wait"
	"$bisect" "${fourth[@]}" >"$scratch/said" 2>&1 </dev/null &
	pid=$!
	while ! compgen -G "$runs/*/git-bisect.log" >/dev/null; do
		[[ -e /proc/$pid ]] || return 99
		sleep 0.02
	done
	touch "$scratch/wait"
	until said '^step'; do
		[[ -e /proc/$pid ]] || return 99
		sleep 0.05
	done
	sleep 0.3
	kill -"$1" "$pid"
	wait "$pid" 2>/dev/null || status=$?
	rm -f "$scratch/wait"
	traces >"$scratch/after"
	return "$status"
}
for signal in INT TERM HUP; do
	number=$(kill -l "$signal")
	status=0
	# bash starts background jobs with SIGINT ignored; bisect catches it nevertheless.
	interrupted "$signal" || status=$?
	check "$signal: exit code" test "$status" = $((128 + number))
	check "$signal: says how to continue" said 'resume continues'
	check "$signal: the repository is as before" diff "$scratch/before" "$scratch/after"
done
bisects 'resume after a signal' 0 \
	"^first bad commit: $(git -C "$repo" rev-parse fourth-regression)" --resume
interrupted KILL || true
sleep 1
bisects 'resume after kill -9' 0 \
	"^first bad commit: $(git -C "$repo" rev-parse fourth-regression)" --resume

# Wrong usage: one line, and no trace.
rm -rf "$runs"
refuses "no commit 'nonsense'" "$bisect" --source "$repo" --good nonsense --bad tip
refuses 'not a git repository' "$bisect" --source "$scratch/bin/.." --good a --bad b
refuses 'no folder' "$bisect" --source "$scratch/nothing" --good a --bad b
refuses 'are the same commit' "$bisect" --source "$repo" --good tip --bad tip
refuses 'exchange them' "$bisect" --source "$repo" --good tip --bad base
refuses 'is not an ancestor of --bad: give their merge base' "$bisect" --source "$repo" \
	--good visible --bad tip
refuses '--suite nonsense: no such suite' "$bisect" "${ends[@]}" --suite nonsense
git -C "$repo" checkout -q --orphan other
printf 'VERSION = 5\nPATCHLEVEL = 17\n' >"$repo/Makefile"
commit too-old
git -C "$repo" rm -q -r --cached arch
git -C "$repo" commit -q -m no-kernel
refuses 'is of Linux 5.17; the lab builds 5.18' "$bisect" --source "$repo" --good too-old --bad HEAD
git -C "$repo" commit -q --allow-empty -m no-kernel-2
refuses 'not of a Linux source tree' "$bisect" --source "$repo" --good HEAD~1 --bad HEAD
check 'no folder is left' test ! -e "$runs"
refuses '--good is missing' "$project/run.sh" bisect --source "$repo"
expect 'help' 0 'commits that cannot be tested|machine failed' "$project/run.sh" bisect --help
finish
