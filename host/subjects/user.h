/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The user-space buffers of a request: memory of each kind that a pointer can point to, filled with
 * the user pattern.
 */
#ifndef HOST_SUBJECTS_USER_H
#define HOST_SUBJECTS_USER_H

#include "lib/case/request.h"
#include "lib/outcome/outcome.h"

/* One pointer of a request, and the memory around it. */
struct place {
	enum user_area area;
	uint8_t *pointer;		/* passed to the kernel */
	uint32_t value_len;		/* bytes of it that hold a value, not the pattern */
	struct user_window window;	/* now is NULL if nothing can be compared */
};

struct user {
	struct place buf;
	struct place old;
};

/* Map the buffers, once per process. Returns 0, or -1 with errno set. */
int user_setup(void);

/* Prepare the operands of this request. */
void user_prepare(struct user *user, const struct request *request);

/* Restore the bytes that the request changed. */
void user_restore(const struct user *user);

#endif
