// SPDX-License-Identifier: GPL-2.0-only
/* vCPUs: running them, and KVM_S390_STORE_STATUS. */
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <unistd.h>

#include "guest/layout.h"
#include "host/subjects/kvm/history/area.h"
#include "host/subjects/kvm/history/steps.h"
#include "host/subjects/kvm/history/storage.h"
#include "host/subjects/kvm/history/vcpu.h"
#include "lib/abi/arg.h"
#include "lib/arch/psw.h"

#define ICPT_WAIT 0x1c		/* interception code: the guest loaded a PSW with the wait bit */

/* The payload that loops is in the first block of SLOT_OWN, its prefix area in the third and fourth. */
#define LOOP_PREFIX (OWN_BASE + 2 * PAGE_SIZE)

extern const uint8_t payload_loop[], payload_loop_end[];

int vcpu_get(struct world *world, const struct step *step, char *why)
{
	struct world_vcpu *vcpu = &world->vcpu[step->thread];
	int size;

	if (vcpu->fd >= 0)
		return vcpu->fd;
	size = ioctl(world->kvm, KVM_GET_VCPU_MMAP_SIZE, 0);
	if (size < 0 || size > (int)WORLD_RUN_SIZE)
		return vm_fail(why, "KVM_GET_VCPU_MMAP_SIZE");
	vcpu->fd = ioctl(world->vm, KVM_CREATE_VCPU, (long)step->thread);
	if (vcpu->fd < 0)
		return vm_fail(why, "KVM_CREATE_VCPU");
	vcpu->run = mmap(world->runs + step->thread * WORLD_RUN_SIZE, (size_t)size,
			 PROT_READ | PROT_WRITE, MAP_SHARED | MAP_FIXED, vcpu->fd, 0);
	return vcpu->run == MAP_FAILED ? vm_fail(why, "cannot map struct kvm_run") : vcpu->fd;
}

void vcpus_close(struct world *world)
{
	unsigned int i;

	for (i = 0; i <= THREADS_MAX; i++) {
		struct world_vcpu *vcpu = &world->vcpu[i];

		if (vcpu->fd < 0)
			continue;
		/* The mapping keeps the vCPU; its place remains reserved. */
		mmap(world->runs + i * WORLD_RUN_SIZE, WORLD_RUN_SIZE, PROT_NONE,
		     MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | MAP_FIXED, -1, 0);
		close(vcpu->fd);
		vcpu->fd = -1;
	}
}

/*
 * KVM_RUN with this PSW and prefix. The reset after it makes prefix and PSW zero again, so that
 * logical requests of this vCPU are not subject to prefixing.
 */
static int run(struct world *world, const struct step *step, struct psw psw, uint64_t prefix,
	       struct seen *seen, char *why)
{
	int fd = vcpu_get(world, step, why);
	struct kvm_run *run;

	if (fd < 0)
		return -1;
	run = world->vcpu[step->thread].run;
	run->psw_mask = psw.mask;
	run->psw_addr = psw.addr;
	run->s.regs.prefix = prefix;
	run->kvm_dirty_regs = KVM_SYNC_PREFIX;
	seen->ret = world_result(ioctl(fd, KVM_RUN, 0));
	return ioctl(fd, KVM_S390_INITIAL_RESET, 0) ? vm_fail(why, "KVM_S390_INITIAL_RESET") : 0;
}

static int unexpected_exit(const struct kvm_run *run, char *why)
{
	snprintf(why, WHY_MAX, "KVM_RUN: exit reason %u, interception code %#x, PSW %#llx %#llx",
		 run->exit_reason, run->s390_sieic.icptcode, (unsigned long long)run->psw_mask,
		 (unsigned long long)run->psw_addr);
	return -1;
}

int step_run(struct world *world, const struct step *step, struct seen *seen, char *why)
{
	static const struct psw wait = { .mask = PSW_WAIT | PSW_AMODE_64 };
	const struct kvm_run *after;

	if (run(world, step, wait, world_addr(world, step), seen, why))
		return -1;
	after = world->vcpu[step->thread].run;
	if (seen->ret || (after->exit_reason == KVM_EXIT_S390_SIEIC &&
			  after->s390_sieic.icptcode == ICPT_WAIT))
		return 0;
	return unexpected_exit(after, why);
}

/*
 * The store maps the blocks for the guest: where KVM runs on an emulated machine, a page fault of the
 * host is presented to the guest (warm.h).
 */
static int load_payload(struct world *world, char *why)
{
	struct memop_arg store = { .op = MEMOP_ABSOLUTE_WRITE, .gaddr = OWN_BASE,
				   .size = 4 * PAGE_SIZE };
	uint8_t *own = storage_own(world, why);

	if (!own)
		return -1;
	memset(own, 0, store.size);
	memcpy(own, payload_loop, (size_t)(payload_loop_end - payload_loop));
	store.buf = (uintptr_t)own;
	return ioctl(world->vm, MEMOP_IOCTL, &store) ? vm_fail(why, "a store into the payload") : 0;
}

/* A signal ends it: see threads.c. */
int step_run_loop(struct world *world, const struct step *step, struct seen *seen, char *why)
{
	static const struct psw loop = { .mask = PSW_AMODE_64, .addr = OWN_BASE };

	if (load_payload(world, why))
		return -1;
	if (run(world, step, loop, LOOP_PREFIX, seen, why))
		return -1;
	if (!seen->ret)
		return unexpected_exit(world->vcpu[step->thread].run, why);
	if (seen->ret == -EINTR)
		seen->ret = 0;
	return 0;
}

int step_store_status(struct world *world, const struct step *step, struct seen *seen, char *why)
{
	int fd = vcpu_get(world, step, why);

	if (fd < 0)
		return -1;
	seen->ret = world_result(ioctl(fd, KVM_S390_STORE_STATUS, world_addr(world, step)));
	return 0;
}
