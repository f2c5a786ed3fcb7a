#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# lab/debian-root: makes a root file system from packages. A script replaces apt-get.
set -euo pipefail
# shellcheck source-path=SCRIPTDIR source=../expect.sh
. "$(dirname "$0")/../expect.sh"

project=$(copy_of_project)
make_root=$project/lab/debian-root

expect help 0 'if another package depends on them' "$make_root" --help
refuses 'a Debian suite and at least one package' "$make_root" bookworm
refuses "'a b' is not the name of a suite or package" "$make_root" bookworm 'a b'
refuses "'../x' is not the name of a suite or package" "$make_root" ../x bash

if ! command -v dpkg-deb >/dev/null || [[ ! -e /usr/share/keyrings/debian-archive-keyring.gpg ]]; then
	skip 'making it: no dpkg-deb or no keys of Debian'
	finish
fi

# deb NAME VERSION FILE...: make a package with these files, which contain its name.
deb() {
	local name=$1 version=$2 folder=$scratch/package file
	shift 2
	rm -rf "$folder"
	mkdir -p "$folder/DEBIAN" "$scratch/mirror"
	for file; do
		mkdir -p "$folder/${file%/*}"
		echo "$name" >"$folder/$file"
	done
	printf 'Package: %s\nVersion: %s\nArchitecture: s390x\nMaintainer: m\nDescription: d\n' \
		"$name" "$version" >"$folder/DEBIAN/control"
	dpkg-deb -b "$folder" "$scratch/mirror/${name}_${version//:/%3a}_s390x.deb" >/dev/null
}
deb shell 1:2-3 bin/dash usr/share/doc/shell/copyright
deb base-passwd 7 usr/share/base-passwd/{passwd,group}.master
deb awk 4 usr/bin/mawk

# The options "-c FILE" come first. "wrong" is no package; "gone" is listed, but not on the mirror.
stand_in apt-get <<APT
echo "\$*" >>$scratch/calls
case "\$*" in
indextargets*) . /etc/os-release; echo "Packages http://mirror \$VERSION_CODENAME main" ;;
*update) ;;
*' -s '*wrong*) echo 'E: Unable to locate package wrong' >&2; exit 100 ;;
*' -s '*gone*) echo 'Inst gone (1 Debian:12/stable [s390x])' ;;
*' -s '*)
	echo 'Reading package lists...'
	echo 'Inst shell (1:2-3 Debian:12/stable [s390x])'
	echo 'Inst base-passwd (7 Debian:12/stable [s390x]) [shell:s390x ]'
	echo 'Inst awk (4 Debian:12/stable [s390x])'
	echo 'Conf shell (1:2-3 Debian:12/stable [s390x])'
	;;
*download*)
	shift 4
	for word; do
		cp $scratch/mirror/\${word%%=*}_*.deb . || { echo 'E: no such file' >&2; exit 100; }
	done
	;;
esac
APT

expect 'a package that does not exist' 2 'Debian bookworm: E: Unable to locate package wrong' \
	"$make_root" bookworm wrong
expect 'a package that cannot be fetched' 3 'cannot fetch gone: E: no such file' \
	"$make_root" bookworm gone
check 'nothing is left of it' test -z "$(ls -d "$project"/.cache/roots/*/ 2>/dev/null)"
expect 'a root' 0 '/.cache/roots/bookworm-[0-9a-f]{12}/tree$' "$make_root" bookworm shell
tree=$(tail -n1 "$scratch/output")
check 'the packages are unpacked, through the links' grep -qx shell "$tree/usr/bin/dash"
check 'bin is a link' test "$(readlink "$tree/bin")" = usr/bin
check 'there is a shell' test "$(readlink "$tree/bin/sh")" = dash
check 'there is an awk' test "$(readlink "$tree/bin/awk")" = mawk
check 'there are users' grep -qx base-passwd "$tree/etc/passwd"
check 'documents are left out' test ! -e "$tree/usr/share/doc"
check 'the packages are listed' grep -qx 'shell 1:2-3' "$tree/../packages"

before=$(grep -c download "$scratch/calls")
expect 'the same root' 0 "^$tree$" "$make_root" bookworm shell
check 'is not made again' test "$(wc -l <"$scratch/output")" = 1
expect 'another root' 0 '/tree$' "$make_root" bookworm shell awk
check 'is another folder' test "$(tail -n1 "$scratch/output")" != "$tree"
check 'its packages are not fetched again' test "$(grep -c download "$scratch/calls")" = "$before"
finish
