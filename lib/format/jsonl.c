// SPDX-License-Identifier: GPL-2.0-only
#include <stdlib.h>
#include <string.h>

#include "lib/base/escape.h"
#include "lib/case/suite.h"
#include "lib/case/selection.h"
#include "lib/format/report.h"

/* Is the value of this meta line a number? All others are strings. */
static bool is_number(const char *key)
{
	static const char *const keys[] = { "mem_op", "mem_op_extension", "start", "milliseconds" };
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(keys); i++)
		if (!strcmp(keys[i], key))
			return true;
	return false;
}

static void put_member(FILE *out, const char *key, const char *value)
{
	fprintf(out, ",\"%s\":", key);
	put_json(out, value);
}

/*
 * "ended": the run was not cut short. "complete": all planned cases were tried. A run that
 * --fail-fast stopped has ended, but is not complete.
 */
static void print_head(const struct results *results, FILE *out)
{
	unsigned int i;

	fputs("{\"run\":{", out);
	for (i = 0; i < results->n_meta; i++) {
		put_json(out, results->meta[i].key);
		putc(':', out);
		if (is_number(results->meta[i].key))
			fprintf(out, "%lld", strtoll(results->meta[i].value, NULL, 10));
		else
			put_json(out, results->meta[i].value);
		putc(',', out);
	}
	fprintf(out, "\"planned\":%llu,\"ended\":%s,\"complete\":%s}}\n",
		(unsigned long long)(results->planned == SELECTION_ENDLESS ? results->n :
								     results->planned),
		results->ended ? "true" : "false",
		results->complete ? "true" : "false");
}

static void print_record(const struct results *results, const struct record *r, FILE *out)
{
	char id[CASE_ID_MAX], reason[256], *description = NULL;
	size_t size;
	FILE *memory;

	case_id(r->suite, r->index, id, sizeof(id));
	fputs("{\"case\":", out);
	put_json(out, id);
	fprintf(out, ",\"status\":\"%s\"", verdict_names[r->verdict]);
	if (record_has_result(r))
		fprintf(out, ",\"ret\":%d,\"errno\":%d", r->ret, r->err);
	if (r->verdict == VERDICT_PASS && r->answer)
		fprintf(out, ",\"answer\":%u", r->answer);
	if (r->verdict != VERDICT_PASS) {
		record_reason(r, reason, sizeof(reason));
		put_member(out, "reason", reason);
	}
	if (verdict_unexpected(r->verdict) && (memory = open_memstream(&description, &size))) {
		record_describe(results, r, memory);
		fclose(memory);
		put_member(out, "detail", description);
		free(description);
	} else if (r->detail) {
		put_member(out, "detail", r->detail);
	}
	fputs("}\n", out);
}

static void print_run(const struct run_record *run, FILE *out)
{
	char reason[256];

	run_reason(run, reason, sizeof(reason));
	fprintf(out, "{\"case\":\"run/%s\",\"status\":\"%s\"", run->name,
		verdict_names[run->verdict]);
	put_member(out, "reason", reason);
	put_member(out, "detail", run->detail ? run->detail : "");
	fputs("}\n", out);
}

void report_jsonl(const struct results *results, FILE *out)
{
	struct run_cases runs;
	size_t i;

	print_head(results, out);
	for (i = 0; i < results->n; i++)
		print_record(results, &results->records[i], out);
	run_cases_of(results, &runs);
	for (i = 0; i < runs.n; i++)
		print_run(&runs.list[i], out);
}
