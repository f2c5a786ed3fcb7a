/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Signals that end a run before its time: SIGINT, SIGTERM, SIGHUP (what a lost connection sends)
 * and SIGQUIT.
 */
#ifndef HOST_RUNNER_SIGNALS_H
#define HOST_RUNNER_SIGNALS_H

#include <signal.h>

/* The number of the signal that came, or 0. */
extern volatile sig_atomic_t signal_caught;

/* From now on these signals set signal_caught, and SIGPIPE is ignored. */
void signals_catch(void);

/*
 * In a worker: it ends when its supervisor says so, or is gone. A terminal sends its signals to
 * both.
 */
void signals_ignore(void);

#endif
