#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# The part of tests/lab/kselftest.sh that runs in the machine, with busybox. /kselftest and /broken
# are what "make install" of the kernel's selftests left. Results go to /out.
busybox --install -s /usr/bin
rm -f /usr/bin/timeout		# run_kselftest.sh uses an option that busybox does not have
mkdir -p /out

# run NAME COMMAND...: /out/NAME has the output, /out/NAME.code the exit code. The output is
# appended because run_kselftest.sh opens it again.
run() {
	name=$1
	echo "running $name"	# lab/boot gives up if there is no output for a while
	shift
	"$@" >>"/out/$name" 2>&1
	echo $? >"/out/$name.code"
}

test=/kselftest/kvm_s390_memop/memop_test
run list $test -l
# The harness of old trees has no options, so all tests run.
profiles='quick default' quick='' one=''
if [ "$(cat /out/list.code)" = 4 ]; then
	profiles=quick quick='-t quick' one='-T complete -v low_address'
fi
export KSELFTEST_MEMOP_TEST_ARGS="$quick"
run tests /kselftest/run_kselftest.sh
for profile in $profiles; do
	run "own-$profile.log" /kselftest/kvm_s390_memop/memop-cts --profile "$profile" \
		--results /tmp/own
	# Only the counts are needed, and the result disk is small.
	gzip -c /tmp/own/results.jsonl >"/out/own-$profile.jsonl.gz"
	rm -r /tmp/own
done

export KSELFTEST_MEMOP_TEST_ARGS="$one"
# shellcheck disable=SC2086 # no argument, or several
run broken /broken/kvm_s390_memop/memop_test $one
run broken_run /broken/run_kselftest.sh
sed -n 's/^# again: //p' /out/broken | grep "'low_address/" | tail -n 1 >/out/again.sh
run again sh /out/again.sh
[ ! "$one" ] || run no_test $test -v no_such_suite

rm /dev/kvm
# shellcheck disable=SC2086
run skipped $test $one
run skipped_run /kselftest/run_kselftest.sh
