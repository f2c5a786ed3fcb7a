# SPDX-License-Identifier: GPL-2.0-only
"""One step of git bisect run: tests the commit that git has checked out in the worktree."""
import time

from bisecting import criterion, repository
from bisecting.criterion import SKIP, Verdict
from bisecting.folder import ABBREVIATED, Folder
from bisecting.trial import Trial, Untestable
from machine.terminal import Failure

# What git bisect run takes from the exit code of a step; from 128 on it stops.
CODES = {'good': 0, 'bad': 1, SKIP: 125}
BROKEN = 131


def describe(verdict, seconds, commit):
    """The line of a step in bisect.log."""
    return (f'{verdict.word:<4} {commit.hash[:ABBREVIATED]} {seconds:4.0f} s  {commit.subject} | '
            f'{verdict.reason}')


def verdict(trial, state, commit):
    """Build and test the commit. Failure if that says nothing about the commit."""
    name = commit.hash[:ABBREVIATED]
    try:
        found = trial.run(trial.build(commit.hash), name, state['run_args'])
    except Untestable as why:
        return Verdict(SKIP, str(why))
    return criterion.judge(state['watched'], state['outcomes']['good'], state['outcomes']['bad'],
                           found.outcomes, state['changed'])


def step(path, progress):
    """Test the commit that is checked out in the worktree of the bisection whose folder is path.
    Returns the exit code for git bisect run."""
    folder = Folder(path)
    state = folder.load()
    repo = repository.Repository(state['repo'])
    commit = repo.commit(repo.head())
    progress.phase(f'step {folder.steps() + 1}: {commit.hash[:ABBREVIATED]} {commit.subject}')
    start = time.monotonic()
    try:
        found = verdict(Trial(folder, state, repo, progress), state, commit)
    except (Failure, OSError) as failure:
        folder.append('broken', str(failure))
        return BROKEN
    seconds = time.monotonic() - start
    folder.append('git-bisect.log', f'git bisect {found.word} {commit.hash}')
    folder.append('bisect.log', describe(found, seconds, commit))
    progress.note(f'  {found.word}: {found.reason} ({seconds:.0f} s)')
    return CODES[found.word]
