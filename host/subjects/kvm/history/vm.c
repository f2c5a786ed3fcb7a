// SPDX-License-Identifier: GPL-2.0-only
#include <sys/ioctl.h>
#include <unistd.h>

#include "host/subjects/kvm/history/steps.h"
#include "host/subjects/kvm/history/storage.h"
#include "host/subjects/kvm/history/vcpu.h"
#include "host/subjects/kvm/history/vm.h"

int vm_attribute(int vm, unsigned int group, uint64_t attr, void *value)
{
	struct kvm_device_attr device_attr = {
		.group = group, .attr = attr, .addr = (uintptr_t)value,
	};

	return world_result(ioctl(vm, KVM_SET_DEVICE_ATTR, &device_attr));
}

int vm_new(int kvm, enum host_memory memory, char *why)
{
	struct kvm_enable_cap huge_pages = { .cap = KVM_CAP_S390_HPAGE_1M };
	int vm = ioctl(kvm, KVM_CREATE_VM, 0);

	if (vm < 0)
		return vm_fail(why, "KVM_CREATE_VM");
	if ((memory == HOST_THP_1M || memory == HOST_HUGETLB) &&
	    ioctl(vm, KVM_ENABLE_CAP, &huge_pages)) {
		vm_fail(why, "KVM_CAP_S390_HPAGE_1M");
		close(vm);
		return -1;
	}
	return vm;
}

/*
 * Storage keys of the guest are in use from its first KVM_S390_SET_SKEYS on. This one is in SLOT_OWN:
 * it must not change how KVM maps the slots of the history.
 */
static int use_keys(struct world *world, char *why)
{
	uint8_t key = 0;
	struct kvm_s390_skeys keys = {
		.start_gfn = OWN_BASE / PAGE_SIZE, .count = 1, .skeydata_addr = (uintptr_t)&key,
	};

	if (!storage_own(world, why))
		return -1;
	return ioctl(world->vm, KVM_S390_SET_SKEYS, &keys) ?
	       vm_fail(why, "KVM_S390_SET_SKEYS") : 0;
}

int vm_open(struct world *world, char *why)
{
	unsigned int i;
	int ret;

	for (i = 0; i < HISTORY_SLOTS; i++)
		world->slot[i].present = world->slot[i].exists;
	world->vm = vm_new(world->kvm, world->history->memory, why);
	if (world->vm < 0)
		return -1;
	/* The kernel allows it only before the first vCPU. */
	if (world->history->cmma) {
		ret = vm_attribute(world->vm, KVM_S390_VM_MEM_CTRL, KVM_S390_VM_MEM_ENABLE_CMMA,
				   NULL);
		if (ret) {
			errno = -ret;
			return vm_fail(why, "KVM_S390_VM_MEM_ENABLE_CMMA");
		}
	}
	if (storage_add(world, why))
		return -1;
	return world->history->keys && !world->keyless ? use_keys(world, why) : 0;
}

void vm_close(struct world *world)
{
	vcpus_close(world);
	if (world->vm >= 0)
		close(world->vm);
	world->vm = -1;
	world->own_present = false;
}

int step_vm_new(struct world *world, const struct step *step, struct seen *seen, char *why)
{
	vm_close(world);
	world->keyless = step->op == STEP_VM_KEYLESS;
	seen->ret = vm_open(world, why);
	return seen->ret;
}

int step_limit(struct world *world, const struct step *step, struct seen *seen, char *why)
{
	uint64_t end = UINT64_C(2) << 30;

	(void)step;
	(void)why;
	seen->ret = vm_attribute(world->vm, KVM_S390_VM_MEM_CTRL, KVM_S390_VM_MEM_LIMIT_SIZE, &end);
	return 0;
}
