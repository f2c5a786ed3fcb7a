/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Set the options of memop-cts, each from the text of its value. Functions that return int return
 * 0, or -1 after one line on stderr that names option, value and remedy.
 */
#ifndef HOST_COMMANDS_OPTION_VALUES_H
#define HOST_COMMANDS_OPTION_VALUES_H

#include "host/runner/options.h"
#include "lib/base/text.h"

int set_suite(struct options *options, const char *value);
int set_case(struct options *options, const char *value);
int set_profile(struct options *options, const char *value);
int set_shard(struct options *options, const char *value);
int set_subject(struct options *options, const char *value);
int set_stage(struct options *options, const char *value);
int set_level(struct options *options, const char *value);
int set_for(struct options *options, const char *value);
int set_seed(struct options *options, const char *value);
int set_case_timeout(struct options *options, const char *value);
int set_chunk(struct options *options, const char *value);
int set_require(struct options *options, const char *value);
int set_max_skip(struct options *options, const char *value);
int set_strict(struct options *options, const char *value);
int set_expect(struct options *options, const char *value);
int set_dangerous(struct options *options, const char *value);
int set_no_dangerous(struct options *options, const char *value);
int set_results(struct options *options, const char *value);
int set_journal(struct options *options, const char *value);
int set_again(struct options *options, const char *command);
int set_kernel_log(struct options *options, const char *value);
int set_fault(struct options *options, const char *value);

/* Print such a line. Returns -1. */
int wrong_value(const char *option, const char *value, const char *remedy);

/* Add "a, b, c": the names of all needs. */
void list_needs(struct text *text);

#endif
