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
	model->keys = calloc((map->slot[map->n - 1].base + map->slot[map->n - 1].size) / PAGE_SIZE, 1);
	if (!model->keys || memory_alloc(&model->storage, map)) {
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

/* The machine records references and changes in the storage keys. */
static void record(struct model *model, const struct allowed *allowed, uint32_t moved, uint8_t bits)
{
	uint32_t done;
	unsigned int i;

	for (i = 0, done = 0; done < moved; done += allowed->fragment[i++].len)
		model->keys[allowed->fragment[i].abs / PAGE_SIZE] |= bits;
}

int model_perform(struct model *model, const struct request *request, uint8_t *buf, uint8_t *old,
		  int *err, struct pending *pending)
{
	const struct answer *answer;
	struct allowed allowed;

	model_ask(&model->level, &model->state, &model->storage, request, &allowed);
	answer = &allowed.answer[(request->gaddr / PAGE_SIZE + request->size) % allowed.n];
	if (request->kind == REQUEST_MEMOP && answer->old == OLD_CURRENT)
		fragments_fetch(&model->storage, &allowed, request->size, old);
	if (request->kind == REQUEST_MEMOP && answer->old == OLD_ZERO)
		memset(old, 0, request->size);
	if (request->kind == REQUEST_MEMOP && answer->moved) {
		if (request_stores(request)) {
			fragments_store(&model->storage, &allowed, answer->moved, buf, NULL);
			record(model, &allowed, answer->moved, SKEY_R | SKEY_C);
		} else {
			fragments_fetch(&model->storage, &allowed, answer->moved, buf);
			record(model, &allowed, answer->moved, SKEY_R);
		}
	}
	*pending = answer->pending;
	*err = answer->ret == -1 ? answer->err : 0;
	return answer->ret;
}
