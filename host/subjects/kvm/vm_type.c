// SPDX-License-Identifier: GPL-2.0-only
/* VM types: CPU models, limits of storage, huge pages, protected guests. */
#include <sys/ioctl.h>

#include "host/subjects/kvm/vm_type.h"

/* KVM_GET_DEVICE_ATTR or KVM_SET_DEVICE_ATTR of the CPU model. */
static int cpu_model(struct guest *guest, unsigned long get_or_set,
		     struct kvm_s390_vm_cpu_processor *cpu, char *why)
{
	struct kvm_device_attr attr = {
		.group = KVM_S390_VM_CPU_MODEL,
		.attr = KVM_S390_VM_CPU_PROCESSOR,
		.addr = (uintptr_t)cpu,
	};

	return ioctl(guest->vm, get_or_set, &attr) ? vm_fail(why, "KVM_S390_VM_CPU_PROCESSOR") : 0;
}

/*
 * Remove the facilities for enhanced DAT (8 and 78) and instruction-execution protection (130) from
 * the CPU model. KVM allows that only before the first vCPU is created.
 */
static int remove_edat(struct guest *guest, enum vm_type vm_type, char *why)
{
	struct kvm_s390_vm_cpu_processor cpu;

	if (cpu_model(guest, KVM_GET_DEVICE_ATTR, &cpu, why))
		return -1;
	if (vm_type == VM_WITHOUT_EDAT)
		cpu.fac_list[0] &= ~BIT64(8);
	cpu.fac_list[1] &= ~BIT64(78 - 64);
	cpu.fac_list[2] &= ~BIT64(130 - 128);
	return cpu_model(guest, KVM_SET_DEVICE_ATTR, &cpu, why);
}

/* Limit storage to this size in bytes. KVM allows that only before the first vCPU is created. */
static int limit_storage(struct guest *guest, uint64_t end, char *why)
{
	struct kvm_device_attr attr = {
		.group = KVM_S390_VM_MEM_CTRL,
		.attr = KVM_S390_VM_MEM_LIMIT_SIZE,
		.addr = (uintptr_t)&end,
	};

	return ioctl(guest->vm, KVM_SET_DEVICE_ATTR, &attr)
		       ? vm_fail(why, "KVM_S390_VM_MEM_LIMIT_SIZE")
		       : 0;
}

/*
 * Before the slots exist: setting the limit later would replace the guest's tables and drop them.
 */
int vm_type_begin(struct guest *guest, char *why)
{
	struct kvm_enable_cap huge_pages = { .cap = KVM_CAP_S390_HPAGE_1M };

	switch (guest->vm_type) {
	case VM_WITHOUT_EDAT:
	case VM_WITHOUT_EDAT2:
		return remove_edat(guest, guest->vm_type, why);
	case VM_MEM_LIMIT_4T:
		return limit_storage(guest, UINT64_C(4) << 40, why);
	case VM_MEM_LIMIT_2G:
		return limit_storage(guest, UINT64_C(2) << 30, why);
	case VM_HUGE_PAGES:
		return ioctl(guest->vm, KVM_ENABLE_CAP, &huge_pages)
			       ? vm_fail(why, "KVM_CAP_S390_HPAGE_1M")
			       : 0;
	case VM_ORDINARY:
	case VM_PROTECTED:
		break;
	}
	return 0;
}

/* A protected guest needs no image: its SIDA exists after the ultravisor has created the vCPU. */
int vm_type_end(struct guest *guest, char *why)
{
	struct kvm_pv_cmd cmd = { .cmd = KVM_PV_ENABLE };

	if (guest->vm_type != VM_PROTECTED)
		return 0;
	return ioctl(guest->vm, KVM_S390_PV_COMMAND, &cmd) ? vm_fail(why, "KVM_PV_ENABLE") : 0;
}

int vm_type_facilities(struct guest *guest, struct facilities *cpu, char *why)
{
	struct kvm_s390_vm_cpu_processor model;

	if (cpu_model(guest, KVM_GET_DEVICE_ATTR, &model, why))
		return -1;
	cpu->edat1 = model.fac_list[0] & BIT64(8);
	cpu->edat2 = model.fac_list[1] & BIT64(78 - 64);
	return 0;
}
