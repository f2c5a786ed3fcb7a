/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The state of the guest at the time of a request, as the difference from a fresh guest. A fresh
 * guest has the pattern of memory.h in storage, storage keys of zero, and the registers of
 * state_init().
 */
#ifndef LIB_MACHINE_STATE_H
#define LIB_MACHINE_STATE_H

#include <stdbool.h>
#include <stdint.h>

#include "lib/arch/psw.h"

#define STATE_DOUBLEWORDS 96
#define STATE_KEYS 24

/* Eight bytes of absolute storage; addr is a multiple of 8. */
struct doubleword {
	uint64_t addr;
	uint64_t value;
	const char *what;	/* in a state: its meaning, for failure texts; or NULL */
};

struct block_key {
	uint64_t block;		/* absolute address of a block of 4 KiB */
	uint8_t key;		/* ACC, F, R, C as in lib/arch/skey.h */
};

struct registers {
	struct psw psw;
	uint64_t cr[16];
	uint32_t ar[16];
	uint32_t prefix;	/* absolute address, multiple of 8 KiB */
};

/* The interception that stopped the vCPU. It determines the instruction-length code. */
enum icpt {
	ICPT_NONE,		/* no instruction: the vCPU loaded a PSW with the wait bit */
	ICPT_DIAG,		/* DIAGNOSE, 4 bytes long */
	ICPT_EXECUTE,		/* DIAGNOSE as the target of EXECUTE RELATIVE LONG, 6 bytes long */
};

/* The type of the VM: everything that cannot be changed without creating a new VM. */
enum vm_type {
	VM_ORDINARY,
	VM_WITHOUT_EDAT,	/* CPU model without enhanced DAT and later facilities of DAT */
	VM_WITHOUT_EDAT2,	/* CPU model with enhanced-DAT facility 1, but not 2 */
	VM_MEM_LIMIT_4T,	/* KVM_S390_VM_MEM_LIMIT_SIZE: three levels of gmap tables */
	VM_MEM_LIMIT_2G,	/* two levels of gmap tables */
	VM_HUGE_PAGES,		/* backed by huge pages of 1 MiB, which KVM maps as a whole */
	VM_PROTECTED,		/* protected by the ultravisor; only the SIDA can be accessed */
};

/* Facilities of the guest's CPU model that change what an access does. */
struct facilities {
	bool edat1, edat2;	/* enhanced DAT: facilities 8 and 78 */
};

struct state {
	enum vm_type vm_type;
	struct facilities cpu;	/* of the guest that was created; suites do not set it */
	struct registers regs;
	enum icpt icpt;
	unsigned int absent;	/* deleted memory slots, one bit each */
	unsigned int n_doublewords, n_keys;
	struct doubleword doublewords[STATE_DOUBLEWORDS];
	struct block_key keys[STATE_KEYS];
};

/*
 * Make the state of a fresh guest: DAT off, 64-bit addressing, CR0 (0xe0) and CR14 (0xc2000000) as
 * after a reset, so both overrides and low-address protection are off; all other registers zero, an
 * ordinary VM with all facilities and all slots.
 */
void state_init(struct state *state);

/*
 * Add a doubleword of storage (what: its meaning, or NULL) or the storage key of a block. Adding
 * one for the same address again replaces it. More than STATE_DOUBLEWORDS or STATE_KEYS is a bug in
 * the suite and aborts.
 */
void state_doubleword(struct state *state, uint64_t addr, uint64_t value, const char *what);
void state_key(struct state *state, uint64_t block, uint8_t key);

/* The storage key of a block: the one in the state, or zero. */
uint8_t state_key_of(const struct state *state, uint64_t block);

/* Does the state set the storage key of this block, and so its change bit? */
bool state_has_key(const struct state *state, uint64_t block);

/* The facilities of a VM of this type, on a machine that has them all. */
struct facilities facilities_of(enum vm_type vm_type);

#endif
