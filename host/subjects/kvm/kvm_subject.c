// SPDX-License-Identifier: GPL-2.0-only
/* The real ioctl. */
#include <sys/ioctl.h>

#include "guest/layout.h"
#include "host/subjects/kvm/backing.h"
#include "host/subjects/kvm/concurrent.h"
#include "host/subjects/kvm/create.h"
#include "host/subjects/kvm/deliver.h"
#include "host/subjects/kvm/emulated.h"
#include "host/subjects/kvm/facts.h"
#include "host/subjects/kvm/history/world.h"
#include "host/subjects/kvm/host_acrs.h"
#include "host/subjects/kvm/keys.h"
#include "host/subjects/kvm/slots.h"
#include "host/subjects/kvm/stage.h"
#include "host/subjects/kvm/vm_type.h"
#include "host/subjects/kvm/warm.h"
#include "lib/abi/arg.h"
#include "lib/base/clock.h"

_Static_assert(LAYOUT_SLED == PAYLOAD_SLED &&
	       LAYOUT_EXECUTE - LAYOUT_DIAGNOSE == DIAGNOSE_BY_EXECUTE,
	       "LAYOUT_DIAGNOSE and LAYOUT_EXECUTE are not where the payload's instructions are");

extern const uint8_t payload_diagnose[], payload_diagnose_end[];

static void put_diagnose(struct guest *guest)
{
	uint64_t first = LAYOUT_DIAGNOSE - LAYOUT_SLED;

	memcpy(memory_at(&guest->live, first, PAGE_SIZE), payload_diagnose,
	       (size_t)(payload_diagnose_end - payload_diagnose));
}

static struct guest *create(struct facts *facts, enum vm_type vm_type, enum stage stage,
			    const struct memory *storage, char *note, char *why)
{
	struct guest *guest = vm_create(vm_type, storage, why);

	if (!guest)
		return NULL;
	guest->emulated = facts->offer.emulated;
	/*
	 * With huge pages, the emulator presents a host write fault to the guest (warm.h), so the
	 * host stages.
	 */
	if (guest->emulated && vm_type == VM_HUGE_PAGES)
		stage = STAGE_HOST;
	guest->stage = stage;
	put_diagnose(guest);
	if (!vm_type_facilities(guest, &facts->cpu, why) &&
	    (!guest->emulated || !emulated_setup(guest, why)) &&
	    (stage == STAGE_HOST || vm_type == VM_PROTECTED ||
	     !stage_guest_setup(guest, note, why)))
		return guest;
	vm_destroy(guest);
	return NULL;
}

static struct memory *storage(struct guest *guest)
{
	return &guest->live;
}

static int stage(struct guest *guest, const struct delta *delta, const struct state *state,
		 char *why)
{
	int ret;

	guest->state = state;
	/*
	 * The host cannot access registers and storage of a protected guest, and the SIDA
	 * operations do not depend on them.
	 */
	if (guest->vm_type == VM_PROTECTED)
		return 0;
	/*
	 * Add slots before anything is staged in them, and delete slots only afterwards.
	 */
	if (delta->slots && slots_set_absent(guest, guest->live.absent & state->absent, why))
		return -1;
	ret = guest->stage == STAGE_GUEST ? stage_guest(guest, delta, state, why) :
					    stage_host(guest, delta, state, why);
	return ret || !delta->slots ? ret : slots_set_absent(guest, state->absent, why);
}

/*
 * Read the program interruption that is pending, and clear it: by delivery if deliver is not NULL.
 */
