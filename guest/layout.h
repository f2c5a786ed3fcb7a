/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Offsets within the payloads that the host must know, in bytes. The assembler reads this file too,
 * so it contains only #defines.
 */
#ifndef GUEST_LAYOUT_H
#define GUEST_LAYOUT_H

/*
 * Every payload is entered at NOPRs (2 bytes each) ahead of its first instruction: where KVM runs
 * on an emulated machine, a host page fault on the first fetch can advance the PSW by 2.
 */
#define PAYLOAD_SLED		64

/* diagnose.S: the second entry, which executes DIAGNOSE by EXECUTE RELATIVE LONG. */
#define DIAGNOSE_BY_EXECUTE	256

/* counter.S: doublewords behind its code. */
#define COUNTER_COUNT		256	/* incremented until COUNTER_STOP is not zero */
#define COUNTER_STOP		264	/* set by the host */
#define COUNTER_PSW		272	/* loaded at the end: a disabled wait */

#endif
