// SPDX-License-Identifier: GPL-2.0-only
#include <stddef.h>

#include "lib/arch/pgm.h"

const char *pgm_name(int code)
{
	static const char *const names[] = {
		[PGM_PROTECTION] = "protection",
		[PGM_ADDRESSING] = "addressing",
		[PGM_SEGMENT_TRANSLATION] = "segment-translation",
		[PGM_PAGE_TRANSLATION] = "page-translation",
		[PGM_TRANSLATION_SPECIFICATION] = "translation-specification",
		[PGM_ALET_SPECIFICATION] = "ALET-specification",
		[PGM_ALEN_TRANSLATION] = "ALEN-translation",
		[PGM_ALE_SEQUENCE] = "ALE-sequence",
		[PGM_ASTE_VALIDITY] = "ASTE-validity",
		[PGM_ASTE_SEQUENCE] = "ASTE-sequence",
		[PGM_EXTENDED_AUTHORITY] = "extended-authority",
		[PGM_ASCE_TYPE] = "ASCE-type",
		[PGM_REGION_FIRST_TRANSLATION] = "region-first-translation",
		[PGM_REGION_SECOND_TRANSLATION] = "region-second-translation",
		[PGM_REGION_THIRD_TRANSLATION] = "region-third-translation",
	};

	return code > 0 && (size_t)code < sizeof(names) / sizeof(names[0]) ? names[code] : NULL;
}
