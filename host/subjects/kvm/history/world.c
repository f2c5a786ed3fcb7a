// SPDX-License-Identifier: GPL-2.0-only
/* Making and ending a world, and its steps. */
#include <fcntl.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#include "host/subjects/kvm/history/area.h"
#include "host/subjects/kvm/history/fork.h"
#include "host/subjects/kvm/history/late.h"
#include "host/subjects/kvm/history/merge.h"
#include "host/subjects/kvm/history/other_process.h"
#include "host/subjects/kvm/history/other_vm.h"
#include "host/subjects/kvm/history/steps.h"
#include "host/subjects/kvm/history/storage.h"
#include "host/subjects/kvm/history/threads.h"
#include "host/subjects/kvm/history/vm.h"
#include "host/subjects/kvm/tlb.h"

static step_fn *const steps[STEP_OPS] = {
	[STEP_REQUEST] = step_request,
	[STEP_LOAD] = step_load,
	[STEP_STORE] = step_store,
	[STEP_PROTECT_NONE] = step_protect,
	[STEP_PROTECT_READ] = step_protect,
	[STEP_PROTECT_BACK] = step_protect,
	[STEP_UNMAP] = step_unmap,
	[STEP_MAP_AGAIN] = step_map,
	[STEP_MAP_ANONYMOUS] = step_map,
	[STEP_MAP_SHARED] = step_map,
	[STEP_MAP_PRIVATE] = step_map,
	[STEP_REMAP] = step_remap,
	[STEP_DONTNEED] = step_dontneed,
	[STEP_LATE] = step_late,
	[STEP_PROVIDE] = step_provide,
	[STEP_POPULATE] = step_advise,
	[STEP_COLLAPSE] = step_collapse,
	[STEP_SPLIT] = step_split,
	[STEP_PAGEOUT] = step_advise,
	[STEP_COLD] = step_advise,
	[STEP_AGE] = step_age,
	[STEP_COMPACT] = step_compact,
	[STEP_MERGE] = step_merge,
	[STEP_LOCK] = step_lock,
	[STEP_FORK] = step_fork,
	[STEP_FORK_STAY] = step_fork_stay,
	[STEP_SLOT_DELETE] = step_slot_delete,
	[STEP_SLOT_CREATE] = step_slot_create,
	[STEP_SLOT_CREATE_OTHER] = step_slot_create_other,
	[STEP_SLOT_MOVE] = step_slot_move,
	[STEP_LOG_ON] = step_logging,
	[STEP_LOG_OFF] = step_logging,
	[STEP_LOG_GET] = step_log_get,
	[STEP_LOG_RACE] = step_log_race,
	[STEP_KEY_SET] = step_key_set,
	[STEP_KEY_GET] = step_key_get,
	[STEP_USAGE_SET] = step_usage_set,
	[STEP_USAGE_GET] = step_usage_get,
	[STEP_MIGRATION_START] = step_migration,
	[STEP_MIGRATION_STOP] = step_migration,
	[STEP_LIMIT] = step_limit,
	[STEP_VM_NEW] = step_vm_new,
	[STEP_VM_KEYLESS] = step_vm_new,
	[STEP_VM_OTHER] = step_vm_other,
	[STEP_PROCESS_OTHER] = step_process_other,
	[STEP_RUN] = step_run,
	[STEP_RUN_LOOP] = step_run_loop,
	[STEP_STORE_STATUS] = step_store_status,
	[STEP_FINISH] = step_finish,
};

static int open_files(struct world *world, char *why)
{
	world->kvm = open("/dev/kvm", O_RDWR | O_CLOEXEC);
	if (world->kvm < 0)
		return vm_fail(why, "/dev/kvm");
	world->scratch = memfd_create("scratch", MFD_CLOEXEC);
	return world->scratch < 0 ? vm_fail(why, "a file for loads and stores") : 0;
}

/* The addresses that steps need later: see area.h. */
static int reserve(struct world *world, char *why)
{
	world->runs = area_reserve(world, (THREADS_MAX + 1) * WORLD_RUN_SIZE, why);
	world->away = area_reserve(world, MIB, why);
	world->buffer = area_memory(world, THREADS_BUFFER, why);
	return world->runs && world->away && world->buffer ? 0 : -1;
}

struct world *world_create(const struct facts *facts, const struct history *history, char *why)
{
	struct world *world = calloc(1, sizeof(*world));
	unsigned int i;

	if (!world) {
		vm_fail(why, "memory");
		return NULL;
	}
	world->history = history;
	world->kvm = world->vm = world->other_vm.vm = world->scratch = -1;
	for (i = 0; i <= THREADS_MAX; i++)
		world->vcpu[i].fd = -1;
	if (open_files(world, why) || reserve(world, why) || storage_make(world, why) ||
	    threads_make(world, why) || late_make(world, why))
		goto fail;
	if (facts->offer.emulated) {
		world->tlb = tlb_map();
		if (!world->tlb) {
			vm_fail(why, "memory");
			goto fail;
		}
	}
	if (other_process_make(world, why) || vm_open(world, why))
		goto fail;
	return world;
fail:
	world_destroy(world);
	return NULL;
}

int world_step(struct world *world, unsigned int number, struct seen *seen, char *why)
{
	const struct step *step = &world->history->step[number];
	step_fn *fn = steps[step->op];
	int ret;

	if (step->thread && step->op != STEP_FINISH)
		ret = threads_start(world, step, fn, seen, why);
	else
		ret = fn(world, step, seen, why);
	return ret ? ret : late_check(world, why);
}

bool world_settle(struct world *world)
{
	if (!world->tlb)
		return false;
	tlb_evict_all(world->tlb);
	return true;
}

void world_destroy(struct world *world)
{
	/* A waiting request keeps slots and VM: release it first. */
	late_end(world);
	/* A thread that hangs in the kernel uses all that would be freed. */
	if (!threads_end(world))
		return;
	fork_end(world);
	other_process_end(world);
	other_vm_close(world);
	vm_close(world);
	merge_stop(world);
	storage_free(world);
	areas_unmap(world);
	tlb_unmap(world->tlb);
	if (world->scratch >= 0)
		close(world->scratch);
	if (world->kvm >= 0)
		close(world->kvm);
	free(world);
}
