// SPDX-License-Identifier: GPL-2.0-only
/* The state and the request of a trial in words. */
#include <inttypes.h>

#include "lib/arch/skey.h"
#include "lib/outcome/words.h"

static void describe_keys(const char *what, const struct state *s, struct text *t)
{
	const struct block_key *k;

	for (k = s->keys; k < s->keys + s->n_keys; k++)
		text_add(t, "%s: storage key of block 0x%" PRIx64 ": ACC %u, %s\n", what, k->block,
			 skey_acc(k->key),
			 skey_fetch_protected(k->key) ? "fetch-protected" : "not fetch-protected");
}

static void describe_slots(const char *what, unsigned int slots, const char *are, struct text *t)
{
	unsigned int i;

	for (i = 0; i < SLOTS_MAX; i++)
		if (slots >> i & 1)
			text_add(t, "%s: memory slot %u %s\n", what, i, are);
}

void describe_state(const struct trial *trial, struct text *t)
{
	const struct state *s = trial->state;
	static const char *const as[] = { "primary", "access-register", "secondary", "home" };
	static const char *const kinds[] = {
		[VM_WITHOUT_EDAT] = "without enhanced DAT",
		[VM_WITHOUT_EDAT2] = "without enhanced-DAT facility 2",
		[VM_MEM_LIMIT_4T] = "whose storage is limited to 4 TiB",
		[VM_MEM_LIMIT_2G] = "whose storage is limited to 2 GiB",
		[VM_HUGE_PAGES] = "whose storage is huge pages",
		[VM_PROTECTED] = "protected by the ultravisor",
	};
	static const char *const amode[] = { "24-bit", "31-bit", "invalid", "64-bit" };
	uint64_t mask = s->regs.psw.mask;
	unsigned int i;

	text_add(t, "state: DAT %s, %s space, %s addressing, prefix 0x%" PRIx32,
		 mask & PSW_DAT ? "on" : "off", as[psw_as(mask)], amode[mask >> 31 & 3],
		 s->regs.prefix);
	for (i = 0; i < 16; i++)
		if (s->regs.cr[i])
			text_add(t, ", CR%u 0x%" PRIx64, i, s->regs.cr[i]);
	for (i = 0; i < 16; i++)
		if (s->regs.ar[i])
			text_add(t, ", AR%u 0x%" PRIx32, i, s->regs.ar[i]);
	text_add(t, "\n");
	if (s->vm_type != VM_ORDINARY)
		text_add(t, "state: guest %s\n", kinds[s->vm_type]);
	if (s->icpt != ICPT_NONE)
		text_add(t, "state: stopped by the interception of DIAGNOSE%s\n",
			 s->icpt == ICPT_EXECUTE ? ", the target of EXECUTE RELATIVE LONG" : "");
	describe_slots("state", s->absent, "is deleted", t);
	describe_keys("state", s, t);
	for (i = 0; i < s->n_doublewords; i++)
		text_add(t, "state: %s at 0x%" PRIx64 ": 0x%016" PRIx64 "\n",
			 s->doublewords[i].what ? s->doublewords[i].what : "doubleword",
			 s->doublewords[i].addr, s->doublewords[i].value);
}

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

/* What happens at the same time. */
static void describe_race(const struct trial *trial, struct text *t)
{
	switch (trial->request->race) {
	case RACE_NONE:
		break;
	case RACE_VCPU:
		text_add(t, "race: the vCPU runs, and stores elsewhere\n");
		break;
	case RACE_THREADS:
		text_add(t, "race: %u threads each add 1 to the operand %u times\n", RACE_N_THREADS,
			 RACE_ROUNDS);
		break;
	case RACE_STATE:
		text_add(t, "race: the state alternates with one that differs in this:\n");
		if (trial->other) {
			describe_keys("race", trial->other, t);
			describe_slots("race", trial->other->absent, "is deleted", t);
		}
		break;
	}
	describe_slots("race", trial->request->removed_slots, "is deleted while the request waits", t);
}

static void describe_surroundings(const struct request *r, struct text *t)
{
	static const char *const thread[] = {
		[HOST_ACRS_LIKE_GUEST] = "what the guest's do",
		[HOST_ACRS_BOGUS] = "numbers of no space",
	};
	static const char *const backing[] = {
		[BACKING_UNMAPPED] = "unmapped",
		[BACKING_NO_ACCESS] = "mapped without access",
		[BACKING_READ_ONLY] = "read-only",
		[BACKING_COPY_ON_WRITE] = "a private mapping of a file",
		[BACKING_UFFD_VCPU2] =
			"provided on demand (userfaultfd), after a request of another vCPU",
		[BACKING_UFFD_SLOT] =
			"provided on demand (userfaultfd), after a slot was deleted",
		[BACKING_UFFD] = "provided on demand (userfaultfd)",
		[BACKING_UFFD_SIGNAL] = "provided on demand (userfaultfd), after a signal",
	};

	if (r->host_acrs != HOST_ACRS_ANY)
		text_add(t, "request: access registers of the calling thread hold %s\n",
			 thread[r->host_acrs]);
	if (r->backing != BACKING_NORMAL)
		text_add(t, "request: the memory behind block 0x%" PRIx64 " is %s\n",
			 r->backing_block, backing[r->backing]);
	if (r->dirty_log)
		text_add(t, "request: dirty logging is on\n");
	if (r->deliver)
		text_add(t, "request: the vCPU is run afterwards\n");
}

/* Where a translated address leads. */
static void describe_operand(const struct trial *trial, struct text *t)
{
	const struct allowed *allowed = trial->allowed;

	if (allowed->n_fragments && !allowed->sida &&
	    allowed->fragment[0].abs != trial->request->gaddr)
		text_add(t, "request: the operand begins at absolute 0x%" PRIx64 "\n",
			 allowed->fragment[0].abs);
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
	text_add(t, ", gaddr 0x%" PRIx64 ", size %" PRIu32 ", ", r->gaddr, r->size);
	if (r->op == MEMOP_SIDA_READ || r->op == MEMOP_SIDA_WRITE)
		text_add(t, "sida_offset %" PRIu32, r->sida_offset);
	else
		text_add(t, "ar %u, key %u", r->ar, r->key);
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
