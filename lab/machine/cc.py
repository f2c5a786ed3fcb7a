# SPDX-License-Identifier: GPL-2.0-only
"""Runs the cross compiler when an output is out of date."""
import glob
import os
import shutil
import subprocess

from machine.terminal import Failure

COMPILER = 's390x-linux-gnu-gcc'
LAB = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
TOP = os.path.dirname(LAB)
CACHE = os.path.join(TOP, '.cache')


def newer(path, *others):
    """True if the file exists and is not older than any of the others."""
    if not os.path.exists(path):
        return False
    return all(os.stat(other).st_mtime <= os.stat(path).st_mtime for other in others)


def run(sources, output, *options):
    """Compile or assemble sources of the lab."""
    if not shutil.which(COMPILER):
        raise Failure(f'{COMPILER} is not installed: apt-get install gcc-s390x-linux-gnu')
    done = subprocess.run([COMPILER, '-march=z10', *options, '-o', output, *sources],
                          stdin=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    if done.returncode:
        raise Failure(f'cannot compile {sources[0]}: {done.stderr.partition(chr(10))[0]}')


def init():
    """The compiled process 1, lab/init; it is kept in the cache."""
    sources = glob.glob(os.path.join(glob.escape(LAB), 'init', '*.c'))
    header = os.path.join(LAB, 'init', 'init.h')
    program = os.path.join(CACHE, 'lab', 'init')
    if not newer(program, *sources, header):
        os.makedirs(os.path.dirname(program), exist_ok=True)
        # Use a temporary name first, because two runs may do this at the same time.
        run(sources, f'{program}.{os.getpid()}', '-static', '-O2')
        os.rename(f'{program}.{os.getpid()}', program)
    return program
