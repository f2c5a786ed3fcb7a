// SPDX-License-Identifier: GPL-2.0-only
#include "lib/model/play.h"

void model_begin(struct reference *ref, const struct history *history)
{
	reference_begin(ref, history);
}

void model_step(struct reference *ref, unsigned int number, struct seen *seen)
{
	const struct step *step = &ref->history->step[number];
	struct expected expected;

	reference_expect(ref, step, &expected);
	reference_predict(ref, step, &expected, seen);
	reference_record(ref, number, &expected, seen);
}
