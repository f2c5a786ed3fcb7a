// SPDX-License-Identifier: GPL-2.0-only
#include "lib/arch/bytes.h"
#include "lib/evidence/evidence.h"
#include "lib/history/reference.h"

/* Put the doublewords of the state into fresh storage; undo: the pattern again. */
static void stage(struct memory *mem, const struct state *state, bool undo)
{
	const struct doubleword *d;

	mem->absent = 0;
	for (d = state->doublewords; d < state->doublewords + state->n_doublewords; d++)
		be_store(memory_at(mem, d->addr, 8), 8,
			 undo ? pattern_doubleword(d->addr) : d->value);
	mem->absent = undo ? 0 : state->absent;
}

static void unite(struct clauses *to, const struct clauses *from)
{
	unsigned int i;

	for (i = 0; i < sizeof(to->bits) / sizeof(to->bits[0]); i++)
		to->bits[i] |= from->bits[i];
}

static void ask(struct memory *mem, struct plan *plan, const struct level *level,
		struct clauses *clauses)
{
	static struct allowed allowed;
	unsigned int i;

	plan->state.cpu = facilities_of(plan->state.vm_type);
	plan->other.cpu = plan->state.cpu;
	stage(mem, &plan->state, false);
	oracle_ask(level, &plan->state, &plan->other, mem, &plan->request, &allowed);
	stage(mem, &plan->state, true);
	unite(clauses, &allowed.clauses);
	unite(clauses, &allowed.general);
	for (i = 0; i < allowed.n; i++)
		unite(clauses, &allowed.answer[i].clauses);
}

/* A history that gives what is expected of it. */
static void ask_history(const struct suite *suite, const unsigned int *v, struct clauses *clauses)
{
	static struct history history;
	static struct reference ref;
	struct expected expected;
	struct seen seen = { 0 };
	unsigned int i;

	history_init(&history);
	suite->build_history(v, &history);
	history_add_final(&history);
	reference_begin(&ref, &history);
	for (i = 0; i < history.n; i++) {
		if (!reference_can(&ref, &history.step[i]))
			continue;
		reference_expect(&ref, &history.step[i], &expected);
		unite(clauses, &expected.clauses);
		reference_predict(&ref, &history.step[i], &expected, &seen);
		reference_record(&ref, i, &expected, &seen);
	}
}

static void ask_case(struct memory *mem, const struct suite *suite, const unsigned int *v,
		     const struct level *level, struct clauses *clauses)
{
	static struct plan plan;
	unsigned int step = 0;

	*clauses = (struct clauses){ 0 };
	if (suite->build_history) {
		ask_history(suite, v, clauses);
		return;
	}
	do {
		suite_plan(suite, v, step, &plan);
		ask(mem, &plan, level, clauses);
	} while (++step < suite->steps);
}

/* Guest storage with its initial pattern. NULL if there is no memory. */
static struct memory *storage(void)
{
	/* Kept: making it takes longer than asking the oracle, and ask() restores the pattern. */
	static struct memory mem;

	if (!mem.map && !memory_alloc(&mem, &guest_map, false))
		memory_fill_pattern(&mem);
	return mem.map ? &mem : NULL;
}

int evidence_count(const struct selection *selection, const struct level *level,
		   struct evidence *evidence)
{
	struct memory *mem = storage();
	struct cursor cursor = { 0 };
	struct selected selected;
	struct clauses clauses;
	unsigned int i;

	*evidence = (struct evidence){ 0 };
	if (!mem)
		return -1;
	while (selection_next(selection, &cursor, &selected)) {
		ask_case(mem, selected.suite, selected.v, level, &clauses);
		for (i = 0; i < N_CLAUSES; i++)
			evidence->cases[i] += clauses_have(&clauses, i);
	}
	return 0;
}

int evidence_of_case(const struct suite *suite, uint64_t index, const struct level *level,
		     struct clauses *clauses)
{
	struct memory *mem = storage();
	unsigned int v[AXES_MAX];

	if (!mem)
		return -1;
	suite_values(suite, index, v);
	ask_case(mem, suite, v, level, clauses);
	return 0;
}
