// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include <fcntl.h>
#include <linux/mman.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <unistd.h>

#include "host/kvm/emulated.h"

#define ICPT_INSTRUCTION 0x04	/* interception codes: an instruction */
#define ICPT_WAIT 0x1c		/* the guest loaded a PSW with the wait bit */

int vm_fail(char *why, const char *what)
{
	snprintf(why, WHY_MAX, "%s: %s", what, strerror(errno));
	return -1;
}

static int set_slot(struct guest *guest, unsigned int i, bool present, char *why)
{
	const struct slot *slot = &guest->live.map->slot[i];
	struct kvm_userspace_memory_region region = {
		.slot = i,
		.guest_phys_addr = slot->base,
		.memory_size = present ? slot->size : 0,
		.userspace_addr = (uintptr_t)guest->live.bytes[i],
		.flags = guest->logging ? KVM_MEM_LOG_DIRTY_PAGES : 0,
	};

	return ioctl(guest->vm, KVM_SET_USER_MEMORY_REGION, &region) ? vm_fail(why, "KVM_SET_USER_MEMORY_REGION") : 0;
}

int vm_move_slots(struct guest *guest, unsigned int from, unsigned int to, char *why)
{
	unsigned int i;

	for (i = 0; i < guest->live.map->n; i++)
		if ((from ^ to) >> i & 1 && set_slot(guest, i, !(to >> i & 1), why))
			return -1;
	return 0;
}

int vm_set_absent(struct guest *guest, unsigned int absent, char *why)
{
	if (vm_move_slots(guest, guest->live.absent, absent, why))
		return -1;
	guest->live.absent = absent;
	return 0;
}

int vm_set_logging(struct guest *guest, bool on, char *why)
{
	unsigned int i;

	guest->logging = on;
	for (i = 0; i < guest->live.map->n; i++)
		if (!(guest->live.absent >> i & 1) && set_slot(guest, i, true, why))
			return -1;
	return 0;
}

int vm_get_log(struct guest *guest, struct outcome *outcome, char *why)
{
	const struct memory_map *map = guest->live.map;
	uint8_t bits[2 * MIB / PAGE_SIZE / 8];	/* the bit of the first block is the rightmost of the first byte */
	struct kvm_dirty_log log;
	static uint64_t blocks[16 * MIB / PAGE_SIZE];
	unsigned int i, block;

	outcome->dirty = blocks;
	outcome->n_dirty = 0;
	for (i = 0; i < map->n; i++) {
		if (guest->live.absent >> i & 1)
			continue;
		memset(bits, 0, sizeof(bits));
		log = (struct kvm_dirty_log){ .slot = i, .dirty_bitmap = bits };
		if (ioctl(guest->vm, KVM_GET_DIRTY_LOG, &log))
			return vm_fail(why, "KVM_GET_DIRTY_LOG");
		for (block = 0; block < map->slot[i].size / PAGE_SIZE; block++)
			if (bits[block / 8] >> block % 8 & 1)
				blocks[outcome->n_dirty++] = map->slot[i].base + block * PAGE_SIZE;
	}
	return 0;
}

/* Huge pages instead of what is there, shared or not. */
static int map_huge_pages(struct guest *guest, unsigned int i)
{
	void *p = mmap(guest->live.bytes[i], guest->live.map->slot[i].size, PROT_READ | PROT_WRITE,
		       MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED | MAP_HUGETLB | MAP_HUGE_1MB, -1, 0);

	return p == MAP_FAILED ? -1 : 0;
}

static int add_slots(struct guest *guest, const struct memory *storage, char *why)
{
	unsigned int i;

	if (memory_alloc(&guest->live, storage->map, true))
		return vm_fail(why, "memory for the guest");
	for (i = 0; i < storage->map->n; i++) {
		if (guest->kind == GUEST_HUGE_PAGES && map_huge_pages(guest, i))
			return vm_fail(why, "huge pages for the guest");
		/* Collapsing blocks to huge pages would unmap them from the guest at any time. */
		madvise(guest->live.bytes[i], storage->map->slot[i].size, MADV_NOHUGEPAGE);
		memcpy(guest->live.bytes[i], storage->bytes[i], storage->map->slot[i].size);
		if (set_slot(guest, i, true, why))
			return -1;
	}
	return 0;
}

