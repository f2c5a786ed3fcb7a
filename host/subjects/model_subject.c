// SPDX-License-Identifier: GPL-2.0-only
/* The model as a subject. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/utsname.h>

#include "lib/base/clock.h"
#include "host/subjects/subject.h"
#include "lib/arch/bytes.h"
#include "lib/model/model.h"
#include "lib/model/play.h"

struct guest {
	struct model model;
};

struct world {
	const struct history *history;
	struct reference ref;
};

static enum exit_code facts(struct facts *facts, const char *level, char *why)
{
	struct utsname uts;
	unsigned int i;

	(void)why;
	if (!level)
		level = LEVEL_NEWEST;
	uname(&uts);
	snprintf(facts->release, sizeof(facts->release), "%s", level);
	snprintf(facts->machine, sizeof(facts->machine), "%.64s", uts.machine);
	level_of_kernel(&facts->level, level, "", "");
	facts->level.protected_host = PROTECTED_HOST_YES;
	facts->memop = MEMOP_MAX_SIZE;
	facts->offer = (struct offer){ .protected = 1, .huge_pages = true, .userfault = true };
	for (i = 0; i < NEEDS; i++)
		facts->offer.events |= needs[i].bit & NEEDS_OF_HISTORIES;
	facts->offer.extension = (facts->level.vm_ops ? MEMOP_EXTENSION_BASE : 0) |
			   (facts->level.cmpxchg ? MEMOP_EXTENSION_CMPXCHG : 0);
	return EXIT_PASS;
}

static struct guest *create(struct facts *facts, enum vm_type vm_type, enum stage stage,
			    const struct memory *storage, char *note, char *why)
{
	struct guest *guest = calloc(1, sizeof(*guest));

	(void)stage;
	(void)note;
	facts->cpu = facilities_of(vm_type);
	if (guest && !model_init(&guest->model, &facts->level, storage))
		return guest;
	snprintf(why, WHY_MAX, "memory for the model: %s", strerror(errno));
	free(guest);
	return NULL;
}

static void destroy(struct guest *guest)
{
	model_free(&guest->model);
	free(guest);
}

static struct memory *storage(struct guest *guest)
{
	return &guest->model.storage;
}

static int stage(struct guest *guest, const struct delta *delta, const struct state *state,
		 char *why)
{
	struct model *model = &guest->model;
	unsigned int i;

	(void)why;
	model->storage.absent &= state->absent;
	for (i = 0; i < delta->n_doublewords; i++)
		be_store(memory_at(&model->storage, delta->doublewords[i].addr, 8), 8,
			 delta->doublewords[i].value);
	for (i = 0; i < delta->n_keys; i++)
		model->keys[delta->keys[i].block / PAGE_SIZE] = delta->keys[i].key;
	model->state = *state;
	model->state.cpu = facilities_of(state->vm_type);
	model->storage.absent = state->absent;
	return 0;
}

static int perform(struct guest *guest, const struct request *request, const struct user *user,
		   struct outcome *outcome, char *why)
{
	uint64_t start = clock_ns();

	(void)why;
	model_perform(&guest->model, request, user->buf.pointer, user->old.pointer, outcome);
	outcome->call_ns = clock_ns() - start;
	return 0;
}

/* The model has no threads. During a race it may answer as in either of the two states. */
static int race_start(struct guest *guest, const struct plan *plan, char *why)
{
	(void)why;
	guest->model.other = plan->other;
	guest->model.other.cpu = guest->model.state.cpu;
	guest->model.round = 0;
	return 0;
}

static int race_stop(struct guest *guest, char *why)
{
	(void)guest;
	(void)why;
	return 0;
}

static int get_keys(struct guest *guest, uint64_t page, unsigned int n, uint8_t *keys, char *why)
{
	(void)why;
	memcpy(keys, guest->model.keys + page / PAGE_SIZE, n);
	return 0;
}

static struct world *world_create(const struct facts *model_facts, const struct history *history,
				  char *why)
{
	struct world *world = calloc(1, sizeof(*world));

	(void)model_facts;
	if (!world) {
		snprintf(why, WHY_MAX, "memory for the model");
		return NULL;
	}
	world->history = history;
	model_begin(&world->ref, history);
	return world;
}

static int world_step(struct world *world, unsigned int number, struct seen *seen, char *why)
{
	(void)why;
	model_step(&world->ref, number, seen);
	return 0;
}

static void world_destroy(struct world *world)
{
	free(world);
}

const struct subject subject_model = {
	.name = "model",
	.facts = facts,
	.create = create,
	.destroy = destroy,
	.storage = storage,
	.stage = stage,
	.perform = perform,
	.race_start = race_start,
	.race_stop = race_stop,
	.get_keys = get_keys,
	.world_create = world_create,
	.world_step = world_step,
	.world_destroy = world_destroy,
};
