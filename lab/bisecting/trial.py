# SPDX-License-Identifier: GPL-2.0-only
"""Builds the kernel of a commit, runs the suite on it, and tells whose fault a failure is: that of
the commit (Untestable), or that of the machine on which the bisection runs (Failure)."""
import os
import shutil

from bisecting import outcomes, processes
from bisecting.incremental import Record
from machine.cc import CACHE, LAB, TOP
from machine.terminal import Failure, UNTESTABLE

NATIVE = os.path.join(TOP, 'build', 'native', 'memop-cts')
PROGRAM = NATIVE if os.uname().machine == 's390x' else \
    os.path.join(TOP, 'build', 's390x', 'memop-cts')
BUILD_LOG = os.path.join(CACHE, 'log', 'kernel-build.log')
TESTED = 0, 1, 4        # exit codes of lab/boot after a complete run
# Written by memop-cts report, and large.
SUPERFLUOUS = 'junit.xml', 'results.ktap'


class Untestable(Exception):
    """The commit does not build, does not boot, or cannot run the suite. The argument is why."""


class Trial:
    """state: config, timeout, memory and cpus, as given on the command line (folder.py)."""

    def __init__(self, folder, state, repo, progress):
        self.folder, self.state, self.repo, self.progress = folder, state, repo, progress
        self.record = Record(repo, state['config'])

    def _run(self, words, output=None):
        """Run a program of the lab. Return its exit code, and its last message."""
        with self.folder.log() as log:
            start = log.tell()
            code = processes.run(words, log, lambda: self.progress.update(''), output)
        with open(log.name, encoding='utf-8', errors='replace') as file:
            file.seek(start)
            lines = file.read().strip().splitlines()
        return code, lines[-1].partition(': ')[2] or lines[-1] if lines else f'exit code {code}'

    def build(self, commit):
        """Build the kernel of the commit that is checked out in the worktree."""
        kernel = self.folder.kernel(commit)
        if os.path.exists(kernel):
            return kernel
        config = ['--config', self.state['config']] if self.state['config'] else []
        self.record.begin(commit)
        with open(self.folder.file('built'), 'w+', encoding='utf-8') as output:
            # An empty LOCALVERSION: otherwise the release would change with each tag.
            code, message = self._run([os.path.join(LAB, 'kernel-build'), *config,
                                       '--make', 'LOCALVERSION=', self.repo.tree], output)
            output.seek(0)
            built = output.read().strip()
        os.remove(output.name)
        if code == UNTESTABLE:
            raise Untestable(self._keep_log(message, commit))
        if code:
            raise Failure(f'cannot build {commit[:12]}: {message}')
        self.record.end(commit)
        shutil.copytree(built, kernel + '.new', dirs_exist_ok=True)
        os.rename(kernel + '.new', kernel)
        return kernel

    def _keep_log(self, message, commit):
        """Keep the output of a build that failed. Return its message without long paths."""
        if os.path.exists(BUILD_LOG):
            os.makedirs(self.folder.file('builds'), exist_ok=True)
            shutil.copy(BUILD_LOG, self.folder.file('builds', f'{commit[:12]}.log'))
        return message.replace(self.repo.tree + '/', '').partition(' (the complete output')[0]

    def run(self, kernel, name, args):
        """Run the suite on a kernel, unless this run is in the folder already."""
        final = self.folder.run(name)
        if not os.path.exists(final):
            partial = final + '.incomplete'
            shutil.rmtree(partial, ignore_errors=True)
            self._boot(kernel, partial, args)
            self._report(partial, kernel)
            os.rename(partial, final)
        return outcomes.read(final)

    def _boot(self, kernel, out, args):
        # With nested KVM the machine is thrown away after the run, too, but does not look emulated.
        dangerous = ['--dangerous'] if self.state['accel'] == 'kvm' else []
        code, message = self._run([
            os.path.join(LAB, 'boot'), '--kernel', kernel, '--program', PROGRAM, '--out', out,
            '--timeout', str(self.state['timeout']), '--memory', str(self.state['memory']),
            '--cpus', str(self.state['cpus']), '--emulator', self.state['emulator'],
            '--accel', self.state['accel'], '--', *dangerous, *args])
        if code in TESTED or (code == UNTESTABLE and has_results(out)):
            return
        if code == UNTESTABLE:
            raise Untestable(message)
        raise Failure(f'the suite cannot be run: {message}')

    def _report(self, out, kernel):
        again = f'./run.sh --kernel {os.path.relpath(kernel, TOP)} --'
        journal = os.path.join(out, 'journal')
        code, message = self._run([NATIVE, 'report', journal, '--out', out, '--again', again])
        if not os.path.exists(os.path.join(out, 'results.jsonl')):
            raise Failure(f'no report of {journal} (exit code {code}): {message}')
        for name in SUPERFLUOUS:
            os.remove(os.path.join(out, name))


def has_results(out):
    """True if the suite has tried a case."""
    try:
        with open(os.path.join(out, 'journal'), 'rb') as file:
            return any(line.startswith(b'r ') for line in file)
    except FileNotFoundError:
        return False
