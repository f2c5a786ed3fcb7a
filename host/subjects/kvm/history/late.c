// SPDX-License-Identifier: GPL-2.0-only
#include <fcntl.h>
#include <linux/userfaultfd.h>
#include <poll.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "host/subjects/kvm/history/late.h"
#include "host/subjects/kvm/history/steps.h"

/*
 * A page that was missing. Its registration remains when it has been provided: taking it away would
 * change VMAs, of which KVM is notified. If it is missing again (MADV_DONTNEED), it is provided with
 * zeros, as without userfaultfd.
 */
struct page {
	uint8_t *at;
	unsigned int number;		/* SERVED: the step whose value it contains */
	enum { PROVIDED, SERVED, HELD } state;
};

struct late {
	const struct history *history;
	pthread_t server;
	bool serving;			/* the thread exists */
	int fd;				/* of userfaultfd(2) */
	int stop[2];			/* a pipe: closing its write end ends the thread */
	pthread_mutex_t lock;		/* of pages */
	struct page page[HISTORY_STEPS];
	unsigned int n;
	_Atomic unsigned int faults;	/* that wait for late_give() */
	_Atomic bool failed;
	char why[WHY_MAX];
};

static bool wanted(const struct history *history)
{
	unsigned int i;

	for (i = 0; i < history->n; i++)
		if (history->step[i].op == STEP_LATE || history->step[i].held)
			return true;
	return false;
}

static struct page *find(struct late *late, const uint8_t *at)
{
	unsigned int i;

	for (i = 0; i < late->n; i++)
		if (late->page[i].at == at)
			return &late->page[i];
	return NULL;
}

/* If somebody else has provided the page, only wake the threads that wait for it. */
static int copy(const struct late *late, uint8_t *at, const uint8_t *content)
{
	struct uffdio_copy copy = { .dst = (uintptr_t)at, .src = (uintptr_t)content,
				    .len = PAGE_SIZE };
	struct uffdio_range range = { .start = (uintptr_t)at, .len = PAGE_SIZE };

	if (!ioctl(late->fd, UFFDIO_COPY, &copy))
		return 0;
	return errno == EEXIST ? ioctl(late->fd, UFFDIO_WAKE, &range) : -1;
}

static void serve_fault(struct late *late, uint8_t *at)
{
	uint8_t content[PAGE_SIZE] = { 0 };
	struct page *page;
	bool held;

	pthread_mutex_lock(&late->lock);
	page = find(late, at);
	held = page && page->state == HELD;
	if (page && page->state == SERVED) {
		history_fill(late->history, page->number, EXTENT_BLOCK, content);
		page->state = PROVIDED;
	}
	pthread_mutex_unlock(&late->lock);
	if (held) {
		late->faults++;
		return;
	}
	if (copy(late, at, content)) {
		vm_fail(late->why, "UFFDIO_COPY");
		late->failed = true;
	}
}

static void *serve(void *arg)
{
	struct late *late = arg;
	struct pollfd fds[] = { { .fd = late->fd, .events = POLLIN },
				{ .fd = late->stop[0], .events = POLLIN } };
	struct uffd_msg message;

	while (poll(fds, 2, -1) > 0 && !fds[1].revents)
		if (read(late->fd, &message, sizeof(message)) == sizeof(message) &&
		    message.event == UFFD_EVENT_PAGEFAULT)
			serve_fault(late, (uint8_t *)(uintptr_t)
					  (message.arg.pagefault.address & ~(PAGE_SIZE - 1)));
	return NULL;
}

int late_make(struct world *world, char *why)
{
	struct uffdio_api api = { .api = UFFD_API };
	struct late *late;

	if (!wanted(world->history))
		return 0;
	late = calloc(1, sizeof(*late));
	if (!late)
		return vm_fail(why, "memory");
	world->late = late;
	late->history = world->history;
	late->stop[0] = late->stop[1] = -1;
	pthread_mutex_init(&late->lock, NULL);
	late->fd = (int)syscall(SYS_userfaultfd, O_CLOEXEC | O_NONBLOCK);
	if (late->fd < 0 || ioctl(late->fd, UFFDIO_API, &api) || pipe2(late->stop, O_CLOEXEC))
		return vm_fail(why, "userfaultfd");
	errno = pthread_create(&late->server, NULL, serve, late);
	late->serving = !errno;
	return errno ? vm_fail(why, "cannot start a thread") : 0;
}

