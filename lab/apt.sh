# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-only
#
# A private apt state for s390x packages, one for each Debian suite, below the cache folder. The
# machine's own package lists, architectures and dpkg are not changed. Sourced after common.sh and
# packages.sh.
# shellcheck disable=SC2154 # variables of common.sh

apt_home=$cache/apt
debs=$cache/debs

# Print the Debian release of this machine, such as bookworm.
apt_codename() {
	# shellcheck source=/dev/null
	(. /etc/os-release && printf '%s\n' "${VERSION_CODENAME:-sid}")
}

# Print the mirror that this machine uses itself. Its proxies and similar settings apply, too.
apt_mirror() {
	local codename mirror

	codename=$(apt_codename)
	# shellcheck disable=SC2016 # the format is apt-get's
	mirror=$(apt-get indextargets --format '$(IDENTIFIER) $(REPO_URI) $(RELEASE) $(COMPONENT)' \
		2>/dev/null |
		awk -v codename="$codename" '$1 == "Packages" && $4 == "main" &&
			($3 == codename || $3 ~ /^(stable|testing|sid|unstable)$/) {
				print $2
				exit
			}')
	[[ $mirror && -e /usr/share/keyrings/debian-archive-keyring.gpg ]] || lab_error \
		"no Debian mirror among this machine's apt sources: use --kernel PATH or --source"
	printf '%s\n' "$mirror"
}

# apt_for SUITE COMMAND...: run an apt command on the private state of a suite.
apt_for() {
	local state=$apt_home/$1 command=$2
	shift 2
	"$command" -c "$state/apt.conf" "$@"
}

# Of two concurrent runs the second waits and finds the work done.
apt_lock() {
	cache_writable
	mkdir -p "$apt_home" "$debs"
	exec {apt_locked}>"$apt_home/lock"
	flock "$apt_locked"
}

apt_unlock() {
	exec {apt_locked}>&-
}

# apt_update SUITE: make the package lists of a suite at most one day old, because mirrors delete
# files that are no longer listed.
apt_update() {
	local suite=$1 state=$apt_home/$1 mirror log=$cache/log/apt-$1.log

	apt_lock
	if [[ $(find "$state/updated" -mmin -1440 2>/dev/null) ]]; then
		apt_unlock
		return
	fi
	mirror=$(apt_mirror) || exit
	mkdir -p "$state"/{lists/partial,archives/partial,parts}
	: >"$state/status"
	printf 'deb [signed-by=%s] %s %s main\n' /usr/share/keyrings/debian-archive-keyring.gpg \
		"$mirror" "$suite" >"$state/sources.list"
	# No package is installed from this state, so the machine's hooks and a separate user for
	# downloads are not needed. A mirror with an expired date is accepted (a frozen snapshot);
	# signatures are still checked.
	cat >"$state/apt.conf" <<-CONF
		Dir::State "$state";
		Dir::State::status "$state/status";
		Dir::State::lists "$state/lists";
		Dir::Cache "$state";
		Dir::Cache::archives "$state/archives";
		Dir::Etc::sourcelist "$state/sources.list";
		Dir::Etc::sourceparts "$state/parts";
		Dir::Etc::preferences "/dev/null";
		Dir::Etc::preferencesparts "$state/parts";
		APT::Architecture "s390x";
		APT::Architectures { "s390x"; };
		APT::Sandbox::User "root";
		Acquire::Check-Valid-Until "false";
		Acquire::Languages "none";
		Acquire::Retries "2";
		#clear APT::Update::Pre-Invoke;
		#clear APT::Update::Post-Invoke;
		#clear APT::Update::Post-Invoke-Success;
	CONF
	phase "fetching the package lists of Debian $suite"
	quietly "$log" apt_for "$suite" apt-get -q -o APT::Update::Error-Mode=any update ||
		lab_error \
			"cannot fetch the package lists of Debian $suite: $(apt_complaint "$log")"
	phase_end
	: >"$state/updated"
	apt_unlock
}

# apt_newest SUITE REGEX: print the matching package name with the highest version, if any.
apt_newest() {
	apt_for "$1" apt-cache pkgnames | grep -xE "$2" | sort -V | tail -n1 || true
}

# apt_version SUITE PACKAGE: print the version of a package in the suite.
apt_version() {
	apt_for "$1" apt-cache show "$2" | awk '/^Version:/{print $2; exit}'
}

# apt_file PACKAGE VERSION: print the file of a package that was fetched before, if any.
apt_file() {
	find "$debs" -maxdepth 1 -name "$1_${2//:/%3a}_*.deb" -print -quit
}

# apt_download SUITE PACKAGE...: download packages; the caller has the lock.
apt_download() {
	local suite=$1 log=$cache/log/fetch-${2%%=*}.log
	shift

	# Download into a separate folder, so that the next run does not find half a package.
	rm -rf "$debs/partial" && mkdir "$debs/partial"
	if ! (cd "$debs/partial" &&
		quietly "$log" apt_for "$suite" apt-get -q download "$@"); then
		# The lists may be out of date: make the next run fetch them again.
		rm -f "$apt_home/$suite/updated"
		lab_error "cannot fetch ${1%%=*}: $(apt_complaint "$log")"
	fi
	phase_end
	mv "$debs/partial"/*.deb "$debs/" && rmdir "$debs/partial"
}

# apt_fetch SUITE PACKAGE: download a package unless it is there already; print its file.
apt_fetch() {
	local suite=$1 package=$2 version file size

	apt_lock
	version=$(apt_version "$suite" "$package")
	file=$(apt_file "$package" "$version")
	if [[ ! $file ]]; then
		size=$(apt_for "$suite" apt-cache show "$package" |
			awk '/^Size:/{printf "%d", $2 / 1e6; exit}')
		phase "fetching $package, $size MB"
		apt_download "$suite" "$package"
		file=$(apt_file "$package" "$version")
	fi
	apt_unlock
	printf '%s\n' "$file"
}

# apt_fetch_all SUITE: download the packages of which standard input has the names and versions,
# unless they are there already; print their files.
apt_fetch_all() {
	local suite=$1 wanted absent=() package version

	apt_lock
	wanted=$(cat)
	while read -r package version; do
		[[ $(apt_file "$package" "$version") ]] || absent+=("$package=$version")
	done <<<"$wanted"
	if ((${#absent[@]})); then
		phase "fetching ${#absent[@]} packages"
		apt_download "$suite" "${absent[@]}"
	fi
	while read -r package version; do apt_file "$package" "$version"; done <<<"$wanted"
	apt_unlock
}
