# SPDX-License-Identifier: GPL-2.0-only
"""The final report of a bisection."""
import os
import shlex
import subprocess

from bisecting.criterion import is_bad, is_skip
from bisecting.folder import ABBREVIATED, PARTIAL
from bisecting.options import CPUS, MEMORY
from bisecting.trial import NATIVE
from machine.cc import TOP


def short(commit):
    return commit.hash[:ABBREVIATED]


def of_commit(commit):
    return [f'    {commit.subject}', f'    author: {commit.author}', f'    date:   {commit.date}']


def comparison(before, after):
    """What memop-cts compare prints about two runs, without its first lines."""
    done = subprocess.run([NATIVE, 'compare', before, after], stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, text=True)
    return done.stdout.partition('\n\n')[2].splitlines()


def remaining(cases, good, parent, first, changed):
    """What the commit does not explain. cases: all that decide at the bad end; good, parent and
    first: {id: outcome} of the good end, the commit's parent and the commit."""
    def bad(outcomes):
        return {case for case in cases if not is_skip(outcomes.get(case))
                and is_bad(case, outcomes[case], good, changed)}

    early, late = bad(parent), set(cases) - bad(parent) - bad(first)
    for some, when in (early, 'already before this commit'), (late, 'only after this commit'):
        if some:
            what = 'are not as at the good end' if changed else 'fail'
            yield (f'of the {len(cases)} cases, {len(some)} {what} {when}: to find that commit, '
                   f'bisect again with --case {shlex.quote(min(some))}')


def again(folder, repo, first, parent, case, state):
    """The commands that show the change again, with the options of the bisection."""
    root = os.path.relpath(folder.path.removesuffix(PARTIAL), TOP)
    machine = f' --memory {state["memory"]}' if state['memory'] != MEMORY else ''
    machine += f' --cpus {state["cpus"]}' if state['cpus'] != CPUS else ''
    config = f' --config {shlex.quote(state["config"])}' if state['config'] else ''
    option = f'-- --strict --case {shlex.quote(case)}'
    for commit, note in (first, 'this commit'), (parent, 'its parent'):
        if os.path.exists(folder.kernel(commit.hash)):
            kernel = f'{root}/kernels/{short(commit)}'
            yield f'    ./run.sh --kernel {kernel}{machine} {option}    # {note}'
    tree = f'/tmp/{short(first)}'
    yield f'    git -C {shlex.quote(repo.path)} worktree add --detach {tree} {short(first)}'
    yield f'    ./run.sh --source {tree}{config}{machine} {option}    # this commit, built again'


def undecided(commits, steps):
    """The report if only commits are left that cannot be tested. commits: the oldest first."""
    reasons = {line.split()[1]: line for line in steps.splitlines()}
    lines = ['git cannot decide, because commits between the last good and the first bad one '
             'cannot be tested.', f'The first bad commit is one of these {len(commits)}:', '']
    for commit in commits:
        lines.append(f'  {short(commit)} {commit.subject}')
        if short(commit) in reasons:
            lines.append(f'      {reasons[short(commit)].partition(" | ")[2]}')
    return [*lines, '', *log(steps)]


def log(steps):
    return ['steps: verdict, commit, time, subject, reason', *(f'  {line}'
                                                               for line in steps.splitlines())]