void late_end(struct world *world)
{
	struct late *late = world->late;

	if (!late)
		return;
	if (late->stop[1] >= 0)
		close(late->stop[1]);
	if (late->serving)
		pthread_join(late->server, NULL);
	if (late->stop[0] >= 0)
		close(late->stop[0]);
	if (late->fd >= 0)
		close(late->fd);
	pthread_mutex_destroy(&late->lock);
	world->late = NULL;
	free(late);
}

int late_check(const struct world *world, char *why)
{
	if (!world->late || !world->late->failed)
		return 0;
	memcpy(why, world->late->why, WHY_MAX);
	return -1;
}

bool late_holds(const struct world *world)
{
	bool holds = false;
	unsigned int i;

	if (!world->late)
		return false;
	for (i = 0; i < world->late->n; i++)
		holds |= world->late->page[i].state == HELD;
	return holds;
}

unsigned int late_faults(const struct world *world)
{
	return world->late ? world->late->faults : 0;
}

/* From now on, accesses to a page wait until it is provided. The page must be missing already. */
static int watch(struct late *late, const struct page *new, char *why)
{
	struct uffdio_register area = {
		.range = { .start = (uintptr_t)new->at, .len = PAGE_SIZE },
		.mode = UFFDIO_REGISTER_MODE_MISSING,
	};
	struct page *page;

	pthread_mutex_lock(&late->lock);
	page = find(late, new->at);
	if (!page && late->n < HISTORY_STEPS)
		page = &late->page[late->n++];
	if (page)
		*page = *new;
	pthread_mutex_unlock(&late->lock);
	return !page || ioctl(late->fd, UFFDIO_REGISTER, &area) ? vm_fail(why, "UFFDIO_REGISTER") :
								  0;
}

int late_hold(struct world *world, uint8_t *page, char *why)
{
	if (mmap(page, PAGE_SIZE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED,
		 -1, 0) == MAP_FAILED)
		return vm_fail(why, "memory");
	return watch(world->late, &(struct page){ .at = page, .state = HELD }, why);
}

int late_give(struct world *world, uint8_t *at, const uint8_t *content, char *why)
{
	struct late *late = world->late;
	struct page *page;

	/* In this order: otherwise the server could provide zeros in between. */
	if (copy(late, at, content))
		return vm_fail(why, "UFFDIO_COPY");
	pthread_mutex_lock(&late->lock);
	page = find(late, at);
	if (page)
		page->state = PROVIDED;
	pthread_mutex_unlock(&late->lock);
	return 0;
}

/* A block that is missing in the page cache, too: of a file that is mapped there. */
static int discard(const struct world *world, const struct step *step)
{
	const struct world_slot *slot = &world->slot[step->slot];
	uint8_t *block = world_block(world, step);

	if (madvise(block, PAGE_SIZE, MADV_DONTNEED))
		return -1;
	/* Fails for anonymous memory and for private mappings. */
	madvise(block, PAGE_SIZE, MADV_REMOVE);
	return slot->memory == HOST_PRIVATE ?
	       fallocate(slot->file, FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE,
			 block - slot->bytes, PAGE_SIZE) : 0;
}

int step_late(struct world *world, const struct step *step, struct seen *seen, char *why)
{
	const struct page page = {
		.at = world_block(world, step),
		.number = world_number(world, step),
		.state = step->arg == LATE_HELD ? HELD : SERVED,
	};

	(void)seen;
	if (discard(world, step))
		return vm_fail(why, "madvise(MADV_DONTNEED)");
	return watch(world->late, &page, why);
}

int step_provide(struct world *world, const struct step *step, struct seen *seen, char *why)
{
	uint8_t *at = world_block(world, step), content[PAGE_SIZE];
	const struct page *page = find(world->late, at);

	(void)seen;
	if (!page) {
		snprintf(why, WHY_MAX, "step %u provides a block that no step LATE has taken",
			 world_number(world, step));
		return -1;
	}
	history_fill(world->history, page->number, EXTENT_BLOCK, content);
	return late_give(world, at, content, why);
}
