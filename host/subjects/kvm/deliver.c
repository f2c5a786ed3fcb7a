// SPDX-License-Identifier: GPL-2.0-only
#include <string.h>

#include "host/subjects/kvm/deliver.h"
#include "host/subjects/kvm/vcpu.h"
#include "lib/arch/bytes.h"
#include "lib/arch/lowcore.h"

/*
 * The program new PSW during delivery: a disabled wait at an address that occurs nowhere else.
 */
static const struct psw new_psw = { .mask = PSW_WAIT | PSW_AMODE_64, .addr = 0x7e57 };

static void read_lowcore(const uint8_t *low, struct delivered *d)
{
	d->ilc = (uint16_t)be_load(low + LOWCORE_PGM_ILC, 2);
	d->what.code = (uint16_t)be_load(low + LOWCORE_PGM_CODE, 2);
	d->what.access_id = low[LOWCORE_ACCESS_ID];
	d->what.teid = be_load(low + LOWCORE_TEID, 8);
	d->old.mask = be_load(low + LOWCORE_PGM_OLD_PSW, 8);
	d->old.addr = be_load(low + LOWCORE_PGM_OLD_PSW + 8, 8);
	d->what.teid_mask = ~UINT64_C(0);
	d->what.access_id_mask = 0xff;
}

int vm_deliver(struct guest *guest, struct delivered *delivered, char *why)
{
	struct kvm_run *run = guest->run;
	uint8_t *low = memory_at(&guest->live, guest->state->regs.prefix, LOWCORE_USED);
	uint8_t saved[LOWCORE_USED];

	memcpy(saved, low, LOWCORE_USED);
	be_store(low + LOWCORE_PGM_NEW_PSW, 8, new_psw.mask);
	be_store(low + LOWCORE_PGM_NEW_PSW + 8, 8, new_psw.addr);
	if (vcpu_enter(guest, why))
		return -1;
	*delivered = (struct delivered){ .taken = run->psw_mask == new_psw.mask &&
						  run->psw_addr == new_psw.addr };
	if (delivered->taken)
		read_lowcore(low, delivered);
	memcpy(low, saved, LOWCORE_USED);
	return 0;
}
