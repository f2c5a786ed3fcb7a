// SPDX-License-Identifier: GPL-2.0-only
/* A history as a list that a person can follow. */
#include "lib/base/text.h"
#include "lib/history/history.h"
#include "lib/arch/skey.h"

#define STEP_TEXT(id, text) [STEP_##id] = text,
static const char *const op_texts[STEP_OPS] = { HISTORY_OPS(STEP_TEXT) };
#undef STEP_TEXT

static const char *const extent_texts[EXTENTS] = {
	[EXTENT_BLOCK] = "",
	[EXTENT_DOUBLEWORD] = ", first doubleword",
	[EXTENT_HALF] = ", second half",
	[EXTENT_ACROSS] = ", second half, and the first doubleword of the next block",
};

static const char *const usage_texts[] = { "stable", "unused", "potentially volatile", "volatile" };

static const char *const memory_texts[HOST_MEMORIES] = {
	[HOST_ANONYMOUS] = "anonymous memory",
	[HOST_THP] = "transparent huge pages",
	[HOST_THP_1M] = "transparent huge pages, with KVM_CAP_S390_HPAGE_1M",
	[HOST_SHARED] = "a shared mapping of a memfd",
	[HOST_PRIVATE] = "a private mapping of a memfd",
	[HOST_HUGETLB] = "huge pages of 1 MiB (hugetlbfs), with KVM_CAP_S390_HPAGE_1M",
};

/* What a step is about, apart from its name. */
enum about { ABOUT_BLOCKS, ABOUT_SLOT, ABOUT_BLOCK_WITH_EXTENT, ABOUT_ALL };

static enum about about(const struct step *step)
{
	switch (step->op) {
	case STEP_REQUEST:
	case STEP_STORE:
	case STEP_VM_OTHER:
		return ABOUT_BLOCK_WITH_EXTENT;
	case STEP_SLOT_DELETE ... STEP_LOG_GET:
		return ABOUT_SLOT;
	case STEP_MIGRATION_START:
	case STEP_MIGRATION_STOP:
	case STEP_COMPACT:
	case STEP_FORK:
	case STEP_FORK_STAY:
	case STEP_LIMIT:
	case STEP_VM_NEW:
	case STEP_VM_KEYLESS:
	case STEP_PROCESS_OTHER:
	case STEP_RUN_LOOP:
		return ABOUT_ALL;
	default:
		return ABOUT_BLOCKS;
	}
}

static void describe_request(const struct step *step, struct text *text)
{
	static const char *const accesses[] = {
		[READ] = "read", [WRITE] = "write", [CMPXCHG] = "compare-and-exchange",
	};

	text_add(text, "%s %s%s%s of", step->target == LOGICAL ? "logical" : "absolute",
		 step->check ? "check-only " : "", accesses[step->access],
		 step->access != CMPXCHG ? "" :
		 step->arg == CMPXCHG_EQUAL ? " (equal)" : " (unequal)");
}

static void describe_place(const struct step *step, struct text *text)
{
	enum about what = about(step);

	if (what == ABOUT_ALL)
		return;
	text_add(text, " slot %u", step->slot);
	if (what == ABOUT_SLOT)
		return;
	if (step->n > 1)
		text_add(text, ", blocks %u to %u", step->block, step->block + step->n - 1U);
	else
		text_add(text, ", block %u", step->block);
	if (what == ABOUT_BLOCK_WITH_EXTENT)
		text_add(text, "%s", extent_texts[step->extent]);
}

void step_describe(const struct step *step, struct text *text)
{
	if (step->op == STEP_FINISH) {
		text_add(text, "background thread %u ends", step->thread);
		return;
	}
	if (step->op == STEP_REQUEST)
		describe_request(step, text);
	else
		text_add(text, "%s", op_texts[step->op]);
	describe_place(step, text);
	if (step->op == STEP_REQUEST && step->key != NO_KEY)
		text_add(text, ", access key %d", step->key);
	if (step->op == STEP_KEY_SET)
		text_add(text, ": ACC %d, %sfetch-protected", step->key >> 4,
			 step->key & SKEY_F ? "" : "not ");
	if (step->op == STEP_USAGE_SET)
		text_add(text, ": %s", usage_texts[step->arg & 3]);
	if (step->op == STEP_LATE && step->arg == LATE_HELD)
		text_add(text, ", not before it is told to");
	if (step->thread)
		text_add(text, ", by background thread %u%s", step->thread,
			 step->held ? ", which waits for its buffer" : "");
}

void history_describe(const struct history *history, struct text *text)
{
	text_add(text, "guest: %s; storage keys %s; dirty log %s%s\n",
		 memory_texts[history->memory],
		 history->keys ? "in use" : "never set", history->log ? "on" : "off",
		 history->cmma ? "; CMMA" : "");
}
