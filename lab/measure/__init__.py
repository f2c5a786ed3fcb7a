# SPDX-License-Identifier: GPL-2.0-only
"""What lab/branches, lab/function, lab/mutants and lab/cures need to find their way in a kernel's
source and tables, and to change it."""
