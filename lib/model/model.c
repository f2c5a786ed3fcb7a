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

/* The machine records references and changes in the storage keys; the kernel logs changes. */
static void record(struct model *model, const struct allowed *allowed, uint32_t moved, bool store)
{
	static uint64_t dirty[FRAGMENTS_MAX];
	struct outcome *o = model->outcome;
	uint32_t done;
	unsigned int i;
	uint64_t block;

	if (allowed->sida)
		return;
	o->dirty = dirty;
	for (i = 0, done = 0; done < moved; done += allowed->fragment[i++].len) {
		block = allowed->fragment[i].abs & ~(PAGE_SIZE - 1);
		model->keys[block / PAGE_SIZE] |= store ? SKEY_R | SKEY_C : SKEY_R;
		if (store && (!o->n_dirty || dirty[o->n_dirty - 1] != block))
			dirty[o->n_dirty++] = block;
	}
}

/* The vCPU takes what is pending, in the state of an ordinary CPU that executed the instruction it stopped at. */
static void deliver(const struct model *model, const struct pending *pending, struct delivered *delivered)
{
	static const uint16_t lengths[] = { [ICPT_DIAG] = 4, [ICPT_EXECUTE] = 6 };
	const struct psw *psw = &model->state.regs.psw;

	*delivered = (struct delivered){
		.taken = pending->code,
		.ilc = lengths[model->state.icpt],
		.code = pending->code,
		.teid = pending->teid,
		.access_id = pending->access_id,
		.old = *psw,
	};
	if (!pending->nullifying)
		delivered->old.addr += delivered->ilc;
}

static void move(struct model *model, const struct request *request, const struct allowed *allowed,
		 const struct answer *answer, uint8_t *buf, uint8_t *old)
{
	if (answer->old == OLD_CURRENT)
		fragments_fetch(&model->storage, allowed, request->size, old);
	if (answer->old == OLD_ZERO)
		memset(old, 0, request->size);
	if (!answer->moved)
		return;
	if (request_stores(request))
		fragments_store(&model->storage, allowed, answer->moved, buf, NULL);
	else
		fragments_fetch(&model->storage, allowed, answer->moved, buf);
	record(model, allowed, answer->moved, request_stores(request));
}

void model_perform(struct model *model, const struct request *request, uint8_t *buf, uint8_t *old,
		   struct outcome *outcome)
{
	const struct answer *answer;
	struct allowed allowed;

	model->outcome = outcome;
	outcome->n_dirty = 0;
	outcome->thread_changed = outcome->changes_lost = false;
	outcome->registers_known = true;
	outcome->regs = model->state.regs;
	model_ask(&model->level, &model->state, &model->storage, request, &allowed);
	answer = &allowed.answer[(request->gaddr / PAGE_SIZE + request->size) % allowed.n];
	if (request->kind == REQUEST_MEMOP)
		move(model, request, &allowed, answer, buf, old);
	outcome->pending = answer->pending;
	if (request->deliver)
		deliver(model, &answer->pending, &outcome->delivered);
	outcome->ret = answer->ret;
	outcome->err = answer->ret == -1 ? answer->err : 0;
}
