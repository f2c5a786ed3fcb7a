// SPDX-License-Identifier: GPL-2.0-only
/* Results for the run as a whole, as cases of a suite "run". */
#include <string.h>

#include "lib/case/selection.h"
#include "lib/format/report.h"

void run_cases_of(const struct results *results, struct run_cases *runs)
{
	static char name[] = "incomplete";

	runs->n = results->n_runs;
	memcpy(runs->list, results->runs, results->n_runs * sizeof(runs->list[0]));
	if (results->ended)
		return;
	if (results->planned == SELECTION_ENDLESS)
		snprintf(runs->incomplete, sizeof(runs->incomplete),
			 "%llu cases were tried before the run was cut short\n",
			 (unsigned long long)results->n);
	else if (results->planned)
		snprintf(runs->incomplete, sizeof(runs->incomplete),
			 "%llu of %llu cases were tried before the run was cut short\n",
			 (unsigned long long)results->n, (unsigned long long)results->planned);
	else
		snprintf(runs->incomplete, sizeof(runs->incomplete),
			 "the run was cut short before it selected any case\n");
	runs->list[runs->n++] = (struct run_record){
		.name = name, .verdict = VERDICT_ERROR, .detail = runs->incomplete,
	};
}

uint64_t count_verdicts(const struct results *results, uint64_t *count)
{
	struct run_cases runs;
	uint64_t unexpected = 0;
	unsigned int i;

	run_cases_of(results, &runs);
	memcpy(count, results->count, VERDICTS * sizeof(*count));
	for (i = 0; i < runs.n; i++)
		count[runs.list[i].verdict]++;
	for (i = 0; i < VERDICTS; i++)
		unexpected += verdict_unexpected((enum verdict)i) ? count[i] : 0;
	return unexpected;
}
