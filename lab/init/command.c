// SPDX-License-Identifier: GPL-2.0-only
/*
 * Runs a command in the root file system that the machine was booted with (lab/boot --root), and
 * writes its output to the result disk.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "init.h"

#define MAX_ARGS 1024
#define PREFIX "| "		/* distinguishes the output from the lines of process 1 */

/* The text on the disk so far. */
static struct {
	int fd;
	off_t len;
	bool in_line;
} output;

static void put(const char *text, size_t len)
{
	if (pwrite(output.fd, text, len, output.len) != (ssize_t)len)
		complain("cannot write the result disk: %s", strerror(errno));
	else
		output.len += len;
}

/* Zero bytes are dropped, because one ends the text on the disk. */
static void put_output(const char *data, size_t len)
{
	static char text[8 * 65536];
	size_t n = 0;

	for (size_t i = 0; i < len; i++) {
		if (!data[i])
			continue;
		if (!output.in_line) {
			memcpy(text + n, PREFIX, strlen(PREFIX));
			n += strlen(PREFIX);
		}
		text[n++] = data[i];
		output.in_line = data[i] != '\n';
	}
	put(text, n);
	/* lab/boot follows the output while the command runs. */
	fdatasync(output.fd);
}

/* Reap all children that have ended. Returns true if the command is one of them. */
static bool reap(pid_t command, int *status, int flags)
{
	bool found = false;
	int one;
	pid_t pid;

	while (!found && (pid = waitpid(-1, &one, flags)) > 0) {
		found = pid == command;
		if (found)
			*status = one;
	}
	return found || (pid < 0 && errno == ECHILD);
}

/*
 * Copy the output until the command has ended, and return its wait status. Processes that it leaves
 * behind, perhaps stuck in the kernel, do not delay the end.
 */
static int copy_output(int from, pid_t command)
{
	struct pollfd fd = { .fd = from, .events = POLLIN };
	static char data[65536];
	bool ended = false;
	int status = 0;
	ssize_t n = 1;

	while (n > 0) {
		if (poll(&fd, 1, 100) > 0) {
			n = read(from, data, sizeof(data));
			if (n > 0)
				put_output(data, n);
		} else if (ended) {
			break;
		} else {
			ended = reap(command, &status, WNOHANG);
		}
	}
	if (output.in_line)
		put("\n", 1);
	if (!ended)
		reap(command, &status, 0);
	return status;
}

/* What a distribution's process 1 provides and shells rely on. */
static void prepare_root(void)
{
	mkdir("/dev/pts", 0755);
	mount("devpts", "/dev/pts", "devpts", 0, "ptmxmode=0666");
	mkdir("/dev/shm", 01777);
	mount("tmpfs", "/dev/shm", "tmpfs", 0, NULL);
	mount("tmpfs", "/run", "tmpfs", 0, "mode=755");
	chmod("/tmp", 01777);
	mkdir("/root", 0700);
	mkdir("/out", 0755);
	if (symlink("/proc/self/fd", "/dev/fd") || symlink("/proc/self/fd/0", "/dev/stdin") ||
	    symlink("/proc/self/fd/1", "/dev/stdout") || symlink("/proc/self/fd/2", "/dev/stderr"))
		complain("cannot make /dev/fd: %s", strerror(errno));
	setenv("PATH", "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", 1);
	setenv("HOME", "/root", 1);
	setenv("LC_ALL", "C", 1);
	unsetenv("TERM");
}

static _Noreturn void become_command(int out)
{
	static char *argv[MAX_ARGS + 1];
	int null = open("/dev/null", O_RDONLY | O_CLOEXEC);
	size_t len, n = 0;
	char *args = slurp("/command", &len);

	for (char *arg = args; arg && arg < args + len && n < MAX_ARGS; arg += strlen(arg) + 1)
		argv[n++] = arg;
	setsid();
	dup2(null, 0);
	dup2(out, 1);
	dup2(out, 2);
	if (n && !chdir("/root"))
		execvp(argv[0], argv);
	fprintf(stderr, "cannot run %s: %s\n", n ? argv[0] : "/command", strerror(errno));
	_exit(127);
}

void run_command(void)
{
	int pipes[2], status;
	pid_t child = -1;

	prepare_root();
	output.fd = open(disk, O_WRONLY | O_CLOEXEC);
	if (output.fd >= 0 && !pipe2(pipes, O_CLOEXEC))
		child = fork();
	if (!child)
		become_command(pipes[1]);
	if (child < 0) {
		complain("cannot start the command: %s", strerror(errno));
		finish_journal("lab cannot start the command\n", END_INFRASTRUCTURE);
		return;
	}
	close(pipes[1]);
	status = copy_output(pipes[0], child);
	close(output.fd);
	finish_journal("", WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status));
}
