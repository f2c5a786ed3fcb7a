// SPDX-License-Identifier: GPL-2.0-only
/*
 * Storage of the guest is memory of the host, which user space can take away. HOST.1 what is then
 * returned is an error such as EFAULT (API.4), and no exception of the guest (API.5, API.26): it
 * has done nothing wrong.
 */
#include <stddef.h>

#include "lib/oracle/rules.h"

/*
 * HOST.2 a request that waits for memory may be interrupted by a signal, as any system call that
 * waits.
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
