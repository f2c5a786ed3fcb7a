/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The user-space side of a request: places of every kind a pointer can lead to, filled with the
 * user pattern.
 */
#ifndef HOST_SUBJECTS_USER_H
#define HOST_SUBJECTS_USER_H

#include "lib/case/request.h"
#include "lib/outcome/outcome.h"

/* One pointer of a request, and what is around it. */
struct place {
	enum user_area area;
	uint8_t *pointer;		/* what the kernel is given */
	uint32_t value_len;		/* bytes of it that hold a value, not the pattern */
	struct user_window window;	/* now == NULL if there is nothing to look at */
};

struct user {
	struct place buf;
	struct place old;
};

/* Map the places. Once per process. Returns 0, or -1 with errno set. */
int user_setup(void);

/* Lay out the operands of this request. */
void user_prepare(struct user *user, const struct request *request);

/* Put back what the request changed. */
void user_restore(const struct user *user);

#endif