static int take_pending(struct guest *guest, struct pending *pending, struct delivered *deliver,
			char *why)
{
	struct kvm_s390_irq irqs[4];
	struct kvm_s390_irq_state state = { .buf = (uintptr_t)irqs, .len = sizeof(irqs) };
	int i, n = ioctl(guest->vcpu, KVM_S390_GET_IRQ_STATE, &state);

	if (n < 0)
		return vm_fail(why, "KVM_S390_GET_IRQ_STATE");
	for (i = 0; i < n / (int)sizeof(irqs[0]); i++) {
		if (irqs[i].type != KVM_S390_PROGRAM_INT)
			continue;
		pending->code = irqs[i].u.pgm.code;
		pending->teid = irqs[i].u.pgm.trans_exc_code;
		pending->access_id = irqs[i].u.pgm.exc_access_id;
		pending->teid_mask = ~UINT64_C(0);
		pending->access_id_mask = 0xff;
	}
	if (deliver)
		return vm_deliver(guest, deliver, why);
	if (n && ioctl(guest->vcpu, KVM_S390_NORMAL_RESET, 0))
		return vm_fail(why, "KVM_S390_NORMAL_RESET");
	return 0;
}

static void fill_arg(struct memop_arg *arg, const struct request *request, const struct user *user)
{
	memset(arg->reserved, request->reserved, sizeof(arg->reserved));
	arg->gaddr = request->gaddr;
	arg->flags = request->flags;
	arg->size = request->size;
	arg->op = request->op;
	arg->buf = (uintptr_t)user->buf.pointer;
	if (request->op == MEMOP_SIDA_READ || request->op == MEMOP_SIDA_WRITE) {
		arg->sida_offset = request->sida_offset;
		return;
	}
	arg->ar = request->ar;
	arg->key = request->key;
	if (request->op == MEMOP_ABSOLUTE_CMPXCHG)
		arg->old_addr = (uintptr_t)user->old.pointer;
}

/* The ioctl, with the access registers of this thread that the request asks for. */
static int call(struct guest *guest, const struct request *request, const struct user *user,
		struct outcome *outcome, char *why)
{
	static const uint32_t bogus[16] = { [0 ... 15] = 0x5eadbeef };
	const int fds[] = {
		[FD_VCPU] = guest->vcpu, [FD_VM] = guest->vm, [FD_SYSTEM] = guest->system
	};
	struct memop_arg arg;
	uint64_t start;
	long ret;
	int failed;

	outcome->thread_changed = false;
	fill_arg(&arg, request, user);
	start = clock_ns();
	if (request->race == RACE_THREADS) {
		failed = concurrent_add(guest, outcome, why);
		outcome->call_ns = clock_ns() - start;
		return failed;
	}
	if (request->host_acrs == HOST_ACRS_ANY) {
		outcome->ret = ioctl(fds[request->fd], MEMOP_IOCTL, &arg);
		outcome->err = outcome->ret == -1 ? errno : 0;
		outcome->call_ns = clock_ns() - start;
		return 0;
	}
	ret = host_acrs_ioctl(fds[request->fd], MEMOP_IOCTL, &arg,
			      request->host_acrs == HOST_ACRS_BOGUS ? bogus
								    : guest->state->regs.ar,
			      &outcome->thread_changed);
	outcome->call_ns = clock_ns() - start;
	outcome->ret = ret < 0 ? -1 : (int)ret;
	outcome->err = ret < 0 ? (int)-ret : 0;
	return 0;
}

/*
 * The access registers are in the shared page. KVM_GET_SREGS is slow: the control registers are
 * read in access-register mode only.
 */
static int read_registers(struct guest *guest, struct outcome *outcome, char *why)
{
	const struct registers *regs = &guest->state->regs;
	struct kvm_sregs sregs;

	outcome->regs = *regs;
	memcpy(outcome->regs.ar, guest->run->s.regs.acrs, sizeof(outcome->regs.ar));
	outcome->registers_known = true;
	if (psw_as(regs->psw.mask) != PSW_AS_ACCESS_REGISTER)
		return 0;
	if (ioctl(guest->vcpu, KVM_GET_SREGS, &sregs))
		return vm_fail(why, "KVM_GET_SREGS");
	memcpy(outcome->regs.cr, sregs.crs, sizeof(sregs.crs));
	memcpy(outcome->regs.ar, sregs.acrs, sizeof(sregs.acrs));
	return 0;
}

