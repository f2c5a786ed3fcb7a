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
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "host/kvm/vm.h"

#define PATIENCE_MS 20	/* time for a request to end that is interrupted */

struct late {
	pthread_t server, requester;
	enum backing backing;
	int faults, stop[2];		/* file descriptors: of userfaultfd, and of a pipe that ends the server when it is closed */
	uint8_t *block;
	const uint8_t *content;
	bool provided;
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

static void provide(struct late *late)
{
	struct uffdio_copy copy = { .dst = (uintptr_t)late->block, .src = (uintptr_t)late->content, .len = PAGE_SIZE };

	late->provided = !ioctl(late->faults, UFFDIO_COPY, &copy);
}

static void *serve(void *arg)
{
	struct late *late = arg;
	struct pollfd fds[] = { { .fd = late->faults, .events = POLLIN }, { .fd = late->stop[0], .events = POLLIN } };
	struct uffd_msg message;

	if (poll(fds, 2, -1) < 1 || fds[1].revents || read(late->faults, &message, sizeof(message)) != sizeof(message))
		return NULL;
	if (late->backing == BACKING_INTERRUPTED) {
		pthread_kill(late->requester, SIGUSR1);
		/* Who goes on waiting in spite of the signal is to have what it waits for. */
		if (poll(fds + 1, 1, PATIENCE_MS))
			return NULL;
	}
	provide(late);
	return NULL;
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

int late_begin(struct guest *guest, enum backing backing, uint8_t *block, const uint8_t *content, char *why)
{
	const struct sigaction action = { .sa_handler = ignore };
	struct late *late = calloc(1, sizeof(*late));

	guest->late = late;
	if (!late)
		return vm_fail(why, "memory");
	*late = (struct late){
		.requester = pthread_self(), .backing = backing, .block = block, .content = content, .faults = -1, .stop = { -1, -1 },
	};
	if (mmap(block, PAGE_SIZE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0) == MAP_FAILED)
		return vm_fail(why, "taking away the memory behind a block");
	/* The request is to end with EINTR: not SA_RESTART. */
	if (sigaction(SIGUSR1, &action, NULL) || pipe2(late->stop, O_CLOEXEC) || watch(late) ||
	    pthread_create(&late->server, NULL, serve, late))
		return vm_fail(why, "userfaultfd");
	return 0;
}

void late_end(struct guest *guest)
{
	struct late *late = guest->late;

	guest->late = NULL;
	close(late->stop[1]);
	pthread_join(late->server, NULL);
	close(late->stop[0]);
	close(late->faults);
	if (!late->provided)
		memcpy(late->block, late->content, PAGE_SIZE);
	free(late);
}
