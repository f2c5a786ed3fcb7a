# SPDX-License-Identifier: GPL-2.0-only
"""What lab/branches and lab/function need to find their way in a kernel's source and tables."""
