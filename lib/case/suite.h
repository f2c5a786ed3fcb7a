/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A suite: a named product of axes, minus the combinations that make no sense. Suites are data: a file in suites/
 * says SUITE(name) = { ... }; nothing else in the project has to change.
 */
#ifndef LIB_CASE_SUITE_H
#define LIB_CASE_SUITE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lib/case/request.h"
#include "lib/machine/state.h"

#define AXES_MAX 12

/*
 * One axis of the product. Values are numbered from 0; labels name them. With labels == NULL they are the decimal numbers
 * 0 to n - 1. The first `usual` values are those of the default profile, the rest is for the exhaustive one; 0: all are.
 */
struct axis {
	const char *name;
	unsigned int n;
	unsigned int usual;
	const char *const *labels;
};

#define AXIS(name_, ...)							\
	{ .name = (name_),							\
	  .n = sizeof((const char *const []){ __VA_ARGS__ }) / sizeof(char *),	\
	  .labels = (const char *const []){ __VA_ARGS__ } }
#define AXIS_USUAL(usual_, name_, ...)						\
	{ .name = (name_),							\
	  .n = sizeof((const char *const []){ __VA_ARGS__ }) / sizeof(char *),	\
	  .usual = (usual_),							\
	  .labels = (const char *const []){ __VA_ARGS__ } }
#define AXIS_NUMBER(name_, n_) { .name = (name_), .n = (n_) }
#define AXIS_NUMBER_USUAL(usual_, name_, n_) { .name = (name_), .n = (n_), .usual = (usual_) }

/* A reason not to have a combination. v holds the value of each axis, in the order of the axes. */
struct prune {
	bool (*when)(const unsigned int *v);
	const char *reason;
};

/* What the machine must offer for a case to be tried: otherwise it is skipped and the name is the reason. */
enum need_bit {
	NEED_MEMOP_EXTENSION = 1 << 0,	/* KVM_CAP_S390_MEM_OP_EXTENSION > 0 */
	NEED_CMPXCHG = 1 << 1,		/* KVM_CAP_S390_MEM_OP_EXTENSION has MEMOP_EXTENSION_CMPXCHG */
	NEED_PROTECTED = 1 << 3,	/* KVM_CAP_S390_PROTECTED: the machine has an ultravisor */
	NEED_EXECUTE_STATUS = 1 << 2,	/* an interception tells whether the instruction was the target of EXECUTE */
	NEED_HUGE_PAGES = 1 << 4,	/* KVM_CAP_S390_HPAGE_1M, and enough huge pages of 1 MiB */
	NEED_USERFAULT = 1 << 5,	/* userfaultfd(2) may be used for faults of the kernel */
	NEED_HAZARDOUS = 1 << 6,	/* the suite may leave the machine unusable, and that is allowed */
	NEED_KERNEL_LOG = 1 << 7,	/* the kernel's log can be read; of the run as a whole, not of any case */
};

/* A case, ready to be tried. */
struct plan {
	struct state state;
	struct state other;		/* RACE_STATE: only keys and memory slots may differ */
	struct request request;
	unsigned int needs;		/* enum need_bit, or-ed */
};

struct suite {
	const char *name;
	const char *title;		/* one sentence */
	int quick;			/* cases in the quick profile: 0 as many as it takes for all pairs, N at most N, or none */
	bool last;			/* it may leave the machine in a bad way: behind all others */
	const char *clauses;		/* numbers of docs/clauses.md that every case tests, separated by spaces */
	const struct axis *axes;	/* the slowest first: an axis that is dear to stage comes early */
	unsigned int n_axes;
	const struct prune *prunes;
	unsigned int n_prunes;
	/* Turn axis values into state and request; plan comes initialised by state_init and request_init. */
	void (*build)(const unsigned int *v, struct plan *plan);
	/*
	 * Instead of build: every case is a sequence of so many steps, each with a state and a request; what they store stays
	 * until the end of the sequence.
	 */
	unsigned int steps;
	void (*build_step)(const unsigned int *v, unsigned int step, struct plan *plan);
};

#define STEPS_MAX 64
#define QUICK_NONE (-1)

#define ARRAY_SIZE(a) (sizeof(a) / sizeof((a)[0]))

#define SUITE(id) static const struct suite suite_##id; \
	__attribute__((section("suites"), used)) \
	static const struct suite *const suite_pointer_##id = &suite_##id; \
	static const struct suite suite_##id

/* All suites: sorted by name, those that have to be last behind the others. */
unsigned int suite_count(void);
const struct suite *suite_at(unsigned int i);
const struct suite *suite_find(const char *name);	/* NULL if there is none */

/* The size of the product; an index into it, 0 to size - 1, names a combination. */
uint64_t suite_size(const struct suite *suite);

/* Split an index into axis values (v has room for AXES_MAX). */
void suite_values(const struct suite *suite, uint64_t index, unsigned int *v);

/* Why this combination does not exist, or NULL if it does. */
const char *suite_pruned(const struct suite *suite, const unsigned int *v);

/* Does it exist? The same, but faster. */
bool suite_has(const struct suite *suite, const unsigned int *v);

/* Number of combinations that exist. */
uint64_t suite_cases(const struct suite *suite);

/* Initialise and build the plan of a combination; of a step, if it is a sequence. */
void suite_plan(const struct suite *suite, const unsigned int *v, unsigned int step, struct plan *plan);

/* The name of an axis's value. */
void axis_value(const struct axis *axis, unsigned int value, char *buf, size_t size);

/*
 * The id of a combination, "suite/axis=value,axis=value". case_id writes at most size bytes with the final zero;
 * CASE_ID_MAX is enough. case_find is its inverse: 0, or -1 if the id names nothing or a pruned combination.
 */
#define CASE_ID_MAX 256
void case_id(const struct suite *suite, uint64_t index, char *buf, size_t size);
int case_find(const char *id, const struct suite **suite, uint64_t *index);

#endif
