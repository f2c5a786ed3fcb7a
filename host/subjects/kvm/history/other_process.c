// SPDX-License-Identifier: GPL-2.0-only
#include <fcntl.h>
#include <signal.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "host/subjects/kvm/history/area.h"
#include "host/subjects/kvm/history/other_process.h"
#include "host/subjects/kvm/history/steps.h"
#include "host/subjects/kvm/history/storage.h"
#include "host/subjects/kvm/history/vm.h"
#include "lib/abi/arg.h"

#define SIZE (2 * MIB)
#define BLOCKS (SIZE / PAGE_SIZE)
#define KEY 0x98		/* forbids fetches with any other key than 9 */

/* What the process says about a turn. */
struct turn {
	int failed;
	char why[WHY_MAX];
};

static bool wanted(const struct history *history)
{
	unsigned int i;

	for (i = 0; i < history->n; i++)
		if (history->step[i].op == STEP_PROCESS_OTHER)
			return true;
	return false;
}

/* Store into each block, so that each gets a page frame, and the frame its key. */
static int touch(int vm, char *why)
{
	uint64_t value = 0, block;
	struct memop_arg store = { .op = MEMOP_ABSOLUTE_WRITE, .size = sizeof(value),
				   .buf = (uintptr_t)&value };

	for (block = 0; block < BLOCKS; block++) {
		store.gaddr = block * PAGE_SIZE;
		if (ioctl(vm, MEMOP_IOCTL, &store))
			return vm_fail(why, "a store of the other process");
	}
	return 0;
}

/* Make a VM and set the keys of its storage. The exit of the process ends it. */
static int use_vm(struct world *world, char *why)
{
	static uint8_t keys[BLOCKS];
	struct kvm_s390_skeys skeys = { .count = BLOCKS, .skeydata_addr = (uintptr_t)keys };
	struct world_slot slot = { .size = SIZE, .memory = world->history->memory, .file = -1 };
	int kvm = open("/dev/kvm", O_RDWR | O_CLOEXEC);
	int vm = kvm < 0 ? vm_fail(why, "/dev/kvm") : vm_new(kvm, slot.memory, why);

	if (vm < 0 || storage_renew(world, &slot, why))
		return -1;
	memset(keys, KEY, sizeof(keys));
	if (storage_set(vm, 0, 0, SIZE, slot.bytes, false) || ioctl(vm, KVM_S390_SET_SKEYS, &skeys))
		return vm_fail(why, "the VM of the other process");
	return touch(vm, why);
}

/* A turn: a child makes it, so that its end frees all memory. */
static void take_turn(struct world *world, struct turn *turn)
{
	pid_t child = fork();
	int status;

	turn->failed = -1;
	snprintf(turn->why, WHY_MAX, "the other process failed");
	if (!child) {
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		turn->failed = use_vm(world, turn->why);
		_exit(0);
	}
	if (child < 0 || waitpid(child, &status, 0) != child || status)
		turn->failed = -1;
}

/* A byte in the pipe `ask` asks for a turn; what became of it goes into the pipe `tell`. */
static _Noreturn void take_turns(struct world *world, int ask, int tell)
{
	struct turn *turn = mmap(NULL, sizeof(*turn), PROT_READ | PROT_WRITE,
				     MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	char byte;

	prctl(PR_SET_PDEATHSIG, SIGKILL);
	while (turn != MAP_FAILED && read(ask, &byte, 1) == 1) {
		take_turn(world, turn);
		if (write(tell, turn, sizeof(*turn)) != sizeof(*turn))
			break;
	}
	_exit(0);
}

int other_process_make(struct world *world, char *why)
{
	struct other_process *other = &world->other_process;
	int ask[2], tell[2];

	if (!wanted(world->history))
		return 0;
	if (pipe2(ask, O_CLOEXEC))
		return vm_fail(why, "pipe2");
	if (pipe2(tell, O_CLOEXEC)) {
		close(ask[0]);
		close(ask[1]);
		return vm_fail(why, "pipe2");
	}
	other->pid = fork();
	if (!other->pid) {
		/* Otherwise the pipe would never end. */
		close(ask[1]);
		take_turns(world, ask[0], tell[1]);
	}
	close(ask[0]);
	close(tell[1]);
	other->ask = ask[1];
	other->tell = tell[0];
	return other->pid < 0 ? vm_fail(why, "fork") : 0;
}

void other_process_end(struct world *world)
{
	struct other_process *other = &world->other_process;

	if (!other->pid)
		return;
	close(other->ask);
	close(other->tell);
	if (other->pid > 0)
		waitpid(other->pid, NULL, 0);
}

int step_process_other(struct world *world, const struct step *step, struct seen *seen, char *why)
{
	const struct other_process *other = &world->other_process;
	struct turn turn;

	(void)step;
	(void)seen;
	if (write(other->ask, "", 1) != 1 ||
	    read(other->tell, &turn, sizeof(turn)) != sizeof(turn))
		return vm_fail(why, "a pipe to the other process");
	if (turn.failed)
		memcpy(why, turn.why, WHY_MAX);
	return turn.failed;
}