static int add_vcpu(struct guest *guest, char *why)
{
	int size = ioctl(guest->system, KVM_GET_VCPU_MMAP_SIZE, 0);

	guest->vcpu = ioctl(guest->vm, KVM_CREATE_VCPU, 0);
	if (size < 0 || guest->vcpu < 0)
		return vm_fail(why, "KVM_CREATE_VCPU");
	guest->run_size = (size_t)size;
	guest->run = mmap(NULL, guest->run_size, PROT_READ | PROT_WRITE, MAP_SHARED, guest->vcpu, 0);
	if (guest->run == MAP_FAILED) {
		guest->run = NULL;
		return vm_fail(why, "mapping of the vCPU");
	}
	return 0;
}

/* Take facilities for enhanced DAT, 8 and 78, and the one for instruction-execution protection, 130, from the CPU model; possible as long as there is no vCPU. */
static int remove_edat(struct guest *guest, enum guest_kind kind, char *why)
{
	struct kvm_s390_vm_cpu_processor cpu;
	struct kvm_device_attr attr = {
		.group = KVM_S390_VM_CPU_MODEL,
		.attr = KVM_S390_VM_CPU_PROCESSOR,
		.addr = (uintptr_t)&cpu,
	};

	if (ioctl(guest->vm, KVM_GET_DEVICE_ATTR, &attr))
		return vm_fail(why, "KVM_S390_VM_CPU_PROCESSOR");
	if (kind == GUEST_WITHOUT_EDAT)
		cpu.fac_list[0] &= ~BIT64(8);
	cpu.fac_list[1] &= ~BIT64(78 - 64);
	cpu.fac_list[2] &= ~BIT64(130 - 128);
	return ioctl(guest->vm, KVM_SET_DEVICE_ATTR, &attr) ? vm_fail(why, "KVM_S390_VM_CPU_PROCESSOR") : 0;
}

/* End storage before this address; possible as long as there is no vCPU. */
static int limit_storage(struct guest *guest, uint64_t end, char *why)
{
	struct kvm_device_attr attr = {
		.group = KVM_S390_VM_MEM_CTRL,
		.attr = KVM_S390_VM_MEM_LIMIT_SIZE,
		.addr = (uintptr_t)&end,
	};

	return ioctl(guest->vm, KVM_SET_DEVICE_ATTR, &attr) ? vm_fail(why, "KVM_S390_VM_MEM_LIMIT_SIZE") : 0;
}

/* What makes a guest one of a kind, as far as it comes before its slots: a limit set later forgets them. */
static int make_kind(struct guest *guest, char *why)
{
	struct kvm_enable_cap huge_pages = { .cap = KVM_CAP_S390_HPAGE_1M };

	switch (guest->kind) {
	case GUEST_WITHOUT_EDAT:
	case GUEST_WITHOUT_EDAT_2:
		return remove_edat(guest, guest->kind, why);
	case GUEST_LIMITED_4T:
		return limit_storage(guest, UINT64_C(4) << 40, why);
	case GUEST_LIMITED_2G:
		return limit_storage(guest, UINT64_C(2) << 30, why);
	case GUEST_HUGE_PAGES:
		return ioctl(guest->vm, KVM_ENABLE_CAP, &huge_pages) ? vm_fail(why, "KVM_CAP_S390_HPAGE_1M") : 0;
	case GUEST_ORDINARY:
	case GUEST_PROTECTED:
		break;
	}
	return 0;
}

/* Give the guest to the ultravisor. It needs no image: the SIDA is there from then on. */
static int protect(struct guest *guest, char *why)
{
	struct kvm_pv_cmd cmd = { .cmd = KVM_PV_ENABLE };

	return ioctl(guest->vm, KVM_S390_PV_COMMAND, &cmd) ? vm_fail(why, "KVM_PV_ENABLE") : 0;
}

struct guest *vm_create(enum guest_kind kind, const struct memory *storage, char *why)
{
	struct guest *guest = calloc(1, sizeof(*guest));

	if (!guest) {
		vm_fail(why, "memory for the guest");
		return NULL;
	}
	guest->kind = kind;
	guest->vm = guest->vcpu = guest->other = -1;
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
	if (make_kind(guest, why) || add_slots(guest, storage, why) || add_vcpu(guest, why) || vm_set_key(guest, 0, 0, why) ||
	    (kind == GUEST_PROTECTED && protect(guest, why)))
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
