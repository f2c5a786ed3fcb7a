/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The parameters that the host passes to the payload in guest/stage.S: one page, right behind the
 * payload's code page. Offsets in bytes, numbers big-endian. The assembler includes this file, too,
 * so it has only #defines.
 */
#ifndef GUEST_MAILBOX_H
#define GUEST_MAILBOX_H

#define MAILBOX_CR		0x000	/* 16 control registers, 8 bytes each */
#define MAILBOX_AR		0x080	/* 16 access registers, 4 bytes each */
#define MAILBOX_PREFIX		0x0c0	/* 4 bytes */
#define MAILBOX_NO_PREFIX	0x0c4	/* 4 bytes, zero: the prefix during staging */
#define MAILBOX_PSW		0x0c8	/* 16 bytes, with the wait bit: returns to the host */
#define MAILBOX_CR0		0x0d8	/* CR0 during staging: no low-address protection */
#define MAILBOX_N_DWORDS	0x0e0	/* 8 bytes */
#define MAILBOX_N_KEYS		0x0e8	/* 8 bytes */
#define MAILBOX_STAGED		0x0f0	/* 8 bytes: set to MAILBOX_MAGIC when all is staged */
#define MAILBOX_DWORDS		0x100	/* pairs of 8 bytes: absolute address, value */
#define MAILBOX_KEYS		0x900	/* pairs of 8 bytes: absolute address of the block, storage key */

#define MAILBOX_DWORDS_MAX	128
#define MAILBOX_KEYS_MAX	112
#define MAILBOX_MAGIC		0x5354

#define MAILBOX_DISTANCE	4096	/* from the payload's first byte */

#endif
