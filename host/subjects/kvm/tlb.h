/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Evicting entries from the TLB of the lab's emulated machine, by fetches from other pages: an
 * address indexes this TLB by the rightmost ten bits of its page number. emulated.h says what the
 * entries cache that they should not.
 */
#ifndef HOST_SUBJECTS_KVM_TLB_H
#define HOST_SUBJECTS_KVM_TLB_H

#include <stdint.h>

/* Map one page for each entry of the TLB. NULL with errno set on failure. */
uint8_t *tlb_map(void);
void tlb_unmap(uint8_t *span);		/* NULL: do nothing */

/* Evict the entry for this address; evict all entries. */
void tlb_evict(const uint8_t *span, uint64_t addr);
void tlb_evict_all(const uint8_t *span);

#endif
