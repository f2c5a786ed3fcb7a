/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A suite: a named product of axes without the combinations that make no sense. Each combination is
 * a case: a state of the guest, and a request. A file in suites/ defines SUITE(name) = { ... }, and
 * the linker collects all of them. docs/adding-a-suite.md explains how to write one.
 */
#ifndef LIB_CASE_SUITE_H
#define LIB_CASE_SUITE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lib/base/array.h"
#include "lib/case/request.h"
#include "lib/machine/state.h"

#define AXES_MAX 12
#define SUITES_MAX 64
#define STEPS_MAX 64

/* The value n; does not compile unless the condition holds. */
#define CHECKED(n, condition, why) \
	((n) + 0 * sizeof(struct { _Static_assert(condition, why); int unused; }))

/*
 * One axis of the product. Value i is row i of a table; a row has a label, which is part of case
 * ids, and the data that build() needs for this value. Without a table the values are the decimal
 * numbers 0 to n - 1.
 */
struct axis {
	const char *name;
	unsigned int n;
	unsigned int usual;		/* how many are in the profile "default"; 0: all */
	unsigned int many;		/* and in "exhaustive"; 0: all. The others run with --for */
	const char *const *label;	/* the label of the first row; NULL: decimal numbers */
	size_t stride;			/* bytes from one row to the next */
};

/*
 * AXIS_ROWS	the rows of a table: elements of any struct with a member `const char *label`
 * AXIS_USUAL	the same; rows from number usual_ on are for the profile "exhaustive" only
 * AXIS_FIRST	the same; the axis has only the first n_ rows
 * AXIS		labels only; [ENUMERATOR] = "label" keeps each beside its enumerator
 * AXIS_NUMBER	the numbers 0 to n_ - 1
 */
#define AXIS_ROWS(name_, table_) AXIS_USUAL(0, name_, table_)
#define AXIS_USUAL(usual_, name_, table_)						\
	{ .name = (name_),								\
	  .n = CHECKED(ARRAY_SIZE(table_), (usual_) <= ARRAY_SIZE(table_), "too few rows"),	\
	  .usual = (usual_), .label = &(table_)[0].label, .stride = sizeof((table_)[0]) }
#define AXIS_FIRST(n_, name_, table_)							\
	{ .name = (name_),								\
	  .n = CHECKED(n_, (n_) <= ARRAY_SIZE(table_), "too few rows"),			\
	  .label = &(table_)[0].label, .stride = sizeof((table_)[0]) }
#define AXIS(name_, ...)								\
	{ .name = (name_),								\
	  .n = ARRAY_SIZE(((const char *const []){ __VA_ARGS__ })),			\
	  .label = (const char *const []){ __VA_ARGS__ }, .stride = sizeof(char *) }
#define AXIS_NUMBER(name_, n_) { .name = (name_), .n = (n_) }

/*
 * Combinations that are not cases, and why. v has the value of each axis, in the order of the axes.
 */
struct prune {
	bool (*when)(const unsigned int *v);
	const char *reason;
};

/*
 * What a case needs of the machine and its kernel (lib/case/need.h); without it the case is
 * skipped. Journals contain these numbers.
 */
enum need_bit {
	NEED_MEMOP_EXTENSION = 1 << 0,	/* KVM_CAP_S390_MEM_OP_EXTENSION > 0 */
	NEED_CMPXCHG = 1 << 1,		/* it has MEMOP_EXTENSION_CMPXCHG */
	NEED_EXECUTE_STATUS = 1 << 2,	/* interceptions report the target of EXECUTE as such */
	NEED_PROTECTED = 1 << 3,	/* KVM_CAP_S390_PROTECTED: the machine has an ultravisor */
	NEED_HUGE_PAGES = 1 << 4,	/* KVM_CAP_S390_HPAGE_1M, and enough huge pages of 1 MiB */
	NEED_USERFAULT = 1 << 5,	/* userfaultfd(2) handles faults in the kernel */
	NEED_DANGEROUS = 1 << 6,	/* dangerous suites are allowed */
	NEED_KERNEL_LOG = 1 << 7,	/* of the run, not of a case: /dev/kmsg is readable */
	/* Of histories (lib/history): */
	NEED_ADVICE = 1 << 8,		/* madvise(2), which kernels can be built without */
	NEED_THP = 1 << 9,		/* transparent huge pages on request */
	NEED_SWAP = 1 << 10,		/* a swap area */
	NEED_PAGE_IDLE = 1 << 11,	/* /sys/kernel/mm/page_idle can be written */
	NEED_COMPACTION = 1 << 12,	/* /proc/sys/vm/compact_memory can be written */
	NEED_MERGING = 1 << 13,		/* /sys/kernel/mm/ksm/run can be written */
	NEED_SPLITTING = 1 << 14,	/* /sys/kernel/debug/split_huge_pages can be written */
	NEED_CMMA = 1 << 15,		/* KVM_S390_VM_MEM_ENABLE_CMMA */
	NEED_TWO_CPUS = 1 << 16,	/* two CPUs are online */
	NEED_SMALL_SLOTS = 1 << 17,	/* slots of any number of blocks: Linux 7.1 and later */
};

