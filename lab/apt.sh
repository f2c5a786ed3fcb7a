# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-only
#
# A private apt state for s390x packages, one for each suite of Debian, below the cache folder: the
# machine's own lists, its architectures and its dpkg stay as they are. Sourced after common.sh and
# packages.sh.
# shellcheck disable=SC2154 # variables of common.sh

apt_home=$cache/apt
debs=$cache/debs

# The release this machine runs, such as bookworm.
apt_codename() {
	# shellcheck source=/dev/null
	(. /etc/os-release && printf '%s\n' "${VERSION_CODENAME:-sid}")
}

# The mirror is the one this machine uses itself, and so are its proxies and the like.
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

# apt_for SUITE COMMAND...: an apt command on the private state of a suite.
apt_for() {
	local state=$apt_home/$1 command=$2
	shift 2
	"$command" -c "$state/apt.conf" "$@"
}

# Two runs at once: the second waits, and finds the work done.
apt_lock() {
	cache_writable
	mkdir -p "$apt_home" "$debs"
	exec {apt_locked}>"$apt_home/lock"
	flock "$apt_locked"
}

apt_unlock() {
	exec {apt_locked}>&-
}

# apt_update SUITE: have the lists of a suite, not older than a day: mirrors drop files that they
# list no more.
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
	# Nothing of it is installed, so no hooks of the machine are wanted, no other user for the
	# download, and a mirror which was frozen at some day will do; signatures are checked all
	# the same.
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

# apt_newest SUITE REGEX: the name with the highest version number of those that match, or nothing.
apt_newest() {
	apt_for "$1" apt-cache pkgnames | grep -xE "$2" | sort -V | tail -n1 || true
}

# apt_version SUITE PACKAGE: the version that the suite has.
apt_version() {
	apt_for "$1" apt-cache show "$2" | awk '/^Version:/{print $2; exit}'
}

# apt_file PACKAGE VERSION: the file of a package fetched before, or nothing.
apt_file() {
	find "$debs" -maxdepth 1 -name "$1_${2//:/%3a}_*.deb" -print -quit
}

# apt_fetch SUITE PACKAGE: download a package, once; prints its file.
apt_fetch() {
	local suite=$1 package=$2 log=$cache/log/fetch-$2.log version file size

	apt_lock
	version=$(apt_version "$suite" "$package")
	file=$(apt_file "$package" "$version")
	if [[ ! $file ]]; then
		size=$(apt_for "$suite" apt-cache show "$package" |
			awk '/^Size:/{printf "%d", $2 / 1e6; exit}')
		phase "fetching $package, $size MB"
		# Into a folder of its own: the next run must not find half a package.
		rm -rf "$debs/partial" && mkdir "$debs/partial"
		if ! (cd "$debs/partial" &&
			quietly "$log" apt_for "$suite" apt-get -q download "$package"); then
			# Perhaps the mirror has moved on: the next run fetches the lists again.
			rm -f "$apt_home/$suite/updated"
			lab_error "cannot fetch $package: $(apt_complaint "$log")"
		fi
		phase_end
		mv "$debs/partial"/*.deb "$debs/" && rmdir "$debs/partial"
		file=$(apt_file "$package" "$version")
	fi
	apt_unlock
	printf '%s\n' "$file"
}
