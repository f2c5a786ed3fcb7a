/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The block through which the host describes a state to the staging payload. It follows the block
 * of the payload's code. Offsets are in bytes, numbers are big-endian. The assembler reads this
 * file too, so it contains only #defines.
 */
#ifndef GUEST_MAILBOX_H
#define GUEST_MAILBOX_H

#define MAILBOX_CR		0x000	/* 16 control registers, 8 bytes each */
#define MAILBOX_AR		0x080	/* 16 access registers, 4 bytes each */
#define MAILBOX_PREFIX		0x0c0	/* 4 bytes */
#define MAILBOX_NO_PREFIX	0x0c4	/* 4 bytes, zero: the prefix during staging */
#define MAILBOX_PSW		0x0c8	/* 16 bytes, with the wait bit: the last thing loaded */
#define MAILBOX_CR0		0x0d8	/* CR0 during staging: no low-address protection */
#define MAILBOX_N_DWORDS	0x0e0	/* 8 bytes */
#define MAILBOX_N_KEYS		0x0e8	/* 8 bytes */
#define MAILBOX_STAGED		0x0f0	/* 8 bytes: the payload stores MAILBOX_MAGIC at its end */
#define MAILBOX_DWORDS		0x100	/* pairs of 8 bytes: absolute address, value */
#define MAILBOX_KEYS		0x900	/* pairs of 8 bytes: address of the block, storage key */

#define MAILBOX_DWORDS_MAX	128
#define MAILBOX_KEYS_MAX	112
#define MAILBOX_MAGIC		0x5354

#define MAILBOX_DISTANCE	4096	/* from the payload's first byte */

#endif
