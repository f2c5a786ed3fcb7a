# SPDX-License-Identifier: GPL-2.0-only
"""Keeps builds incremental when the worktree is made anew.

make compiles a file again if it is newer than its object, and a new worktree has only new files. So
a record beside the worktree names the commit from which the objects in the build folder were made.
A new worktree starts at that commit, with all files made old, and git then renews only the files
that differ in the wanted commit. If a build did not end, the objects are from either of two
commits: the record names both, and git checks out one after the other.
"""
import hashlib
import os

OLD = 946684800     # seconds since 1970: older than any object


class Record:
    """config: the configuration file of the user, or ''; each has its own build folder."""

    def __init__(self, repo, config):
        name = hashlib.sha256(config.encode()).hexdigest()[:12]
        self.repo, self.path = repo, os.path.join(repo.home, f'built-{name}')

    def commits(self):
        try:
            with open(self.path, encoding='ascii') as file:
                return file.read().split()
        except FileNotFoundError:
            return []

    def begin(self, commit):
        """A build of this commit begins. Without a record, the objects are of unknown origin."""
        if self.commits():
            self._write([*self.commits(), commit])

    def end(self, commit):
        """The build of this commit has ended well: all objects are made from it."""
        self._write([commit])

    def _write(self, commits):
        with open(self.path + '.new', 'w', encoding='ascii') as file:
            file.writelines(f'{commit}\n' for commit in commits)
        os.rename(file.name, self.path)

    def restore(self, commit, log, tick):
        """Make the worktree and check out the commit in it."""
        commits = self.commits()
        if not commits or not all(self.repo.has(known) for known in commits):
            self.repo.add_worktree(commit, log, tick)
            return
        self.repo.add_worktree(commits[0], log, tick)
        age(self.repo.tree)
        # git must not take the files for changed: it would write them again.
        self.repo.command(log, 'update-index', '-q', '--refresh', tick=tick)
        for known in [*commits[1:], commit]:
            self.repo.checkout(known, log, tick)


def age(tree):
    """Make all files of the tree old."""
    for folder, _, files in os.walk(tree):
        for name in files:
            os.utime(os.path.join(folder, name), (OLD, OLD), follow_symlinks=False)
