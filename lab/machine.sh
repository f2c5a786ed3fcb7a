# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-only
#
# The machine of the lab, on which a kernel is booted: which one, what it needs, how it is run.
# Sourced by run.sh after common.sh, options.sh, packages.sh and program.sh.
# shellcheck disable=SC2154 # variables of common.sh, options.sh and results.sh

accel=tcg boot_pid='' signal=''

# Kernels boot as guests of an s390x machine, and on an emulated machine elsewhere.
default_emulator() {
	if [[ $(uname -m) == s390x ]]; then echo qemu; else echo hercules; fi
}

# use_nested_kvm: fail unless guests of this s390x machine can use KVM themselves. Such a guest is
# thrown away after the run, so dangerous suites cannot harm anything.
use_nested_kvm() {
	local nested=/sys/module/kvm/parameters/nested

	[[ -e /dev/kvm ]] || die "$EXIT_SKIPPED" \
		"skipped: this s390x machine has no /dev/kvm (try: modprobe kvm nested=1)"
	[[ -r /dev/kvm && -w /dev/kvm ]] || lab_error "/dev/kvm: user $(id -un) may not open it:" \
		"add the user to its group, and log in again"
	[[ $(cat "$nested" 2>/dev/null) == [1Y] ]] || lab_error \
		"guests of this machine cannot use KVM (kvm.nested is off):" \
		"as root: modprobe -r kvm && modprobe kvm nested=1"
	accel=kvm args=(--dangerous "${args[@]}")
}

# need_lab: what the machine of the lab needs. Sets accel.
need_lab() {
	if [[ $emulator == hercules ]]; then
		need hercules hercules
	else
		need qemu-system-s390x qemu-system-s390x
		[[ $(uname -m) != s390x ]] || use_nested_kvm
	fi
	need s390x-linux-gnu-gcc gcc-s390x-linux-gnu
	[[ $(uname -m) == s390x ]] ||
		need_file '/usr/s390x-linux-gnu/lib/libc.a' libc6-dev-s390x-cross
	need_compiler
	need xz xz-utils
	need zstd zstd
	need python3 python3
}

# The program for the machine of the lab: the native one on an s390x machine.
lab_program() {
	if [[ $(uname -m) == s390x ]]; then
		echo "$top/build/native/memop-cts"
	else
		echo "$top/build/s390x/memop-cts"
	fi
}

# Forward a signal to lab/boot, which shuts the machine down and extracts the results so far.
forward() {
	signal=$1
	[[ ! $boot_pid ]] || kill -TERM "$boot_pid" 2>/dev/null || true
}

# boot FOLDER: run the suite on the kernel of this folder. Returns the exit code of the run.
boot() {
	local status=0

	trap 'forward 130' INT
	trap 'forward 143' TERM
	trap 'forward 129' HUP
	# If this script is killed, lab/boot gets SIGTERM, so the machine does not outlive it.
	setpriv --pdeathsig TERM "$lab/boot" --kernel "$1" --program "$(lab_program)" \
		--out "$partial" --timeout "$timeout" --emulator "$emulator" --accel "$accel" \
		--memory "$memory" --cpus "$cpus" -- "${args[@]}" &
	boot_pid=$!
	while :; do
		# Hide the message that bash prints if lab/boot is killed.
		{ wait "$boot_pid" && status=0 || status=$?; } 2>/dev/null
		kill -0 "$boot_pid" 2>/dev/null || break
	done
	[[ ! $signal ]] || return "$signal"
	if ((status == EXIT_UNTESTABLE)); then
		status=$EXIT_INFRASTRUCTURE
	elif ((status > EXIT_SKIPPED)); then
		note "lab/boot was killed"
		status=$EXIT_INFRASTRUCTURE
	fi
	if ((status == EXIT_SKIPPED)) && [[ $emulator == qemu && $accel == tcg ]]; then
		note "qemu has no KVM for its guests here: --emulator hercules tests this kernel"
	fi
	return "$status"
}
