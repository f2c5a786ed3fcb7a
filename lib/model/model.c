// SPDX-License-Identifier: GPL-2.0-only
#include <stdlib.h>
#include <string.h>

#include "lib/arch/skey.h"
#include "lib/model/model.h"
#include "lib/outcome/apply.h"

int model_init(struct model *model, const struct level *level, const struct memory *storage)
{
	const struct memory_map *map = storage->map;
	unsigned int i;

	model->level = *level;
	model->keys = calloc(memory_end(map) / PAGE_SIZE, 1);
	if (!model->keys || memory_alloc(&model->storage, map, false)) {
		free(model->keys);
		return -1;
	}
	for (i = 0; i < map->n; i++)
		memcpy(model->storage.bytes[i], storage->bytes[i], map->slot[i].size);
	return 0;
}

void model_free(struct model *model)
{
	memory_free(&model->storage);
	free(model->keys);
}

/*
 * Set storage keys and dirty log as the answer says for the blocks of the operand.
 */
static void leave_blocks(struct model *model, const struct allowed *allowed,
			 const struct answer *answer)
{
	static uint64_t dirty[FRAGMENTS_MAX];
	struct outcome *o = model->outcome;
	const struct block_after *after = answer->block;
	unsigned int i;
	uint64_t block;
	uint8_t *key;

	o->dirty = dirty;
	for (i = 0; i < allowed->n_fragments && !allowed->sida; i++, after++) {
		block = block_of(allowed->fragment[i].abs);
		key = &model->keys[block / PAGE_SIZE];
		*key = (uint8_t)((*key & ~after->key_mask) | (after->key & after->key_mask));
		if (after->logged && (!o->n_dirty || dirty[o->n_dirty - 1] != block))
			dirty[o->n_dirty++] = block;
	}
}

static void move(struct model *model, const struct request *request, const struct allowed *allowed,
		 const struct answer *answer, uint8_t *buf, uint8_t *old)
{
	if (answer->old == OLD_CURRENT)
		fragments_fetch(&model->storage, allowed, request->size, old);
	if (answer->moved && request_stores(request))
		fragments_store(&model->storage, allowed, answer->moved, buf, NULL);
	else if (answer->moved)
		fragments_fetch(&model->storage, allowed, answer->moved, buf);
	leave_blocks(model, allowed, answer);
}

static void ask_for_vcpu2(const struct allowed *allowed, struct other_outcome *other)
{
	*other = (struct other_outcome){ .made = true, .ret = allowed->vcpu2_ret };
	if (allowed->vcpu2_data)
		memcpy(other->data, allowed->vcpu2_data, sizeof(other->data));
}

/*
 * The answer to give. In a race it changes from one request to the next; otherwise it depends on
 * the request alone, so that the same request always has the same outcome.
 */
static const struct answer *choose(struct model *model, const struct request *request,
				   const struct allowed *allowed)
{
	uint64_t n = request->gaddr / PAGE_SIZE + request->size;

	if (request->race == RACE_STATE)
		n += model->round++;
	return &allowed->answer[n % allowed->n];
}

void model_perform(struct model *model, const struct request *request, uint8_t *buf, uint8_t *old,
		   struct outcome *outcome)
{
	const struct answer *answer;
	struct allowed allowed;

	model->outcome = outcome;
	outcome->n_dirty = 0;
	outcome->thread_changed = outcome->changes_lost = outcome->other.made = false;
	model_ask(&model->level, &model->state, &model->other, &model->storage, request, &allowed);
	answer = choose(model, request, &allowed);
	outcome->registers_known = true;
	outcome->regs = *allowed.regs;
	if (request->backing == BACKING_UFFD_VCPU2)
		ask_for_vcpu2(&allowed, &outcome->other);
	if (request->kind == REQUEST_MEMOP)
		move(model, request, &allowed, answer, buf, old);
	outcome->pending = answer->pending;
	outcome->delivered = answer->delivered;
	outcome->ret = answer->ret;
	outcome->err = answer->ret == -1 ? answer->err : 0;
}
