#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# ./run.sh: what it refuses, and what it does when what it needs is not there.
set -euo pipefail
# shellcheck source-path=SCRIPTDIR source=../expect.sh
. "$(dirname "$0")/../expect.sh"

project=$(copy_of_project)
run=$project/run.sh
mkdir "$scratch/full" && touch "$scratch/full/something" "$scratch/file"

expect help 0 'Exit status' "$run" --help
refuses "unknown option '--nonsense'" "$run" --nonsense
refuses "unknown argument 'nonsense'" "$run" nonsense
refuses '--kernel needs a value' "$run" --kernel
refuses "no kernel 'nonsense'" "$run" --kernel nonsense
refuses "no kernel '6.1.x'" "$run" --kernel 6.1.x
refuses 'a folder, but not one the lab has prepared' "$run" --kernel "$scratch/full"
refuses '--modules goes with --kernel PATH' "$run" --modules "$scratch"
refuses "no folder of modules" "$run" --kernel "$scratch/file" --modules "$scratch/nowhere"
refuses '--config goes with --source' "$run" --config "$scratch/file"
refuses "no configuration" "$run" --source debian:6.1 --config "$scratch/nowhere"
refuses 'exclude each other' "$run" --kernel 6.1 --source debian:6.1
refuses 'no kernel source tree' "$run" --source "$scratch"
refuses "--timeout 'soon'" "$run" --timeout soon
refuses "--timeout '0'" "$run" --timeout 0
refuses 'not an empty folder' "$run" --results "$scratch/full"
refuses 'check takes no arguments' "$run" check it
refuses 'clean takes no arguments' "$run" clean it

# Stand-ins from here on: a program which knows one wrong option, and no package to be had.
cat >"$project/build/native/memop-cts" <<'PROGRAM'
#!/bin/bash
case "$*" in
*--wrong*) echo "memop-cts: unknown option --wrong" >&2; exit 2 ;;
*--list*) echo some/case ;;
compare* | baseline*) echo "$*" ;;
--dry-run*) echo plan 1 ;;
esac
PROGRAM
chmod +x "$project/build/native/memop-cts"
stand_in apt-get <<<'echo "E: no network" >&2; exit 100'
expect 'arguments of memop-cts are checked before anything is booted' 2 'unknown option --wrong' "$run" -- --wrong
expect 'questions to memop-cts are answered without booting' 0 'some/case' "$run" -- --list
expect 'so is what compares runs' 0 '^compare one two -v$' "$run" -- compare one two -v
expect 'and what keeps them' 0 '^baseline one --out two$' "$run" -- baseline one --out two
expect 'no network for the kernel' 3 'cannot fetch the package lists .*E: no network|no Debian mirror' "$run"
check 'nothing that looks like a result' test ! -e "$project/results/runs"

printf 'all:\n\t@echo "error: broken" >&2; false\n' >"$project/Makefile"
expect 'does not build' 3 'memop-cts does not build' "$run"
printf 'all:\n' >"$project/Makefile"

# shellcheck disable=SC2016 # it is the stand-in's
stand_in uname <<<'[[ $1 == -m ]] && echo s390x || echo 1.2.3'
# without_kvm COMMAND...: with a /dev in which there is next to nothing.
without_kvm() {
	# shellcheck disable=SC2016 # for the inner shell
	unshare --map-root-user --mount bash -c '
		dev=$1 && shift && mkdir -p "$dev" && mount -t tmpfs none "$dev" || exit
		for node in null zero urandom; do
			touch "$dev/$node" && mount --bind "/dev/$node" "$dev/$node" || exit
		done
		mount --rbind "$dev" /dev && exec "$@"' bash "$scratch/dev" "$@"
}
if without_kvm test ! -e /dev/kvm 2>/dev/null; then
	expect 's390x without /dev/kvm' 4 'no /dev/kvm' without_kvm "$run"
else
	skip 's390x without /dev/kvm: no mount namespaces here'
fi
no_stand_in uname

touch "$project/.cache/something"
check clean "$run" clean
check 'clean empties the cache' test ! -e "$project/.cache" -a ! -e "$project/build"
finish
