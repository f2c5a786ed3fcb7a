// SPDX-License-Identifier: GPL-2.0-only
#include <sys/ioctl.h>
#include <sys/mman.h>

#include "host/subjects/kvm/vcpu.h"

#define ICPT_INSTRUCTION 0x04	/* interception codes: instruction */
#define ICPT_WAIT 0x1c		/* the guest loaded a PSW with the wait bit */

int vcpu_add(struct guest *guest, long number, int *fd, struct kvm_run **run, char *why)
{
	int size = ioctl(guest->system, KVM_GET_VCPU_MMAP_SIZE, 0);

	*fd = ioctl(guest->vm, KVM_CREATE_VCPU, number);
	if (size < 0 || *fd < 0)
		return vm_fail(why, "KVM_CREATE_VCPU");
	guest->run_size = (size_t)size;
	*run = mmap(NULL, guest->run_size, PROT_READ | PROT_WRITE, MAP_SHARED, *fd, 0);
	if (*run == MAP_FAILED) {
		*run = NULL;
		return vm_fail(why, "cannot map struct kvm_run");
	}
	return 0;
}

int vcpu_set_control(struct guest *guest, const struct registers *regs, char *why)
{
	struct kvm_sregs sregs;

	memcpy(sregs.crs, regs->cr, sizeof(sregs.crs));
	memcpy(sregs.acrs, regs->ar, sizeof(sregs.acrs));
	return ioctl(guest->vcpu, KVM_SET_SREGS, &sregs) ? vm_fail(why, "KVM_SET_SREGS") : 0;
}

struct psw vcpu_entry_psw(const struct state *state)
{
	struct psw psw = state->regs.psw;

	if (state->icpt == ICPT_NONE)
		psw.mask |= PSW_WAIT;
	else
		psw.addr -= LAYOUT_SLED;
	return psw;
}

#define ENTER_TRIES 1000

int vcpu_enter(struct guest *guest, char *why)
{
	unsigned int tries;

	for (tries = 0; tries < ENTER_TRIES; tries++) {
		if (!ioctl(guest->vcpu, KVM_RUN, 0))
			return 0;
		if (errno != EAGAIN && errno != EINTR)
			break;
	}
	return vm_fail(why, "KVM_RUN");
}

bool vcpu_waits(const struct guest *guest)
{
	return guest->run->exit_reason == KVM_EXIT_S390_SIEIC &&
	       guest->run->s390_sieic.icptcode == ICPT_WAIT;
}

int vcpu_run(struct guest *guest, struct psw psw, int64_t prefix, enum icpt icpt, char *why)
{
	unsigned int expected = icpt == ICPT_NONE ? ICPT_WAIT : ICPT_INSTRUCTION;
	struct kvm_run *run = guest->run;

	run->psw_mask = psw.mask;
	run->psw_addr = psw.addr;
	if (prefix >= 0) {
		run->s.regs.prefix = (uint64_t)prefix;
		run->kvm_dirty_regs |= KVM_SYNC_PREFIX;
	}
	if (vcpu_enter(guest, why))
		return -1;
	if (run->exit_reason == KVM_EXIT_S390_SIEIC && run->s390_sieic.icptcode == expected)
		return 0;
	snprintf(why, WHY_MAX,
		 "KVM_RUN: the guest should %s, but exit reason is %u, interception code %#x, PSW "
		 "%#llx %#llx",
		 icpt == ICPT_NONE ? "wait" : "stop at DIAGNOSE", run->exit_reason,
		 run->s390_sieic.icptcode, (unsigned long long)run->psw_mask,
		 (unsigned long long)run->psw_addr);
	return -1;
}
