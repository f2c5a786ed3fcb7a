# SPDX-License-Identifier: GPL-2.0-only
"""The user's repository, and the bisection's own worktree of it.

The refs and files of git bisect belong to one worktree, so the user's tree, index, stash and own
bisection are not touched. Nothing remains in the repository when the worktree is removed.
"""
import fcntl
import hashlib
import os
import shutil
import subprocess
import time
from collections import namedtuple

from bisecting import processes
from machine.cc import CACHE
from machine.terminal import Failure, USAGE

OLDEST = (5, 18)        # lab/kernel.config needs it
# The user's hooks and maintenance do not concern this worktree.
CONFIG = {'core.hooksPath': '/dev/null', 'core.fsmonitor': 'false', 'gc.auto': '0',
          'maintenance.auto': 'false', 'advice.detachedHead': 'false', 'submodule.recurse': 'false'}

Commit = namedtuple('Commit', 'hash author date subject')


def environment():
    """The environment for git: not that of a hook or an alias of the user."""
    env = {name: value for name, value in os.environ.items() if not name.startswith('GIT_')}
    env |= {'LC_ALL': 'C', 'GIT_CONFIG_COUNT': str(len(CONFIG))}
    for i, (name, value) in enumerate(CONFIG.items()):
        env |= {f'GIT_CONFIG_KEY_{i}': name, f'GIT_CONFIG_VALUE_{i}': value}
    return env


