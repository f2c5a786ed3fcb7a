// SPDX-License-Identifier: GPL-2.0-only
/*
 * Memory behind a block that is not there until somebody waits for it, as after a migration that copies last: a thread provides it by
 * userfaultfd(2). It may do something else first.
 */
#include <fcntl.h>
#include <linux/userfaultfd.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "host/subjects/kvm/guest.h"

#define PATIENCE_MS 20	/* time for a request to end that is interrupted */

struct late {
	pthread_t server, remover, requester;
	struct guest *guest;
	const struct request *request;
	struct outcome *outcome;
	int faults, stop[2];		/* file descriptors: of userfaultfd, and of a pipe that ends the server when it is closed */
	uint8_t *block;
	const uint8_t *content;
	bool provided, removing;
	char why[WHY_MAX];		/* why it failed, or empty */
};

static void ignore(int number)
{
	(void)number;
}

bool late_possible(void)
{
	int fd = (int)syscall(SYS_userfaultfd, O_CLOEXEC);

	if (fd >= 0)
		close(fd);
	return fd >= 0;
}

/* Have KVM forget the way to the memory behind a block. */
static int make_unknown(uint8_t *block)
{
	return mprotect(block, PAGE_SIZE, PROT_NONE) || mprotect(block, PAGE_SIZE, PROT_READ | PROT_WRITE);
}

/* A store that changes nothing: the host maps the block for stores. Without, SSKE in the guest never ends on an emulated machine. */
static void touch(volatile uint8_t *block)
{
	*block = *block;
}

static void provide(struct late *late)
{
	struct uffdio_copy copy = { .dst = (uintptr_t)late->block, .src = (uintptr_t)late->content, .len = PAGE_SIZE };

	/* Who waits must look again: what it knows of this memory may be out of date. */
	make_unknown(late->block);
	late->provided = !ioctl(late->faults, UFFDIO_COPY, &copy);
	if (late->provided)
		return;
	/* Who waits must not wait for good. */
	vm_fail(late->why, "UFFDIO_COPY");
	close(late->faults);
	late->faults = -1;
}

/* The kernel waits until the request is over: it may be using the slots. */
static void *remove_slots(void *arg)
{
	struct late *late = arg;
	struct guest *guest = late->guest;

	vm_move_slots(guest, guest->live.absent, guest->live.absent | late->request->vanishing, late->why);
	return NULL;
}

/* Do what is to be done before the memory is there. False if it is not wanted any more. */
static bool delay(struct late *late)
{
	struct pollfd stop = { .fd = late->stop[0], .events = POLLIN };

	switch (late->request->backing) {
	case BACKING_LATE_OTHER:
		other_request(late->guest, late->request, &late->outcome->other);
		return true;
	case BACKING_INTERRUPTED:
		pthread_kill(late->requester, SIGUSR1);
		break;
	case BACKING_LATE_SLOT:
		late->removing = !pthread_create(&late->remover, NULL, remove_slots, late);
		if (!late->removing)
			snprintf(late->why, WHY_MAX, "pthread_create failed");
		break;
	default:
		return true;
	}
	/* Who goes on waiting in spite of the signal is to have what it waits for. */
	return !poll(&stop, 1, PATIENCE_MS);
}

static void *serve(void *arg)
{
	struct late *late = arg;
	struct pollfd fds[] = { { .fd = late->faults, .events = POLLIN }, { .fd = late->stop[0], .events = POLLIN } };
	struct uffd_msg message;

	if (poll(fds, 2, -1) > 0 && !fds[1].revents && read(late->faults, &message, sizeof(message)) == sizeof(message) &&
	    delay(late))
		provide(late);
	return NULL;
}

/* The block behind, which may be of another slot. */
static uint8_t *next_block(const struct late *late)
{
	return memory_at(&late->guest->live, late->request->backing_block + PAGE_SIZE, PAGE_SIZE);
}

static int watch(struct late *late)
{
	struct uffdio_api api = { .api = UFFD_API };
	struct uffdio_register area = {
		.range = { .start = (uintptr_t)late->block, .len = PAGE_SIZE }, .mode = UFFDIO_REGISTER_MODE_MISSING,
	};

	late->faults = (int)syscall(SYS_userfaultfd, O_CLOEXEC | O_NONBLOCK);
	return late->faults < 0 || ioctl(late->faults, UFFDIO_API, &api) || ioctl(late->faults, UFFDIO_REGISTER, &area);
}

int late_begin(struct guest *guest, const struct request *request, struct outcome *outcome, const uint8_t *content, char *why)
{
	const struct sigaction action = { .sa_handler = ignore };
	struct late *late = calloc(1, sizeof(*late));

	guest->late = late;
	if (!late)
		return vm_fail(why, "memory");
	*late = (struct late){
		.requester = pthread_self(), .guest = guest, .request = request, .outcome = outcome, .content = content,
		.block = memory_at(&guest->live, request->backing_block, PAGE_SIZE), .faults = -1, .stop = { -1, -1 },
	};
	if (request->backing == BACKING_LATE_OTHER && other_stage(guest, why))
		return -1;
	if (mmap(late->block, PAGE_SIZE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0) == MAP_FAILED)
		return vm_fail(why, "taking away the memory behind a block");
	/* When the slot is gone, nothing else must lead there. */
	if (request->backing == BACKING_LATE_SLOT && make_unknown(next_block(late)))
		return vm_fail(why, "mprotect");
	/* The request is to end with EINTR: not SA_RESTART. */
	if (sigaction(SIGUSR1, &action, NULL) || pipe2(late->stop, O_CLOEXEC) || watch(late) ||
	    pthread_create(&late->server, NULL, serve, late))
		return vm_fail(why, "userfaultfd");
	return 0;
}

int late_end(struct guest *guest, char *why)
{
	struct late *late = guest->late;
	unsigned int absent = guest->live.absent;
	int ret;

	guest->late = NULL;
	close(late->stop[1]);
	pthread_join(late->server, NULL);
	if (late->removing) {
		pthread_join(late->remover, NULL);
		vm_move_slots(guest, absent | late->request->vanishing, absent, late->why);
	}
	ret = late->why[0] ? -1 : 0;
	if (ret)
		memcpy(why, late->why, WHY_MAX);
	close(late->stop[0]);
	if (late->faults >= 0)
		close(late->faults);
	if (!late->provided)
		memcpy(late->block, late->content, PAGE_SIZE);
	touch(late->block);
	if (late->request->backing == BACKING_LATE_SLOT)
		touch(next_block(late));
	free(late);
	return ret;
}
