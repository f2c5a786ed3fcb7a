/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Signals that stop a run early: SIGINT, SIGTERM, SIGHUP (sent when a connection is lost) and
 * SIGQUIT.
 */
#ifndef HOST_RUNNER_SIGNALS_H
#define HOST_RUNNER_SIGNALS_H

#include <signal.h>

/* The number of the signal that was received, or 0. */
extern volatile sig_atomic_t signal_caught;

/* From now on these signals set signal_caught, and SIGPIPE is ignored. */
void signals_catch(void);

/*
 * For a worker: a terminal sends its signals to worker and supervisor, but only the supervisor may
 * act on them. A worker ends when the supervisor kills it or dies.
 */
void signals_ignore(void);

#endif
