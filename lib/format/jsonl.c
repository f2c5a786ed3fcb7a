// SPDX-License-Identifier: GPL-2.0-only
#include "lib/format/report.h"

static void string(FILE *out, const char *s)
{
	putc('"', out);
	for (; *s; s++) {
		if (*s == '"' || *s == '\\')
			putc('\\', out);
		if (*s == '\n')
			fputs("\\n", out);
		else if ((unsigned char)*s < 0x20)
			fprintf(out, "\\u%04x", (unsigned int)*s);
		else
			putc(*s, out);
	}
	putc('"', out);
}

static void print_run(const struct results *results, FILE *out)
{
	unsigned int i;

	fputs("{\"run\":{", out);
	for (i = 0; i < results->n_meta; i++) {
		string(out, results->meta[i].key);
		putc(':', out);
		string(out, results->meta[i].value);
		putc(',', out);
	}
	fprintf(out, "\"planned\":%llu,\"complete\":%s}}\n", (unsigned long long)results->planned,
		results->ended ? "true" : "false");
}

static void print_record(const struct record *r, FILE *out)
{
	char id[CASE_ID_MAX], reason[256];

	case_id(r->suite, r->index, id, sizeof(id));
	fputs("{\"case\":", out);
	string(out, id);
	fprintf(out, ",\"status\":\"%s\"", verdict_names[r->verdict]);
	if (r->verdict == VERDICT_PASS || r->verdict == VERDICT_FAIL || r->verdict >= VERDICT_XFAIL)
		fprintf(out, ",\"ret\":%d,\"errno\":%d", r->a, r->b);
	if (r->verdict != VERDICT_PASS) {
		record_reason(r, reason, sizeof(reason));
		fputs(",\"reason\":", out);
		string(out, reason);
	}
	if (r->detail) {
		fputs(",\"detail\":", out);
		string(out, r->detail);
	}
	fputs("}\n", out);
}

void report_jsonl(const struct results *results, FILE *out)
{
	size_t i;

	print_run(results, out);
	for (i = 0; i < results->n; i++)
		print_record(&results->records[i], out);
}
