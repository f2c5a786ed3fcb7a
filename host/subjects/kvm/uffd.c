// SPDX-License-Identifier: GPL-2.0-only
/*
 * Memory that is provided on the first access, as after a postcopy migration: a thread handles the
 * fault by userfaultfd(2). Before it provides the block, it may make a request on a second vCPU,
 * send a signal, or remove a slot.
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
#include "host/subjects/kvm/slots.h"
#include "host/subjects/kvm/uffd.h"
#include "host/subjects/kvm/vcpu2.h"

#define INTERRUPT_MS 20	/* time for an interrupted request to end */

struct uffd {
	pthread_t server, remover, requester;
	struct guest *guest;
	const struct request *request;
	struct outcome *outcome;
	int faults;			/* the file descriptor of userfaultfd(2) */
	int stop[2];			/* a pipe: closing its write end ends the server */
	uint8_t *block;
	const uint8_t *content;
	bool provided, removing;
	char why[WHY_MAX];		/* why a thread failed, or empty */
};

static void ignore(int number)
{
	(void)number;
}

bool uffd_possible(void)
{
	int fd = (int)syscall(SYS_userfaultfd, O_CLOEXEC);

	if (fd >= 0)
		close(fd);
	return fd >= 0;
}

/*
 * Unmap the memory behind a block from the guest: a change of protection notifies KVM. Loads and
 * stores stay permitted all the time, because a request may be accessing the block. SELinux can
 * refuse PROT_EXEC (execmem).
 */
static int unmap_from_guest(uint8_t *block)
{
	return mprotect(block, PAGE_SIZE, PROT_READ | PROT_WRITE | PROT_EXEC) ||
	       mprotect(block, PAGE_SIZE, PROT_READ | PROT_WRITE);
}

/*
 * Store without a change, so that the host maps the block for stores. On an emulated machine, SSKE
 * in the guest would never end without that.
 */
static void touch(volatile uint8_t *block)
{
	*block = *block;
}

static void provide(struct uffd *uffd)
{
	struct uffdio_copy copy = { .dst = (uintptr_t)uffd->block,
				    .src = (uintptr_t)uffd->content,
				    .len = PAGE_SIZE };

	/* Make the waiter fault again; its mapping may be stale. */
	uffd->provided = !unmap_from_guest(uffd->block) &&
			 !ioctl(uffd->faults, UFFDIO_COPY, &copy);
	if (uffd->provided)
		return;
	/* Closing the file descriptor wakes the waiter. */
	vm_fail(uffd->why, "mprotect or UFFDIO_COPY");
	close(uffd->faults);
	uffd->faults = -1;
}

/* The kernel waits until the request has ended, as that may use the slots. */
static void *remove_slots(void *arg)
{
	struct uffd *uffd = arg;
	struct guest *guest = uffd->guest;

	slots_move(guest, guest->live.absent, guest->live.absent | uffd->request->removed_slots,
		   uffd->why);
	return NULL;
}

/* What happens before the block is provided. False if the request ended without the block. */
static bool delay(struct uffd *uffd)
{
	struct pollfd stop = { .fd = uffd->stop[0], .events = POLLIN };

	switch (uffd->request->backing) {
	case BACKING_UFFD_VCPU2:
		vcpu2_request(uffd->guest, uffd->request, &uffd->outcome->other);
		return true;
	case BACKING_UFFD_SIGNAL:
		pthread_kill(uffd->requester, SIGUSR1);
		break;
	case BACKING_UFFD_SLOT:
		uffd->removing = !pthread_create(&uffd->remover, NULL, remove_slots, uffd);
		if (!uffd->removing)
			snprintf(uffd->why, WHY_MAX, "pthread_create failed");
		break;
	default:
		return true;
	}
	/* If this did not end the request, provide the block. */
	return !poll(&stop, 1, INTERRUPT_MS);
}

static void *serve(void *arg)
{
	struct uffd *uffd = arg;
	struct pollfd fds[] = { { .fd = uffd->faults, .events = POLLIN },
				{ .fd = uffd->stop[0], .events = POLLIN } };
	struct uffd_msg message;

	if (poll(fds, 2, -1) > 0 && !fds[1].revents &&
	    read(uffd->faults, &message, sizeof(message)) == sizeof(message) && delay(uffd))
		provide(uffd);
	return NULL;
}

/* The block after the operand's, which may be in another slot. */
static uint8_t *next_block(const struct uffd *uffd)
{
	return memory_at(&uffd->guest->live, uffd->request->backing_block + PAGE_SIZE, PAGE_SIZE);
}

static int watch(struct uffd *uffd)
{
	struct uffdio_api api = { .api = UFFD_API };
	struct uffdio_register area = {
		.range = { .start = (uintptr_t)uffd->block, .len = PAGE_SIZE },
		.mode = UFFDIO_REGISTER_MODE_MISSING,
	};

	uffd->faults = (int)syscall(SYS_userfaultfd, O_CLOEXEC | O_NONBLOCK);
	return uffd->faults < 0 || ioctl(uffd->faults, UFFDIO_API, &api) ||
	       ioctl(uffd->faults, UFFDIO_REGISTER, &area);
}

int uffd_begin(struct guest *guest, const struct request *request, struct outcome *outcome,
	       const uint8_t *content, char *why)
{
	const struct sigaction action = { .sa_handler = ignore };
	struct uffd *uffd = calloc(1, sizeof(*uffd));

	guest->uffd = uffd;
	if (!uffd)
		return vm_fail(why, "memory");
	*uffd = (struct uffd){
		.requester = pthread_self(),
		.guest = guest,
		.request = request,
		.outcome = outcome,
		.content = content,
		.block = memory_at(&guest->live, request->backing_block, PAGE_SIZE),
		.faults = -1,
		.stop = { -1, -1 },
	};
	if (request->backing == BACKING_UFFD_VCPU2 && vcpu2_stage(guest, why))
		return -1;
	if (mmap(uffd->block, PAGE_SIZE, PROT_READ | PROT_WRITE,
		 MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0) == MAP_FAILED)
		return vm_fail(why, "cannot remove the memory behind a block");
	/* After the slot is deleted, no stale mapping must allow the access. */
	if (request->backing == BACKING_UFFD_SLOT && unmap_from_guest(next_block(uffd)))
		return vm_fail(why, "mprotect");
	/* Without SA_RESTART, so that the request ends with EINTR. */
	if (sigaction(SIGUSR1, &action, NULL) || pipe2(uffd->stop, O_CLOEXEC) || watch(uffd))
		return vm_fail(why, "userfaultfd");
	errno = pthread_create(&uffd->server, NULL, serve, uffd);
	return errno ? vm_fail(why, "cannot start a thread") : 0;
}

int uffd_end(struct guest *guest, char *why)
{
	struct uffd *uffd = guest->uffd;
	unsigned int absent = guest->live.absent;
	int ret;

	guest->uffd = NULL;
	close(uffd->stop[1]);
	pthread_join(uffd->server, NULL);
	if (uffd->removing) {
		pthread_join(uffd->remover, NULL);
		slots_move(guest, absent | uffd->request->removed_slots, absent, uffd->why);
	}
	ret = uffd->why[0] ? -1 : 0;
	if (ret)
		memcpy(why, uffd->why, WHY_MAX);
	close(uffd->stop[0]);
	if (uffd->faults >= 0)
		close(uffd->faults);
	if (!uffd->provided)
		memcpy(uffd->block, uffd->content, PAGE_SIZE);
	touch(uffd->block);
	if (uffd->request->backing == BACKING_UFFD_SLOT)
		touch(next_block(uffd));
	free(uffd);
	return ret;
}
