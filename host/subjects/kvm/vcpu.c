// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <unistd.h>

#include "host/subjects/kvm/emulated.h"

#define ICPT_INSTRUCTION 0x04	/* interception codes: an instruction */
#define ICPT_WAIT 0x1c		/* the guest loaded a PSW with the wait bit */

int vm_fail(char *why, const char *what)
{
	snprintf(why, WHY_MAX, "%s: %s", what, strerror(errno));
	return -1;
}

int vm_add_vcpu(struct guest *guest, long number, int *fd, struct kvm_run **run, char *why)
{
	int size = ioctl(guest->system, KVM_GET_VCPU_MMAP_SIZE, 0);

	*fd = ioctl(guest->vm, KVM_CREATE_VCPU, number);
	if (size < 0 || *fd < 0)
		return vm_fail(why, "KVM_CREATE_VCPU");
	guest->run_size = (size_t)size;
	*run = mmap(NULL, guest->run_size, PROT_READ | PROT_WRITE, MAP_SHARED, *fd, 0);
	if (*run == MAP_FAILED) {
		*run = NULL;
		return vm_fail(why, "mapping of the vCPU");
	}
	return 0;
}

struct guest *vm_create(enum guest_kind kind, const struct memory *storage, char *why)
{
	struct guest *guest = calloc(1, sizeof(*guest));

	if (!guest) {
		vm_fail(why, "memory for the guest");
		return NULL;
	}
	guest->kind = kind;
	guest->vm = guest->vcpu = guest->other = guest->pagemap = -1;
	guest->system = open("/dev/kvm", O_RDWR | O_CLOEXEC);
	if (guest->system < 0) {
		vm_fail(why, "/dev/kvm");
		goto fail;
	}
	guest->vm = ioctl(guest->system, KVM_CREATE_VM, 0);
	if (guest->vm < 0) {
		vm_fail(why, "KVM_CREATE_VM");
		goto fail;
	}
	/*
	 * The first key set makes the kernel enable storage keys for the whole guest, which may unmap it again: so before
	 * anything else is done to it.
	 */
	if (vm_make_kind(guest, why) || vm_add_slots(guest, storage, why) ||
	    vm_add_vcpu(guest, 0, &guest->vcpu, &guest->run, why) || vm_set_key(guest, 0, 0, why) ||
	    (kind == GUEST_PROTECTED && vm_protect(guest, why)))
		goto fail;
	return guest;
fail:
	vm_destroy(guest);
	return NULL;
}

void vm_destroy(struct guest *guest)
{
	other_destroy(guest);
	if (guest->run)
		munmap(guest->run, guest->run_size);
	if (guest->vcpu >= 0)
		close(guest->vcpu);
	if (guest->vm >= 0)
		close(guest->vm);
	if (guest->system >= 0)
		close(guest->system);
	emulated_teardown(guest);
	memory_free(&guest->live);
	free(guest);
}

int vm_get_keys(struct guest *guest, uint64_t page, unsigned int n, uint8_t *keys, char *why)
{
	struct kvm_s390_skeys skeys = {
		.start_gfn = page / PAGE_SIZE,
		.count = n,
		.skeydata_addr = (uintptr_t)keys,
	};
	int ret = ioctl(guest->vm, KVM_S390_GET_SKEYS, &skeys);

	if (ret == KVM_S390_GET_SKEYS_NONE)
		memset(keys, 0, n);
	return ret < 0 ? vm_fail(why, "KVM_S390_GET_SKEYS") : 0;
}

int vm_set_key(struct guest *guest, uint64_t page, uint8_t key, char *why)
{
	struct kvm_s390_skeys keys = {
		.start_gfn = page / PAGE_SIZE,
		.count = 1,
		.skeydata_addr = (uintptr_t)&key,
	};

	return ioctl(guest->vm, KVM_S390_SET_SKEYS, &keys) ? vm_fail(why, "KVM_S390_SET_SKEYS") : 0;
}

int vm_set_keys(struct guest *guest, const struct page_key *keys, unsigned int n, char *why)
{
	struct kvm_s390_skeys skeys;
	uint8_t bytes[2 * STATE_KEYS];
	unsigned int i, j;

	for (i = 0; i < n; i = j) {
		for (j = i; j < n && keys[j].page == keys[i].page + (j - i) * PAGE_SIZE; j++)
			bytes[j - i] = keys[j].key;
		skeys = (struct kvm_s390_skeys){
			.start_gfn = keys[i].page / PAGE_SIZE, .count = j - i, .skeydata_addr = (uintptr_t)bytes,
		};
		if (ioctl(guest->vm, KVM_S390_SET_SKEYS, &skeys))
			return vm_fail(why, "KVM_S390_SET_SKEYS");
	}
	for (i = 0; guest->emulated && i < n; i++)
		emulated_forget_block(guest, keys[i].page);
	return 0;
}

int vm_set_control(struct guest *guest, const struct registers *regs, char *why)
{
	struct kvm_sregs sregs;

	memcpy(sregs.crs, regs->cr, sizeof(sregs.crs));
	memcpy(sregs.acrs, regs->ar, sizeof(sregs.acrs));
	return ioctl(guest->vcpu, KVM_SET_SREGS, &sregs) ? vm_fail(why, "KVM_SET_SREGS") : 0;
}

struct psw vm_entry_psw(const struct state *state)
{
	struct psw psw = state->regs.psw;

	if (state->stopped == STOPPED_WAITING)
		psw.mask |= PSW_WAIT;
	else
		psw.addr -= LAYOUT_SLED;
	return psw;
}

#define ENTER_TRIES 1000

int vm_enter(struct guest *guest, char *why)
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

bool vm_waits(const struct guest *guest)
{
	return guest->run->exit_reason == KVM_EXIT_S390_SIEIC && guest->run->s390_sieic.icptcode == ICPT_WAIT;
}

int vm_run(struct guest *guest, struct psw psw, int64_t prefix, enum stopped stopped, char *why)
{
	unsigned int expected = stopped == STOPPED_WAITING ? ICPT_WAIT : ICPT_INSTRUCTION;
	struct kvm_run *run = guest->run;

	run->psw_mask = psw.mask;
	run->psw_addr = psw.addr;
	if (prefix >= 0) {
		run->s.regs.prefix = (uint64_t)prefix;
		run->kvm_dirty_regs |= KVM_SYNC_PREFIX;
	}
	if (vm_enter(guest, why))
		return -1;
	if (run->exit_reason == KVM_EXIT_S390_SIEIC && run->s390_sieic.icptcode == expected)
		return 0;
	snprintf(why, WHY_MAX, "KVM_RUN: the guest should %s, but exit reason is %u, interception code %#x, PSW %#llx %#llx",
		 stopped == STOPPED_WAITING ? "wait" : "stop at DIAGNOSE", run->exit_reason, run->s390_sieic.icptcode,
		 (unsigned long long)run->psw_mask, (unsigned long long)run->psw_addr);
	return -1;
}