class Repository:
    """path: a folder in the repository; may be bare. Failure with one line if it is none."""

    def __init__(self, path):
        self.path = os.path.realpath(path)
        if not os.path.isdir(self.path):
            raise Failure(f"--source: no folder '{path}'", USAGE)
        done = self._git('rev-parse', '--path-format=absolute', '--git-common-dir')
        if done.returncode:
            raise Failure(f"--source: git cannot use '{path}': {advice(done.stderr)}", USAGE)
        key = hashlib.sha256(done.stdout.strip().encode()).hexdigest()[:12]
        self.home = os.path.join(CACHE, 'bisect', key)
        self.tree = os.path.join(self.home, 'tree')
        self.lock_file = None

    def _git(self, *words, where=None):
        return subprocess.run(['git', '-C', where or self.path, *words], env=environment(),
                              stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                              stderr=subprocess.PIPE, text=True, errors='replace')

    def query(self, *words):
        """The output of a git command that only reads; Failure if it fails."""
        done = self._git(*words)
        if done.returncode:
            raise Failure(f"git {words[0]} in '{self.path}': {last_line(done.stderr)}")
        return done.stdout.strip()

    def resolve(self, option, word):
        """The hash of the commit that an option names."""
        done = self._git('rev-parse', '--verify', '--quiet', '--end-of-options', word + '^{commit}')
        if done.returncode:
            raise Failure(f"{option}: '{self.path}' has no commit '{word}'", USAGE)
        return done.stdout.strip()

    def check_kernel(self, option, commit):
        """Failure unless the commit is of a Linux source tree that the lab can build."""
        makefile = self._git('show', f'{commit}:Makefile').stdout
        fields = dict(line.split(' = ', 1) for line in makefile.splitlines()[:10] if ' = ' in line)
        if self._git('cat-file', '-e', f'{commit}:arch/s390/kvm').returncode or \
                not all(fields.get(name, '').isdigit() for name in ('VERSION', 'PATCHLEVEL')):
            raise Failure(f'{option}: commit {commit[:12]} is not of a Linux source tree with '
                          'arch/s390/kvm', USAGE)
        version = int(fields['VERSION']), int(fields['PATCHLEVEL'])
        if version < OLDEST:
            raise Failure(f'{option}: commit {commit[:12]} is of Linux {version[0]}.{version[1]}; '
                          f'the lab builds {OLDEST[0]}.{OLDEST[1]} and later', USAGE)

    def check_range(self, good, bad):
        """Failure unless the good commit is an ancestor of the bad one."""
        if good == bad:
            raise Failure('--good and --bad are the same commit', USAGE)
        if not self._git('merge-base', '--is-ancestor', good, bad).returncode:
            return
        base = self._git('merge-base', good, bad).stdout.strip()
        if base == bad:
            why = 'is newer than --bad: exchange them, and add --changed to find a fix'
        elif base:
            why = f'is not an ancestor of --bad: give their merge base, --good {base[:12]}'
        else:
            why = 'has no history in common with --bad'
        raise Failure(f'--good {good[:12]} {why}', USAGE)

    def has(self, commit):
        return not self._git('cat-file', '-e', f'{commit}^{{commit}}').returncode

    def commit(self, name):
        fields = self.query('show', '-s', '--format=%H%x00%an <%ae>%x00%as%x00%s', name)
        return Commit(*fields.split('\0'))

    def parents(self, commit):
        return self.query('rev-list', '-1', '--parents', commit).split()[1:]

    def count(self, good, bad):
        """The number of commits that are reachable from bad only."""
        return int(self.query('rev-list', '--count', bad, f'^{good}'))

    def lock(self, seconds):
        """Failure if this repository is being bisected already. A step whose bisection was killed
        has the lock, too, until it ends: wait for it."""
        os.makedirs(self.home, exist_ok=True)
        self.lock_file = open(os.path.join(self.home, 'lock'), 'w', encoding='ascii')
        deadline = time.monotonic() + seconds
        while True:
            try:
                fcntl.flock(self.lock_file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                return
            except BlockingIOError as error:
                if time.monotonic() >= deadline:
                    raise Failure(f"another bisection of '{self.path}' is running") from error
                time.sleep(0.1)

    def add_worktree(self, commit, log, tick):
        self.remove_worktree()
        self.command(log, 'worktree', 'add', '--force', '--detach', self.tree, commit,
                     where=self.path, tick=tick)

    def remove_worktree(self):
        """Remove it, if it exists, and everything that git bisect has recorded in it."""
        self._git('worktree', 'remove', '--force', '--force', self.tree)
        shutil.rmtree(self.tree, ignore_errors=True)

    def command(self, log, *words, where=None, tick=None, expected=(0,), **more):
        """Run a git command in the worktree; Failure if its exit code is not an expected one."""
        start = log.tell()
        code = processes.run(['git', '-C', where or self.tree, *words], log, tick,
                             env=environment(), **more)
        if expected and code not in expected:
            with open(log.name, encoding='utf-8', errors='replace') as file:
                file.seek(start)
                raise Failure(f'git {" ".join(words[:2])}: {last_line(file.read())}')
        return code

    def checkout(self, commit, log, tick):
        self.command(log, 'checkout', '--quiet', '--detach', commit, tick=tick)

    def candidates(self):
        """The commits that can still be the first bad one, the newest first."""
        refs = self._git('for-each-ref', '--format=%(refname) %(objectname)', 'refs/bisect',
                         where=self.tree).stdout.split('\n')
        bad, good = '', []
        for line in filter(None, refs):
            name, commit = line.split()
            if name == 'refs/bisect/bad':
                bad = commit
            elif name.startswith('refs/bisect/good-'):
                good.append('^' + commit)
        return self.query('rev-list', '--topo-order', bad, *good).split()

    def head(self):
        return self._git('rev-parse', 'HEAD', where=self.tree).stdout.strip()


def last_line(text):
    lines = text.strip().splitlines()
    return lines[-1].removeprefix('fatal: ') if lines else 'failed without a message'


def advice(text):
    """The first line of an error message of git, and the last one if it is a command to run."""
    lines = text.strip().removeprefix('fatal: ').splitlines()
    first, *others = lines or ['failed without a message']
    command = f': {others[-1].strip()}' if others and others[-1].startswith('\tgit ') else ''
    return first + command
