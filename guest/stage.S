/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The payload that stages a state from inside the guest, as an operating system would: tables and
 * storage keys first, then the registers, then the PSW. It is entered with DAT off in 64-bit
 * addressing mode. Its code is position-independent and fits in one block; the mailbox is the next
 * block. It ends by loading a PSW with the wait bit one and all interruptions disabled. No
 * instruction is fetched under that PSW, so the payload can stage even states in which no code
 * could run.
 */
#include "guest/layout.h"
#include "guest/mailbox.h"

	.machine "z10"
	.section .rodata
	.globl payload_stage, payload_stage_end
	.balign 4096
payload_stage:
	.rept	PAYLOAD_SLED / 2
	nopr
	.endr
	larl	%r2,payload_stage
	lay	%r2,MAILBOX_DISTANCE(%r2)

	lctlg	%c0,%c0,MAILBOX_CR0(%r2)
	spx	MAILBOX_NO_PREFIX(%r2)

	lg	%r3,MAILBOX_N_DWORDS(%r2)
	la	%r4,MAILBOX_DWORDS(%r2)
	j	2f
1:	lg	%r5,0(%r4)
	lg	%r6,8(%r4)
	stg	%r6,0(%r5)
	la	%r4,16(%r4)
	aghi	%r3,-1
2:	ltgr	%r3,%r3
	jp	1b

	lg	%r3,MAILBOX_N_KEYS(%r2)
	la	%r4,MAILBOX_KEYS(%r2)
	j	4f
3:	lg	%r5,0(%r4)
	lg	%r6,8(%r4)
	sske	%r6,%r5
	la	%r4,16(%r4)
	aghi	%r3,-1
4:	ltgr	%r3,%r3
	jp	3b

	lghi	%r3,MAILBOX_MAGIC
	stg	%r3,MAILBOX_STAGED(%r2)
	lam	%a0,%a15,MAILBOX_AR(%r2)
	spx	MAILBOX_PREFIX(%r2)
	lctlg	%c0,%c15,MAILBOX_CR(%r2)
	lpswe	MAILBOX_PSW(%r2)
payload_stage_end:
	.section .note.GNU-stack,"",@progbits
