// SPDX-License-Identifier: GPL-2.0-only
/* Child processes, which share the memory of the guest copy-on-write. */
#include <signal.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "host/subjects/kvm/history/fork.h"
#include "host/subjects/kvm/history/steps.h"

int step_fork(struct world *world, const struct step *step, struct seen *seen, char *why)
{
	pid_t child = fork();

	(void)world;
	(void)step;
	if (!child)
		_exit(0);
	if (child < 0) {
		seen->ret = -errno;
		return 0;
	}
	return waitpid(child, NULL, 0) == child ? 0 : vm_fail(why, "waitpid");
}

/* The child closes its file descriptors: they would keep the VM when this process closes it. */
int step_fork_stay(struct world *world, const struct step *step, struct seen *seen, char *why)
{
	pid_t child = fork();

	(void)step;
	(void)why;
	if (!child) {
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		syscall(SYS_close_range, 0, ~0U, 0);
		for (;;)
			pause();
	}
	if (child < 0)
		seen->ret = -errno;
	else
		world->child[world->n_children++] = child;
	return 0;
}

void fork_end(struct world *world)
{
	while (world->n_children) {
		pid_t child = world->child[--world->n_children];

		kill(child, SIGKILL);
		waitpid(child, NULL, 0);
	}
}
