# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Installs missing packages on this machine. If none is missing, apt-get is not run. Sourced after
# common.sh.
# shellcheck disable=SC2154 # variables of common.sh

missing=() missing_files=()

# need COMMAND PACKAGE...: the packages are missing if the command does not exist.
need() {
	command -v "$1" >/dev/null || is_missing "$@"
}

# need_file FILE PACKAGE...: the same for a file. FILE may be a pattern.
need_file() {
	compgen -G "$1" >/dev/null || is_missing "$@"
}

is_missing() {
	missing_files+=("$1")
	shift
	missing+=("$@")
}

# as_root COMMAND...: run it directly as root, or else with sudo.
as_root() {
	if ((EUID == 0)); then
		"$@"
	else
		sudo "$@"
	fi
}

# install_missing: install all missing packages with one apt-get.
install_missing() {
	local log=$cache/log/packages.log

	((${#missing[@]})) || return 0
	command -v apt-get >/dev/null ||
		lab_error "this machine has no apt-get: install ${missing_files[*]} manually" \
			"(in Debian: the packages ${missing[*]})"
	if ((EUID)); then
		command -v sudo >/dev/null || lab_error \
			"not root and no sudo: ask root for: apt-get install ${missing[*]}"
		# Ask for the password now, while the user is watching.
		sudo -v || lab_error \
			"sudo was refused: ask root for: apt-get install ${missing[*]}"
	fi
	mkdir -p "${log%/*}"
	phase "installing ${missing[*]}"
	quietly "$log" as_root apt-get -q -o DPkg::Lock::Timeout=300 update || true
	quietly "$log" as_root env DEBIAN_FRONTEND=noninteractive apt-get -q -y \
		-o DPkg::Lock::Timeout=300 install --no-install-recommends "${missing[@]}" ||
		lab_error "cannot install ${missing[*]}: $(apt_complaint "$log")"
	phase_end
	missing=() missing_files=()
}

# apt_complaint LOG: print the line of apt-get's output that explains the failure.
apt_complaint() {
	local line

	line=$(grep -m1 '^E:' "$1" || tail -n1 "$1")
	printf '%s (the complete output is in %s)\n' \
		"${line:-apt-get failed without a message}" "$1"
}
