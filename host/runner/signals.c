// SPDX-License-Identifier: GPL-2.0-only
#include <stddef.h>

#include "host/runner/signals.h"

static const int signals[] = { SIGINT, SIGTERM, SIGHUP, SIGQUIT };

volatile sig_atomic_t signal_caught;

static void note_signal(int number)
{
	signal_caught = number;
}

static void handle_all(void (*handler)(int))
{
	const struct sigaction action = { .sa_handler = handler };
	unsigned int i;

	for (i = 0; i < sizeof(signals) / sizeof(signals[0]); i++)
		sigaction(signals[i], &action, NULL);
}

void signals_catch(void)
{
	handle_all(note_signal);
	signal(SIGPIPE, SIG_IGN);
}

void signals_ignore(void)
{
	handle_all(SIG_IGN);
}
