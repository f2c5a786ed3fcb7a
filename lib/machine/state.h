/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The state of the guest that a request meets: how it differs from a fresh guest. A fresh guest
 * holds the pattern of memory.h, has storage keys of zero and the registers of state_init().
 */
#ifndef LIB_MACHINE_STATE_H
#define LIB_MACHINE_STATE_H

#include <stdint.h>

#include "lib/arch/psw.h"

#define STATE_DWORDS 96
#define STATE_KEYS 24

/* Eight bytes of absolute storage; addr is a multiple of 8. */
struct dword {
	uint64_t addr;
	uint64_t value;
	const char *what;	/* in a state: what it is, for who reads of it; or NULL */
};

struct page_key {
	uint64_t page;		/* absolute address of the 4 KiB block */
	uint8_t key;		/* ACC, F, R, C as in lib/arch/skey.h */
};

struct registers {
	struct psw psw;
	uint64_t cr[16];
	uint32_t ar[16];
	uint32_t prefix;	/* absolute address, multiple of 8 KiB */
};

/*
 * How the vCPU came to stop, which decides what the instruction-length code of an interruption is.
 */
enum stopped {
	STOPPED_WAITING,	/* it loaded a PSW with the wait bit: no instruction */
	STOPPED_AT_DIAGNOSE,	/* DIAGNOSE, 4 bytes long, was intercepted */
	STOPPED_AT_EXECUTE,	/* the same as target of EXECUTE RELATIVE LONG, 6 bytes long */
};

/* What kind of guest it is. To change it takes a new guest. */
enum guest_kind {
	GUEST_ORDINARY,
	GUEST_WITHOUT_EDAT,	/* its CPU model has not the facilities for enhanced DAT, nor the later ones that say more of an entry */
	GUEST_WITHOUT_EDAT_2,	/* it has enhanced-DAT facility 1, but not 2 and later ones */
	GUEST_LIMITED_4T,	/* its storage ends below 4 TiB: the kernel's own tables for it have three levels */
	GUEST_LIMITED_2G,	/* below 2 GiB: two levels */
	GUEST_HUGE_PAGES,	/* its storage is huge pages of the host, of 1 MiB; the kernel maps them whole */
	GUEST_PROTECTED,	/* the ultravisor protects it; only its SIDA can be accessed */
};

struct state {
	enum guest_kind kind;
	struct registers regs;
	enum stopped stopped;
	unsigned int absent;	/* memory slots that are not there, one bit each */
	unsigned int n_dwords, n_keys;
	struct dword dwords[STATE_DWORDS];
	struct page_key keys[STATE_KEYS];
};

/*
 * A guest with DAT off, 64-bit addressing, all overrides and low-address protection off (CR0 is
 * that of a reset, 0xe0; CR14 that of a reset, 0xc2000000), all other registers zero, no storage
 * changed, no key set.
 */
void state_init(struct state *state);

/*
 * Add to the state. Adding more than STATE_DWORDS or STATE_KEYS is a bug in the suite and aborts.
 * Later wins.
 */
void state_dword(struct state *state, uint64_t addr, uint64_t value);
void state_entry(struct state *state, uint64_t addr, uint64_t value, const char *what);
void state_key(struct state *state, uint64_t page, uint8_t key);

/* The storage key of a block: the one staged, or zero. */
uint8_t state_key_of(const struct state *state, uint64_t page);

#endif
