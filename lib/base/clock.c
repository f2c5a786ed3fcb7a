// SPDX-License-Identifier: GPL-2.0-only
#include "lib/base/clock.h"

bool clock_wanted;
