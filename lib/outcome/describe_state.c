// SPDX-License-Identifier: GPL-2.0-only
/* The state of the guest before the request, in words. */
#include <inttypes.h>

#include "lib/arch/art.h"
#include "lib/arch/cr.h"
#include "lib/arch/dat.h"
#include "lib/arch/skey.h"
#include "lib/case/suite.h"
#include "lib/outcome/words.h"

void describe_keys(const char *word, const struct state *s, struct text *t)
{
	const struct block_key *k;

	for (k = s->keys; k < s->keys + s->n_keys; k++)
		text_add(t, "%s: storage key of block 0x%" PRIx64 ": ACC %u, %s\n", word, k->block,
			 skey_acc(k->key),
			 skey_fetch_protected(k->key) ? "fetch-protected" : "not fetch-protected");
}

void describe_slots(const char *word, unsigned int slots, const char *are, struct text *t)
{
	unsigned int i;

	for (i = 0; i < SLOTS_MAX; i++)
		if (slots >> i & 1)
			text_add(t, "%s: memory slot %u %s\n", word, i, are);
}

/* The bits of CR0 that control storage accesses, as far as they are one. */
static void describe_cr0(uint64_t value, struct text *t)
{
	static const struct { uint64_t bit; const char *name; } bits[] = {
		{ CR0_LOW_ADDRESS_PROTECTION, "bit 35: low-address protection" },
		{ CR0_FETCH_PROTECTION_OVERRIDE, "bit 38: fetch-protection override" },
		{ CR0_STORAGE_PROTECTION_OVERRIDE, "bit 39: storage-protection override" },
		{ CR0_ENHANCED_DAT, "bit 40: enhanced DAT" },
		{ CR0_IEP, "bit 43: instruction-execution protection" },
	};
	const char *separator = " (";
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(bits); i++) {
		if (!(value & bits[i].bit))
			continue;
		text_add(t, "%s%s", separator, bits[i].name);
		separator = ", ";
	}
	text_add(t, "%s", *separator == ',' ? ")" : "");
}

static void describe_asce(const char *name, uint64_t asce, struct text *t)
{
	static const char *const table[] = { "segment", "region-third", "region-second",
					     "region-first" };

	text_add(t, " (%s: ", name);
	if (asce & ASCE_R)
		text_add(t, "real space");
	else
		text_add(t, "%s table, length %u", table[asce >> ASCE_DT_SHIFT & 3],
			 (unsigned int)(asce & ASCE_TL));
	text_add(t, "%s)", asce & ASCE_P ? ", private space" : "");
}

/* What a control register is for. Those without a name say nothing about storage accesses. */
static void describe_cr(unsigned int i, uint64_t value, struct text *t)
{
	text_add(t, "state: CR%u 0x%" PRIx64, i, value);
	switch (i) {
	case 0:
		describe_cr0(value, t);
		break;
	case CR_PRIMARY_ASCE:
		describe_asce("primary ASCE", value, t);
		break;
	case CR_DUCT:
		text_add(t, " (DUCT origin)");
		break;
	case CR_PASTE:
		text_add(t, " (primary-ASTE origin)");
		break;
	case CR_SECONDARY_ASCE:
		describe_asce("secondary ASCE", value, t);
		break;
	case CR_EAX:
		text_add(t, " (extended authorization index 0x%x)",
			 (unsigned int)(value >> 16 & 0xffff));
		break;
	case CR_HOME_ASCE:
		describe_asce("home ASCE", value, t);
		break;
	}
	text_add(t, "\n");
}

/* Only the access register of the request matters, and only in access-register mode. */
static void describe_ar(const struct trial *trial, struct text *t)
{
	const struct registers *regs = &trial->state->regs;
	const struct request *r = trial->request;
	uint32_t alet;

	if (!(regs->psw.mask & PSW_DAT) || psw_as(regs->psw.mask) != PSW_AS_ACCESS_REGISTER ||
	    r->op > MEMOP_LOGICAL_WRITE || r->ar > 15)
		return;
	alet = regs->ar[r->ar];
	text_add(t, "state: AR%u 0x%" PRIx32, r->ar, alet);
	if (!r->ar)
		text_add(t, " (treated as containing 0)");
	else if (alet <= ALET_SECONDARY)
		text_add(t, " (%s space)", alet == ALET_PRIMARY ? "primary" : "secondary");
	else
		text_add(t, " (%s access list, ALESN 0x%x, ALEN %u)",
			 alet & ALET_P ? "primary-space" : "dispatchable-unit",
			 ALET_ALESN(alet), ALET_ALEN(alet));
	text_add(t, "\n");
}

/* Registers with the value that a reset gives them say nothing. */
static void describe_registers(const struct trial *trial, struct text *t)
{
	static const char *const space[] = { "primary", "access-register", "secondary", "home" };
	static const char *const amode[] = { "24-bit", "31-bit", "invalid", "64-bit" };
	const struct registers *regs = &trial->state->regs;
	uint64_t mask = regs->psw.mask;
	struct state reset;
	unsigned int i;

	state_init(&reset);
	text_add(t, "state: DAT %s, ", mask & PSW_DAT ? "on" : "off");
	if (mask & (PSW_DAT | PSW_AS_MASK))
		text_add(t, "%s space%s, ", space[psw_as(mask)],
			 mask & PSW_DAT ? "" : " in the PSW (ignored)");
	text_add(t, "%s addressing, prefix 0x%" PRIx32 "\n", amode[mask >> 31 & 3], regs->prefix);
	for (i = 0; i < 16; i++)
		if (!i || regs->cr[i] != reset.regs.cr[i])
			describe_cr(i, regs->cr[i], t);
	describe_ar(trial, t);
}

void describe_state(const struct trial *trial, struct text *t)
{
	static const char *const types[] = {
		[VM_WITHOUT_EDAT] = "without enhanced DAT",
		[VM_WITHOUT_EDAT2] = "without enhanced-DAT facility 2",
		[VM_MEM_LIMIT_4T] = "with KVM_S390_VM_MEM_LIMIT_SIZE 4 TiB",
		[VM_MEM_LIMIT_2G] = "with KVM_S390_VM_MEM_LIMIT_SIZE 2 GiB",
		[VM_HUGE_PAGES] = "with storage backed by huge pages",
		[VM_PROTECTED] = "protected by the ultravisor",
	};
	const struct state *s = trial->state;
	unsigned int i;

	describe_registers(trial, t);
	if (s->vm_type != VM_ORDINARY)
		text_add(t, "state: guest %s\n", types[s->vm_type]);
	if (s->icpt != ICPT_NONE)
		text_add(t, "state: the vCPU is stopped at the interception of DIAGNOSE%s\n",
			 s->icpt == ICPT_EXECUTE ? ", the target of EXECUTE RELATIVE LONG" : "");
	describe_slots("state", s->absent, "is deleted", t);
	describe_keys("state", s, t);
	for (i = 0; i < s->n_doublewords; i++)
		text_add(t, "state: %s at 0x%" PRIx64 ": 0x%016" PRIx64 "\n",
			 s->doublewords[i].what ? s->doublewords[i].what : "doubleword",
			 s->doublewords[i].addr, s->doublewords[i].value);
}
