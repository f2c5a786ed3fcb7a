// SPDX-License-Identifier: GPL-2.0-only
/*
 * Storage of the guest is host memory, which user space can unmap or protect. HOST.1: an access to
 * it then returns an errno such as EFAULT (API.4), not an exception of the guest (API.5, API.26),
 * because the guest did not cause it.
 */
#include <stddef.h>

#include "lib/oracle/rules.h"

/*
 * HOST.2: like any system call that waits, a request that waits for memory may be interrupted by a
 * signal.
 */
bool host_interrupts(const struct question *q, uint64_t abs)
{
	const struct request *r = q->request;

	return r->backing == BACKING_UFFD_SIGNAL && block_of(abs) == r->backing_block;
}

bool host_faults(const struct question *q, uint64_t abs, bool store)
{
	const struct request *r = q->request;

	if (r->backing == BACKING_NORMAL || r->backing > BACKING_READ_ONLY)
		return false;
	if (block_of(abs) != r->backing_block)
		return false;
	return store || r->backing != BACKING_READ_ONLY;
}

const uint8_t *fetch_table(const struct question *q, uint64_t abs, unsigned int len,
			   enum clause clause, struct exception *e)
{
	const uint8_t *at = memory_at(q->mem, abs, len);

	if (!at)
		*e = raise_exception(PGM_ADDRESSING, clause);
	else if (host_faults(q, abs, false))
		*e = raise_exception(HOST_FAULT, HOST_1);
	else
		return at;
	return NULL;
}
