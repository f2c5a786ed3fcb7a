// SPDX-License-Identifier: GPL-2.0-only
/* A failed trial in words, for someone who knows KVM but not this project. */
#include <inttypes.h>
#include <string.h>

#include "lib/arch/pgm.h"
#include "lib/arch/skey.h"
#include "lib/outcome/apply.h"

#define SHOWN_OF_LOG 24

static void describe_state(const struct state *s, struct text *t)
{
	static const char *const as[] = { "primary", "access-register", "secondary", "home" };
	static const char *const types[] = {
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
		 mask & PSW_DAT ? "on" : "off", as[psw_as(mask)], amode[mask >> 31 & 3], s->regs.prefix);
	for (i = 0; i < 16; i++)
		if (s->regs.cr[i])
			text_add(t, ", CR%u 0x%" PRIx64, i, s->regs.cr[i]);
	for (i = 0; i < 16; i++)
		if (s->regs.ar[i])
			text_add(t, ", AR%u 0x%" PRIx32, i, s->regs.ar[i]);
	text_add(t, "\n");
	if (s->vm_type != VM_ORDINARY)
		text_add(t, "state: guest %s\n", types[s->vm_type]);
	if (s->icpt != ICPT_NONE)
		text_add(t, "state: stopped by the interception of DIAGNOSE%s\n",
			 s->icpt == ICPT_EXECUTE ? ", the target of EXECUTE RELATIVE LONG" : "");
	for (i = 0; i < 8; i++)
		if (s->absent >> i & 1)
			text_add(t, "state: memory slot %u is deleted\n", i);
	for (i = 0; i < s->n_keys; i++)
		text_add(t, "state: storage key of block 0x%" PRIx64 ": ACC %u, %s\n", s->keys[i].block,
			 skey_acc(s->keys[i].key),
			 skey_fetch_protected(s->keys[i].key) ? "fetch-protected" : "not fetch-protected");
	for (i = 0; i < s->n_doublewords; i++)
		text_add(t, "state: %s at 0x%" PRIx64 ": 0x%016" PRIx64 "\n",
			 s->doublewords[i].what ? s->doublewords[i].what : "doubleword", s->doublewords[i].addr, s->doublewords[i].value);
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

static void describe_bytes(const uint8_t *bytes, uint32_t n, struct text *t)
{
	while (n--)
		text_add(t, "%02x", *bytes++);
}

static void describe_surroundings(const struct request *r, struct text *t)
{
	static const char *const thread[] = {
		[HOST_ACRS_LIKE_GUEST] = "what the guest's do", [HOST_ACRS_BOGUS] = "numbers of no space",
	};
	static const char *const backing[] = {
		[BACKING_UNMAPPED] = "unmapped", [BACKING_NO_ACCESS] = "mapped without access", [BACKING_READ_ONLY] = "read-only",
		[BACKING_COPY_ON_WRITE] = "a private mapping of a file",
		[BACKING_UFFD_VCPU2] = "provided on demand (userfaultfd), after a request of another vCPU",
		[BACKING_UFFD_SLOT] = "provided on demand (userfaultfd), after the slot of the next block was removed",
		[BACKING_UFFD] = "provided on demand (userfaultfd)",
		[BACKING_UFFD_SIGNAL] = "provided on demand (userfaultfd), after a signal",
	};

	if (r->host_acrs != HOST_ACRS_ANY)
		text_add(t, "request: access registers of the calling thread hold %s\n", thread[r->host_acrs]);
	if (r->backing != BACKING_NORMAL)
		text_add(t, "request: the memory behind block 0x%" PRIx64 " is %s\n", r->backing_block, backing[r->backing]);
	if (r->dirty_log)
		text_add(t, "request: changed blocks are logged\n");
	if (r->deliver)
		text_add(t, "request: the vCPU is run afterwards\n");
}

static void describe_request(const struct request *r, struct text *t)
{
	static const char *const fd[] = { "vCPU", "VM", "/dev/kvm" };
	static const char *const area[] = { "writable", "NULL", "unmapped", "read-only", "half mapped" };
	const char *op = memop_op_name(r->op);

	if (r->kind == REQUEST_CAPABILITY) {
		text_add(t, "request: KVM_CHECK_EXTENSION of %" PRIu32 " on the %s\n", r->op, fd[r->fd]);
		return;
	}
	text_add(t, "request: %s op %" PRIu32 " (%s), flags ", fd[r->fd], r->op, op ? op : "undefined");
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
}

static void describe_return(const struct request *r, int ret, int err, struct text *t)
{
	const char *pgm = r->kind == REQUEST_MEMOP && ret > 0 ? pgm_name(ret) : NULL;

	if (ret < 0)
		text_add(t, "returns -1 with errno %d (%s)", err, strerror(err));
	else if (pgm)
		text_add(t, "returns 0x%02x (%s exception)", (unsigned int)ret, pgm);
	else
		text_add(t, "returns %d", ret);
}

static void describe_pending(const struct pending *p, struct text *t)
{
	if (!p->code)
		return;
	text_add(t, ", interruption 0x%02x pending", p->code);
	if (p->has_teid)
		text_add(t, " with TEID 0x%016" PRIx64, p->teid);
	if (p->has_access_id)
		text_add(t, " and access id %u", p->access_id);
}

static void describe_answer(const struct trial *trial, const struct answer *a, struct text *t)
{
	const struct request *r = trial->request;
	unsigned int i;

	describe_return(r, a->ret, a->err, t);
	if (r->kind == REQUEST_MEMOP) {
		if (a->buf_any)
			text_add(t, ", buffer undefined");
		else
			text_add(t, ", %" PRIu32 " bytes stored in %s", a->moved,
				 request_stores(r) ? "the guest" : "the buffer");
		if (a->old != OLD_KEPT)
			text_add(t, ", %s at old_addr", a->old == OLD_ZERO ? "zeros" : "current value");
		describe_pending(&a->pending, t);
	}
	text_add(t, " [");
	for (i = 0; i < CLAUSES_MAX && a->clauses[i]; i++)
		text_add(t, "%s%s", i ? " " : "", a->clauses[i]);
	text_add(t, "]\n");
}

/* Name the first byte that is not as expected in a window of user space. */
static void describe_window(const char *what, const struct user_window *w, const uint8_t *operand,
			    uint32_t n, struct text *t)
{
	uint32_t i;
	uint8_t want;

	for (i = 0; i < w->len + 2 * CANARY; i++) {
		want = i >= CANARY && i < CANARY + n ? operand[i - CANARY] : w->before[i];
		if (w->now[i] != want) {
			text_add(t, "bytes: %s offset %d: expected %02x, observed %02x\n", what,
				 (int)i - CANARY, want, w->now[i]);
			return;
		}
	}
}

/* The first difference in one block, if there is any: sixteen bytes from there. */
static bool describe_block(const struct trial *trial, uint64_t page, struct text *t)
{
	const uint8_t *want = memory_at(trial->shadow, page, PAGE_SIZE);
	const uint8_t *got = memory_at(trial->outcome->live, page, PAGE_SIZE);
	uint64_t off;
	uint32_t n;

	for (off = 0; off < PAGE_SIZE && want[off] == got[off]; off++)
		;
	if (off == PAGE_SIZE)
		return false;
	n = PAGE_SIZE - off < 16 ? (uint32_t)(PAGE_SIZE - off) : 16;
	text_add(t, "bytes: storage from 0x%" PRIx64 ": expected ", page + off);
	describe_bytes(want + off, n, t);
	text_add(t, ", observed ");
	describe_bytes(got + off, n, t);
	text_add(t, "\n");
	return true;
}

/* What is not as the answer wants it, in the blocks of the operand; or else right before or behind them. */
static void describe_storage(const struct trial *trial, const struct answer *a, struct text *t)
{
	static uint8_t saved[MEMOP_MAX_SIZE];
	uint32_t moved = request_stores(trial->request) ? a->moved : 0;
	bool found = false;
	unsigned int i;

	fragments_store(trial->shadow, trial->allowed, moved, trial->outcome->buf.before + CANARY, saved);
	if (trial->allowed->sida)
		text_add(t, "bytes: the SIDA is not as expected\n");
	found = trial->allowed->sida;
	for (i = 0; i < trial->allowed->n_fragments && !found; i++)
		found |= describe_block(trial, trial->allowed->fragment[i].abs & ~(PAGE_SIZE - 1), t);
	if (!found)
		text_add(t, "bytes: storage next to the blocks of the operand was changed\n");
	fragments_restore(trial->shadow, trial->allowed, moved, saved);
}

static void describe_bytes_apart(const struct trial *trial, const struct answer *a, unsigned int aspects,
				 struct text *t)
{
	static uint8_t operand[MEMOP_MAX_SIZE];
	const struct outcome *o = trial->outcome;
	bool in = request_stores(trial->request);

	if (aspects & ASPECT_BUFFER) {
		fragments_fetch(trial->shadow, trial->allowed, in ? 0 : a->moved, operand);
		describe_window("buffer", &o->buf, operand, in ? 0 : a->moved, t);
	}
	if (aspects & ASPECT_STORAGE)
		describe_storage(trial, a, t);
	if (aspects & ASPECT_OLD) {
		if (a->old == OLD_CURRENT)
			fragments_fetch(trial->shadow, trial->allowed, o->old.len, operand);
		if (a->old == OLD_ZERO)
			memset(operand, 0, o->old.len);
		describe_window("old_addr", &o->old, operand, a->old == OLD_KEPT ? 0 : o->old.len, t);
	}
}

static void describe_keys(const struct outcome *o, struct text *t)
{
	unsigned int i;

	for (i = 0; i < o->n_keys; i++)
		text_add(t, "observed: storage key of block 0x%" PRIx64 " is 0x%02x (ACC %u%s%s%s)\n",
			 o->keys[i].block, o->keys[i].key, skey_acc(o->keys[i].key),
			 o->keys[i].key & SKEY_F ? ", F" : "", o->keys[i].key & SKEY_R ? ", R" : "",
			 o->keys[i].key & SKEY_C ? ", C" : "");
}

static void describe_delivered(const struct outcome *o, struct text *t)
{
	const struct delivered *d = &o->delivered;

	if (!d->taken) {
		text_add(t, "observed: run afterwards, the vCPU takes no interruption\n");
		return;
	}
	text_add(t, "observed: run afterwards, the vCPU takes interruption 0x%02x, length code %u, TEID 0x%016" PRIx64
		 ", access id %u, old PSW 0x%016" PRIx64 " 0x%" PRIx64 "\n", d->code, d->ilc, d->teid, d->access_id,
		 d->old.mask, d->old.addr);
}

static void describe_registers(const struct trial *trial, struct text *t)
{
	const struct registers *was = &trial->state->regs, *is = &trial->outcome->regs;
	unsigned int i;

	for (i = 0; trial->outcome->registers_known && i < 16; i++) {
		if (is->cr[i] != was->cr[i])
			text_add(t, "observed: CR%u is 0x%" PRIx64 "\n", i, is->cr[i]);
		if (is->ar[i] != was->ar[i])
			text_add(t, "observed: AR%u of the guest is 0x%" PRIx32 "\n", i, is->ar[i]);
	}
	if (trial->outcome->thread_changed)
		text_add(t, "observed: access registers of the calling thread were changed\n");
}

static void describe_dirty(const struct outcome *o, struct text *t)
{
	unsigned int i;

	text_add(t, "observed: log of changed blocks:");
	for (i = 0; i < o->n_dirty && i < SHOWN_OF_LOG; i++)
		text_add(t, " 0x%" PRIx64, o->dirty[i]);
	text_add(t, "%s\n", !o->n_dirty ? " empty" : i < o->n_dirty ? " and more" : "");
}

/* Where an address leads to that is translated. */
static void describe_operand(const struct trial *trial, struct text *t)
{
	const struct allowed *allowed = trial->allowed;

	if (allowed->n_fragments && !allowed->sida && allowed->fragment[0].abs != trial->request->gaddr)
		text_add(t, "request: the operand begins at absolute 0x%" PRIx64 "\n", allowed->fragment[0].abs);
}

static void describe_aspects(unsigned int aspects, struct text *t)
{
	static const char *const names[] = {
		"return value", "user buffer", "guest storage", "old value", "storage key",
		"pending interruption", "interruption taken", "registers", "log of changed blocks",
		"request of another vCPU",
	};
	unsigned int i;

	text_add(t, "differs in:");
	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (aspects >> i & 1)
			text_add(t, " %s;", names[i]);
	text_add(t, "\n");
}

void outcome_describe(const struct trial *trial, unsigned int nearest, unsigned int aspects,
		      struct text *text)
{
	const struct outcome *o = trial->outcome;
	unsigned int i;

	describe_state(trial->state, text);
	describe_request(trial->request, text);
	describe_operand(trial, text);
	for (i = 0; i < trial->allowed->n; i++) {
		text_add(text, "%s: ", i ? "or" : "expected");
		describe_answer(trial, &trial->allowed->answer[i], text);
	}
	text_add(text, "observed: ");
	describe_return(trial->request, o->ret, o->err, text);
	describe_pending(&o->pending, text);
	text_add(text, "\n");
	describe_aspects(aspects, text);
	if (trial->request->kind != REQUEST_MEMOP)
		return;
	describe_bytes_apart(trial, &trial->allowed->answer[nearest], aspects, text);
	if (aspects & ASPECT_KEY)
		describe_keys(o, text);
	if (aspects & ASPECT_DELIVERED)
		describe_delivered(o, text);
	if (aspects & ASPECT_REGISTERS)
		describe_registers(trial, text);
	if (aspects & ASPECT_OTHER)
		text_add(text, "observed: the request of the other vCPU returned %d, errno %d%s\n", o->other.ret, o->other.err,
			 o->other.ret ? "" : ", with other bytes than storage has");
	if (aspects & ASPECT_DIRTY)
		describe_dirty(o, text);
}
