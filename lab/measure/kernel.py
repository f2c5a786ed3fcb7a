# SPDX-License-Identifier: GPL-2.0-only
"""Builds kernels from the sources in the cache, and runs memop-cts on them."""
import os
import shutil
import subprocess

from machine.cc import CACHE, LAB, TOP
from machine.terminal import USAGE, Failure

PROGRAM = os.path.join(TOP, 'build', 's390x', 'memop-cts')


def table_of_kernels(function, *args):
    """Return the output of a function of lab/kernels.sh."""
    script = '. "$1/common.sh" && . "$1/kernels.sh" && "${@:2}"'
    return subprocess.run(['bash', '-c', script, 'bash', LAB, function, *args],
                          stdout=subprocess.PIPE, text=True).stdout.strip()


def check_known(kernel):
    if not table_of_kernels('kernel_suites', kernel):
        raise Failure(f"'{kernel}' is not a kernel of lab/kernels.txt: give "
                      + table_of_kernels('kernel_words'), USAGE)


def check_program():
    if not os.access(PROGRAM, os.X_OK):
        raise Failure(f'no {PROGRAM}: run make first')


class Lab:
    """One version of the kernel. What its programs print is in the file LOG; results are in OUT."""

    def __init__(self, kernel, name):
        self.kernel = kernel
        self.log = os.path.join(CACHE, 'log', f'{name}.log')
        self.out = os.path.join(CACHE, name)
        os.makedirs(os.path.dirname(self.log), exist_ok=True)
        open(self.log, 'w', encoding='ascii').close()

    def _run(self, program, *args, **options):
        with open(self.log, 'a', encoding='utf-8') as log:
            return subprocess.run([os.path.join(LAB, program), *args], text=True,
                                  **{'stdout': log, 'stderr': log, **options})

    def unchanged(self, *more):
        """Build the unchanged kernel, and return the folder that lab/kernel-build prints."""
        done = self._run('kernel-build', *more, f'debian:{self.kernel}', stdout=subprocess.PIPE,
                         stderr=None)
        if done.returncode:
            raise Failure(f'the unchanged kernel {self.kernel} does not build')
        return done.stdout.strip()

    def build(self):
        """Build the kernel from its changed source: its folder, or None."""
        done = self._run('kernel-build', f'debian:{self.kernel}', stdout=subprocess.PIPE)
        return None if done.returncode else done.stdout.strip()

    def run(self, folder, *args, cpus=1, timeout=60):
        """The exit code of memop-cts."""
        shutil.rmtree(self.out, ignore_errors=True)
        return self._run('boot', '--kernel', folder, '--program', PROGRAM, '--out', self.out,
                         '--timeout', str(timeout), '--cpus', str(cpus), '--',
                         *args).returncode
