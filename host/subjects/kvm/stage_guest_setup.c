// SPDX-License-Identifier: GPL-2.0-only
#include "guest/mailbox.h"
#include "host/subjects/kvm/guest.h"
#include "host/subjects/kvm/keys.h"
#include "host/subjects/kvm/plain_memop.h"
#include "host/subjects/kvm/stage.h"
#include "host/subjects/kvm/warm.h"
#include "lib/arch/bytes.h"
#include "lib/arch/pgm.h"
#include "lib/arch/skey.h"

#define PROBE LAYOUT_DATA	/* the block whose key is tested */

extern const uint8_t payload_stage[], payload_stage_end[];

/* Does a fetch or store of one byte with access key 1 obey this storage key? */
static int try_access(struct guest *guest, uint32_t op, uint8_t key, bool *obeyed, char *why)
{
	bool allowed =
		skey_acc(key) == 1 || (op == MEMOP_ABSOLUTE_READ && !skey_fetch_protected(key));
	uint8_t byte = *memory_at(&guest->live, PROBE, 1);
	int ret = memop_absolute(guest, op, PROBE, &byte, 1, 1);

	if (ret < 0)
		return vm_fail(why, "KVM_S390_MEM_OP to test a storage key");
	*obeyed = *obeyed && ret == (allowed ? 0 : PGM_PROTECTION);
	return 0;
}

/* Do keys that the guest sets take effect? Set each of them, and access the block after each. */
static int try_keys(struct guest *guest, bool *obeyed, char *why)
{
	uint8_t key, seen;
	unsigned int i;

	*obeyed = true;
	for (i = 0; i < 32; i++) {
		key = skey_make(i / 2, i % 2);
		if (stage_guest_key(guest, PROBE, key, why) ||
		    try_access(guest, MEMOP_ABSOLUTE_READ, key, obeyed, why) ||
		    try_access(guest, MEMOP_ABSOLUTE_WRITE, key, obeyed, why) ||
		    keys_get(guest, PROBE, 1, &seen, why))
			return -1;
		*obeyed = *obeyed && !((seen ^ key) & (SKEY_ACC | SKEY_F));
	}
	return keys_set_one(guest, PROBE, 0, why);
}

int stage_guest_setup(struct guest *guest, char *note, char *why)
{
	static const struct delta first = { .control = true };
	struct state state;

	memcpy(memory_at(&guest->live, LAYOUT_STAGER, PAGE_SIZE), payload_stage,
	       (size_t)(payload_stage_end - payload_stage));
	memset(memory_at(&guest->live, LAYOUT_STAGER + MAILBOX_DISTANCE, PAGE_SIZE), 0, PAGE_SIZE);
	be_store(memory_at(&guest->live, LAYOUT_STAGER + MAILBOX_DISTANCE + MAILBOX_CR0, 8), 8,
		 0xe0);
	guest->guest_sets_keys = true;
	state_init(&state);
	if (guest->emulated && warm_all(guest, why))
		return -1;
	if (stage_guest(guest, &first, &state, why))
		return -1;
	if (guest->emulated && try_keys(guest, &guest->guest_sets_keys, why))
		return -1;
	if (!guest->guest_sets_keys)
		snprintf(note, WHY_MAX,
			 "this emulated machine does not obey storage keys that the guest sets: "
			 "the host sets them");
	return 0;
}
