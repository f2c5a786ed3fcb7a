// SPDX-License-Identifier: GPL-2.0-only
/* The request of a trial, and what happens around it, in words. */
#include <inttypes.h>

#include "lib/outcome/words.h"

static void describe_flags(uint64_t flags, struct text *t)
{
	static const char *const names[] = { "CHECK_ONLY", "INJECT_EXCEPTION", "SKEY_PROTECTION" };
	const char *separator = "";
	unsigned int i;

	for (i = 0; i < 3; i++) {
		if (flags >> i & 1) {
			text_add(t, "%s%s", separator, names[i]);
			separator = "|";
		}
	}
	if (flags >> 3)
		text_add(t, "%s0x%" PRIx64, separator, flags & ~UINT64_C(7));
	else if (!flags)
		text_add(t, "0");
}

void describe_bytes(const uint8_t *bytes, uint32_t n, struct text *t)
{
	while (n--)
		text_add(t, "%02x", *bytes++);
}

/* What happens while the request runs. */
static void describe_race(const struct trial *trial, struct text *t)
{
	switch (trial->request->race) {
	case RACE_NONE:
		break;
	case RACE_VCPU:
		text_add(t, "race: the vCPU runs and stores into other blocks\n");
		break;
	case RACE_THREADS:
		text_add(t, "race: %u threads each add 1 to the operand %u times by cmpxchg\n",
			 RACE_N_THREADS, RACE_ROUNDS);
		break;
	case RACE_STATE:
		text_add(t, "race: the state alternates with one that has:\n");
		if (trial->other) {
			describe_keys("race", trial->other, t);
			describe_slots("race", trial->other->absent, "is deleted", t);
		}
		break;
	}
	describe_slots("race", trial->request->removed_slots,
		       "is deleted while the request waits", t);
}

static void describe_surroundings(const struct request *r, struct text *t)
{
	static const char *const thread[] = {
		[HOST_ACRS_LIKE_GUEST] = "the same values as the guest's",
		[HOST_ACRS_BOGUS] = "ALETs that designate no space",
	};
	static const char *const backing[] = {
		[BACKING_UNMAPPED] = "unmapped",
		[BACKING_NO_ACCESS] = "mapped without access",
		[BACKING_READ_ONLY] = "read-only",
		[BACKING_COPY_ON_WRITE] = "a private mapping of a file",
		[BACKING_UFFD_VCPU2] =
			"missing until userfaultfd provides it, after a request on another vCPU",
		[BACKING_UFFD_SLOT] =
			"missing until userfaultfd provides it, after a memory slot is deleted",
		[BACKING_UFFD] = "missing until userfaultfd provides it",
		[BACKING_UFFD_SIGNAL] =
			"missing (userfaultfd), and a signal interrupts the wait for it",
	};

	if (r->host_acrs != HOST_ACRS_ANY)
		text_add(t, "request: the access registers of the calling thread hold %s\n",
			 thread[r->host_acrs]);
	if (r->backing != BACKING_NORMAL)
		text_add(t, "request: the host memory behind block 0x%" PRIx64 " is %s\n",
			 r->backing_block, backing[r->backing]);
	if (r->dirty_log)
		text_add(t, "request: dirty logging is on\n");
	if (r->deliver)
		text_add(t, "request: the vCPU is run after the request\n");
}

/* The result of translation and prefixing. */
static void describe_operand(const struct trial *trial, struct text *t)
{
	const struct allowed *allowed = trial->allowed;

	if (allowed->n_fragments && !allowed->sida &&
	    allowed->fragment[0].abs != trial->request->gaddr)
		text_add(t, "request: gaddr translates to absolute 0x%" PRIx64 "\n",
			 allowed->fragment[0].abs);
}

/* Fields of the union. Those that the operation ignores are named only if they are not zero. */
static void describe_fields(const struct request *r, struct text *t)
{
	bool logical = r->op == MEMOP_LOGICAL_READ || r->op == MEMOP_LOGICAL_WRITE;
	bool keyed = r->flags & MEMOP_F_SKEY_PROTECTION;

	if (r->op == MEMOP_SIDA_READ || r->op == MEMOP_SIDA_WRITE) {
		text_add(t, ", sida_offset %" PRIu32, r->sida_offset);
	} else {
		if (logical || r->ar)
			text_add(t, ", ar %u%s", r->ar, logical ? "" : " (ignored)");
		if (keyed || r->key)
			text_add(t, ", key %u%s", r->key, keyed ? "" : " (ignored)");
	}
	if (r->reserved)
		text_add(t, ", reserved bytes 0x%02x", r->reserved);
}

void describe_request(const struct trial *trial, struct text *t)
{
	const struct request *r = trial->request;
	static const char *const fd[] = { "vCPU", "VM", "/dev/kvm" };
	static const char *const area[] = { "writable", "NULL", "unmapped", "read-only",
					    "half mapped" };
	const char *op = memop_op_name(r->op);

	if (r->kind == REQUEST_CAPABILITY) {
		text_add(t, "request: KVM_CHECK_EXTENSION of %" PRIu32 " on the %s\n", r->op,
			 fd[r->fd]);
		return;
	}
	text_add(t, "request: %s op %" PRIu32 " (%s), flags ", fd[r->fd], r->op,
		 op ? op : "undefined");
	describe_flags(r->flags, t);
	text_add(t, ", gaddr 0x%" PRIx64 ", size %" PRIu32, r->gaddr, r->size);
	describe_fields(r, t);
	text_add(t, ", buffer %s", area[r->buf]);
	if (r->op == MEMOP_ABSOLUTE_CMPXCHG && r->size <= MEMOP_CMPXCHG_MAX) {
		text_add(t, ", old_addr %s, old ", area[r->old]);
		describe_bytes(r->old_value, r->size, t);
		text_add(t, ", new ");
		describe_bytes(r->new_value, r->size, t);
	}
	text_add(t, "\n");
	describe_surroundings(r, t);
	describe_race(trial, t);
	describe_operand(trial, t);
}
