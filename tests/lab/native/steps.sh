#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Runs in the emulated machine, as root. Each step leaves in /out: NAME.output, NAME.status, the
# files in its folder of results (NAME.left), and the folder's name (NAME.folder).
set -uo pipefail
cd /memop-cts || exit 1
alone=/tmp/alone
mkdir -m 777 /tmp/results "$alone"
cp build/s390x/memop-cts "$alone/"

# step NAME COMMAND...
step() {
	local name=$1
	shift
	echo "$name"
	"$@" >"/out/$name.output" 2>&1
	echo $? >"/out/$name.status"
}

# keep NAME FOLDER: record what is in a folder of results.
keep() {
	{ [[ ! -d $2 ]] || ls "$2"; } >"/out/$1.left"
	echo "$2" >"/out/$1.folder"
}

as_tester() {
	setpriv --reuid tester --regid tester --init-groups --reset-env "$@"
}

without_kvm() {
	mv /dev/kvm /dev/away
	"$@"
	local status=$?
	mv /dev/away /dev/kvm
	return $status
}

# interrupted FOLDER COMMAND...: send SIGTERM once the journal has results.
interrupted() {
	local folder=$1 pid i
	shift
	"$@" &
	pid=$!
	for ((i = 0; i < 600; i++)); do
		! grep -qsm1 '^r ' "$folder/journal" || break
		sleep 0.1
	done
	kill -TERM $pid
	wait $pid
}

# real COMMAND...: as on a machine that is not emulated.
real() {
	sed 's/HRC/IBM/' /proc/sysinfo >/tmp/sysinfo
	# shellcheck disable=SC2016 # the inner shell expands
	unshare --mount sh -c 'mount --bind /tmp/sysinfo /proc/sysinfo && exec "$@"' sh "$@"
}

chgrp kvm /dev/kvm
chmod 660 /dev/kvm
echo 1 >/proc/sys/kernel/dmesg_restrict
# So that the results of the user are those of root.
echo 1 >/proc/sys/vm/unprivileged_userfaultfd

step root ./run.sh -- --profile quick
cp -r results/runs/* /out/root

step user_default as_tester ./run.sh -- --suite capabilities
step user as_tester ./run.sh --results /tmp/results/user -- --profile quick --suite absolute \
	--suite host_memory --suite huge_pages --suite concurrency --suite interruptions
cp -r /tmp/results/user /out/user
step user_require_log as_tester ./run.sh --results /tmp/results/log -- --suite capabilities \
	--require kernel-log
step nobody setpriv --reuid nobody --regid nogroup --clear-groups \
	./run.sh --results /tmp/results/nobody
keep nobody /tmp/results/nobody

step no_kvm without_kvm ./run.sh --results /tmp/results/no_kvm
keep no_kvm /tmp/results/no_kvm
step no_kvm_required without_kvm ./run.sh --results /tmp/results/required -- --require extension
step no_kvm_model without_kvm ./run.sh --results /tmp/results/model -- --subject model \
	--suite capabilities
cd "$alone" || exit 1
step no_kvm_alone without_kvm ./memop-cts --results no_kvm
keep no_kvm_alone no_kvm
step alone ./memop-cts --suite capabilities --suite low_address --profile quick
keep alone memop-cts-results/*
step cut_alone interrupted cut.incomplete ./memop-cts --results cut
keep cut_alone cut.incomplete
cd /memop-cts || exit 1
step short ./run.sh --results /tmp/results/short -- --suite capabilities --suite low_address \
	--profile quick
keep short /tmp/results/short
step cut interrupted /tmp/results/cut.incomplete ./run.sh --results /tmp/results/cut
keep cut /tmp/results/cut.incomplete

step emulated ./run.sh --results /tmp/results/emulated -- --suite slot_race
step real real ./run.sh --results /tmp/results/real -- --suite slot_race
step real_dangerous real ./run.sh --results /tmp/results/dangerous -- --suite slot_race --dangerous
