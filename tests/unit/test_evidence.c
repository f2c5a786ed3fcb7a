// SPDX-License-Identifier: GPL-2.0-only
/*
 * lib/evidence: a case tests exactly the clauses that decide its outcome.
 */
#include "lib/evidence/evidence.h"
#include "tests/unit/unit.h"

static struct level level;
static struct clauses clauses;

static void find(const char *id)
{
	const struct suite *suite;
	uint64_t index;

	ck_assert_int_eq(level_parse(&level, "7.2"), 0);
	ck_assert_msg(!case_find(id, &suite, &index), "%s", id);
	ck_assert_int_eq(evidence_of_case(suite, index, &level, &clauses), 0);
}

/* Clauses that allow an access count like those that prohibit it. */
START_TEST(rules_that_decide)
{
	static const struct { const char *id; enum clause decides[3], does_not[3]; } rows[] = {
		{ "key_overrides/op=logical_read,amode=64,space=dat_off,fpo=on,spo=off,acc=0,f=1,mode=real,key=2,where=0+1",
		  { FPO_1, API_11, EA_1 }, { SPO_1, KEY_3, KEY_4 } },
		{ "key_overrides/op=logical_read,amode=64,space=private,fpo=on,spo=off,acc=0,f=1,mode=real,key=2,where=0+1",
		  { FPO_2, KEY_4, AS_1 }, { FPO_1, API_11, KEY_2 } },
		{ "key_overrides/op=logical_write,amode=64,space=dat_off,fpo=off,spo=on,acc=9,f=0,mode=real,key=2,where=0+1",
		  { SPO_1, API_12, API_6 }, { KEY_3, FPO_1, API_11 } },
		{ "low_address/op=write,mode=real,control=on,space=private,prefix=0,where=0+1",
		  { LAP_3, API_12, AS_1 }, { LAP_1, LAP_2, API_5 } },
		{ "low_address/op=write,mode=real,control=on,space=dat_off,prefix=0,where=0+1",
		  { LAP_1, API_26, API_5 }, { LAP_3, API_12, API_3 } },
		{ "capabilities/capability=mem_op,fd=vm", { API_1, API_10, API_1 },
		  { REG_1, API_7, API_49 } },
	};

	for (unsigned int i = 0; i < ARRAY_SIZE(rows); i++) {
		find(rows[i].id);
		for (unsigned int j = 0; j < 3; j++) {
			ck_assert_msg(clauses_have(&clauses, rows[i].decides[j]), "%s: %s",
				      rows[i].id,
				      clause_name(rows[i].decides[j]));
			ck_assert_msg(!clauses_have(&clauses, rows[i].does_not[j]), "%s: %s",
				      rows[i].id,
				      clause_name(rows[i].does_not[j]));
		}
	}
}
END_TEST

START_TEST(counting)
{
	struct selection selection = SELECTION_ALL;
	static struct evidence evidence;

	ck_assert_int_eq(level_parse(&level, "7.2"), 0);
	ck_assert_int_eq(selection_add(&selection, "capabilities/*"), 0);
	ck_assert_int_eq(selection_add(&selection,
				       "low_address/op=write,mode=real,control=on,space=private,prefix=0,where=0+1"), 0);
	ck_assert_int_eq(evidence_count(&selection, &level, &evidence), 0);
	ck_assert_uint_eq(evidence.cases[API_1], 6);
	ck_assert_uint_eq(evidence.cases[API_7], 2);
	ck_assert_uint_eq(evidence.cases[LAP_3], 1);
	ck_assert_uint_eq(evidence.cases[LAP_1], 0);
}
END_TEST

/* A sequence tests the clauses of all its steps. */
START_TEST(sequences)
{
	find("sequences/hundred=0,seed=0");
	ck_assert(clauses_have(&clauses, API_3) && clauses_have(&clauses, API_5));
}
END_TEST

UNIT_MAIN("evidence", rules_that_decide, counting, sequences)