/* A case, or a step of a sequence, in the form that the runner executes. */
struct plan {
	struct state state;
	struct state other;		/* RACE_STATE: only keys and memory slots may differ */
	struct request request;
	unsigned int needs;		/* enum need_bit, or-ed */
};

struct history;

struct suite {
	const char *name;
	/* The size in the profile "quick": 0: pairwise; N: at most N of that; or QUICK_NONE. */
	int quick;
	/* The profile "default" has only enough cases for each pair of usual values, too. */
	bool pairs;
	/* It may leave the machine unusable: runs after all others, and needs NEED_DANGEROUS. */
	bool dangerous;
	const struct axis *axes;	/* the first changes least often, the last most often */
	unsigned int n_axes;
	const struct prune *prunes;
	unsigned int n_prunes;
	/*
	 * Make state and request of axis values. On entry, state_init() and request_init() have
	 * initialised the plan.
	 */
	void (*build)(const unsigned int *v, struct plan *plan);
	/*
	 * Instead of build(): a case is a sequence of this many steps, each with a state and a
	 * request. What a step stores remains until the end of the sequence.
	 */
	unsigned int steps;
	void (*build_step)(const unsigned int *v, unsigned int step, struct plan *plan);
	/* Instead of build(): a case is a history (lib/history/history.h) in a VM of its own. */
	void (*build_history)(const unsigned int *v, struct history *history);
};

#define QUICK_NONE (-1)

/* Initialisers for struct suite: the table of axes, the table of prunes. */
#define AXES(table_)									\
	.axes = (table_),								\
	.n_axes = CHECKED(ARRAY_SIZE(table_), ARRAY_SIZE(table_) <= AXES_MAX, "too many axes")
#define PRUNES(table_) .prunes = (table_), .n_prunes = ARRAY_SIZE(table_)

#define SUITE(id) static const struct suite suite_##id; \
	__attribute__((section("suites"), used)) \
	static const struct suite *const suite_pointer_##id = &suite_##id; \
	static const struct suite suite_##id

/*
 * All suites, sorted by name, dangerous ones after all others. The first call aborts if a suite has
 * a bug: an axis with an axis_fault(), or more than SUITES_MAX suites.
 */
unsigned int suite_count(void);
const struct suite *suite_at(unsigned int i);		/* NULL after the last */
const struct suite *suite_find(const char *name);	/* NULL if there is none */

/* What is wrong with the labels of an axis (missing, ambiguous, not for an id), or NULL. */
const char *axis_fault(const struct axis *axis);

/* Are there cases that run with --for only? The axis of seeds is the first one then. */
static inline bool suite_is_endless(const struct suite *suite)
{
	return suite->axes[0].many;
}

/* The number of values in the profile "default". */
static inline unsigned int axis_usual(const struct axis *axis)
{
	return axis->usual ? axis->usual : axis->n;
}

/*
 * axis_label() returns the label of a value; NULL if the axis has numbers. axis_value() writes the
 * label or the decimal number to buf.
 */
const char *axis_label(const struct axis *axis, unsigned int value);
void axis_value(const struct axis *axis, unsigned int value, char *buf, size_t size);

/* The size of the product. An index, 0 to size - 1, identifies a combination. */
uint64_t suite_size(const struct suite *suite);

/* Convert an index to axis values (v has room for AXES_MAX), and back. */
void suite_values(const struct suite *suite, uint64_t index, unsigned int *v);
uint64_t suite_index(const struct suite *suite, const unsigned int *v);

/* Why this combination is not a case, or NULL if it is. */
const char *suite_pruned(const struct suite *suite, const unsigned int *v);

/* Build the plan of a combination, or of one step of it if the suite has sequences. */
void suite_plan(const struct suite *suite, const unsigned int *v, unsigned int step,
		struct plan *plan);

/*
 * The id of a combination, "suite/axis=value,axis=value". case_id() writes at most size bytes with
 * the final zero; CASE_ID_MAX is enough. case_find() is the inverse: it returns 0, or -1 if the id
 * is malformed, unknown, or that of a pruned combination.
 */
#define CASE_ID_MAX 256
void case_id(const struct suite *suite, uint64_t index, char *buf, size_t size);
int case_find(const char *id, const struct suite **suite, uint64_t *index);

#endif