/* The request itself, and the dirty log of it. */
static int call_logged(struct guest *guest, const struct request *request, const struct user *user,
		       struct outcome *outcome, char *why)
{
	if (request->dirty_log != guest->logging &&
	    slots_set_logging(guest, request->dirty_log, why))
		return -1;
	if (request->dirty_log && slots_get_log(guest, outcome, why))
		return -1;
	/*
	 * Before 7.0, the kernel write-protects a block for the dirty log, and the first store sets
	 * its storage key again, with change bit zero. The emulator's TLB still has the change bit
	 * as recorded (emulated.h), and cannot be purged in between. If the memory behind a block
	 * is replaced during the request, filling the new memory sets the change bit, too.
	 */
	outcome->changes_lost = request->backing >= BACKING_COPY_ON_WRITE ||
				(guest->emulated && request->dirty_log);
	if (backing_take(guest, request, outcome, why) ||
	    call(guest, request, user, outcome, why) || backing_give(guest, request, why))
		return -1;
	return request->dirty_log ? slots_get_log(guest, outcome, why) : 0;
}

static int move_sida(struct guest *guest, uint32_t op, char *why)
{
	struct memop_arg arg = { .op = op, .size = PAGE_SIZE, .buf = (uintptr_t)guest->live.sida };

	return ioctl(guest->vcpu, MEMOP_IOCTL, &arg) ?
	       vm_fail(why, "cannot read or write the whole SIDA") : 0;
}

/*
 * Only the ioctl itself accesses the SIDA: write the expected content before the request, and read
 * all of it afterwards.
 */
static int call_protected(struct guest *guest, const struct request *request,
			  const struct user *user, struct outcome *outcome, char *why)
{
	if (move_sida(guest, MEMOP_SIDA_WRITE, why) || call(guest, request, user, outcome, why))
		return -1;
	return move_sida(guest, MEMOP_SIDA_READ, why);
}

/*
 * Whatever the request returns: an exception must not be pending without F_INJECT_EXCEPTION. The
 * ioctls of a vCPU that runs in another thread would block.
 */
static int read_pending(struct guest *guest, const struct request *request,
			struct outcome *outcome, char *why)
{
	if (request->race == RACE_VCPU)
		return 0;
	return take_pending(guest, &outcome->pending,
			    request->deliver ? &outcome->delivered : NULL, why);
}

static int perform(struct guest *guest, const struct request *request, const struct user *user,
		   struct outcome *outcome, char *why)
{
	outcome->pending = (struct pending){ 0 };
	outcome->registers_known = false;
	outcome->other.made = false;
	if (request->kind == REQUEST_CAPABILITY) {
		outcome->ret = ioctl(request->fd == FD_VM ? guest->vm : guest->system,
				     KVM_CHECK_EXTENSION, (long)request->op);
		outcome->err = outcome->ret == -1 ? errno : 0;
		return 0;
	}
	if (guest->vm_type == VM_PROTECTED)
		return call_protected(guest, request, user, outcome, why);
	if (call_logged(guest, request, user, outcome, why))
		return -1;
	if (request->fd == FD_VCPU && read_registers(guest, outcome, why))
		return -1;
	return read_pending(guest, request, outcome, why);
}

const struct subject subject_kvm = {
	.name = "kvm",
	.real = true,
	.facts = kvm_facts,
	.create = create,
	.destroy = vm_destroy,
	.storage = storage,
	.stage = stage,
	.perform = perform,
	.race_start = concurrent_start,
	.race_stop = concurrent_stop,
	.get_keys = keys_get,
	.world_create = world_create,
	.world_step = world_step,
	.world_settle = world_settle,
	.world_destroy = world_destroy,
};
