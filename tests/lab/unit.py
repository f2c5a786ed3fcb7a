#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""Runs the unit tests of the lab's Python: every test_*.py beside this file."""
import os
import sys
import unittest

sys.dont_write_bytecode = True
HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(os.path.dirname(os.path.dirname(HERE)), 'lab'))


def main():
    tests = unittest.defaultTestLoader.discover(HERE)
    result = unittest.TextTestRunner(stream=sys.stdout, verbosity=0).run(tests)
    failed = len(result.failures) + len(result.errors) + len(result.unexpectedSuccesses)
    skipped = len(result.skipped)
    print(f'{result.testsRun - failed - skipped} passed, {failed} failed, {skipped} skipped')
    return 1 if failed or not result.testsRun else 0


if __name__ == '__main__':
    sys.exit(main())
