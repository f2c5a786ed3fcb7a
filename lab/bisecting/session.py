# SPDX-License-Identifier: GPL-2.0-only
"""A bisection from start to end: both ends, git bisect run, report."""
import os
import shlex
import subprocess
import sys

from bisecting import criterion, options as command_line, processes, report
from bisecting.folder import ABBREVIATED, Folder
from bisecting.repository import Repository
from bisecting.trial import NATIVE, Trial, Untestable
from machine.cc import TOP
from machine.terminal import Failure, USAGE

UNDECIDED = 3       # exit code
STEP_GRACE = 60     # seconds for a step to end whose bisection was killed
ENDS = 'bad', 'good'
# The runs of an end, by the rest of their names.
RUNS = {'-plain': '', '': ', known deviations count as failures', '-alone': ', watched cases only',
        '-again': ', a second time'}


def plural(n, word='case'):
    return f'{n} {word}{"" if n == 1 else "s"}'


class Session:
    """folder: new, with its state, or interrupted."""

    def __init__(self, folder, repo, progress):
        self.folder, self.repo, self.progress = folder, repo, progress
        self.state = folder.load()
        self.trial = Trial(folder, self.state, repo, progress)
        self.changed = self.state['changed']

    # The ends

    def kernel(self, end):
        """The kernel of one end."""
        commit = self.state[end]
        if not os.path.exists(self.folder.kernel(commit)):
            self.progress.phase(f'building the {end} end, {commit[:ABBREVIATED]}')
            with self.folder.log() as log:
                self.repo.checkout(commit, log, self.tick)
        return self.trial.build(commit)

    def test(self, end, name, args):
        """The outcomes of a run on the kernel of one end."""
        try:
            kernel = self.kernel(end)
            if not os.path.exists(self.folder.run(name)):
                self.progress.phase(f'testing the {end} end{RUNS[name.removeprefix(end)]}')
            return self.trial.run(kernel, name, args)
        except Untestable as why:
            raise Failure(f'the {end} end, {self.state[end][:ABBREVIATED]}, cannot be tested: '
                          f'{why}') from why

    def tick(self):
        self.progress.update('')

    def check_ends(self):
        """Choose the watched cases and the arguments of all runs."""
        args = self.state['args']
        plain = self.test('bad', 'bad-plain', args)
        strict = [*args, '--strict']
        if not command_line.has_level(args):
            strict += ['--level', plain.head['level']]
        bad = self.test('bad', 'bad', strict).outcomes
        good = self.test('good', 'good', strict).outcomes
        cases = criterion.watched(good, bad, plain.unexpected, self.changed)
        self.progress.end()
        if not cases:
            raise Failure(self.nothing(good, bad, plain.unexpected), USAGE)
        self.state |= {'strict': strict, 'cases': cases, 'level': plain.head['level']}
        self.choose(cases, strict)
        self.folder.save(self.state)

    def nothing(self, good, bad, unexpected):
        """Why there is nothing to bisect."""
        changes = len(criterion.watched(good, bad, (), True))
        tried = plural(len(bad))
        if self.changed:
            return f'both ends have the same outcomes in all {tried}'
        hint = f'; {plural(changes)} changed: --changed finds the commit' if changes else ''
        if unexpected:
            return (f'the good end fails, too: all {plural(len(unexpected))} that fail at the bad '
                    f'end fail in the same way at the good end{hint}')
        return f'the bad end passes: none of {tried} fails unexpectedly{hint}'

    def choose(self, cases, strict):
        """Name the watched cases in the arguments of a step, if they behave the same when they
        run alone. Cases that do not behave the same a second time cannot decide."""
        base = command_line.without_selection(strict)
        named = criterion.sample(cases)
        alone = [*base, *(word for case in named for word in ('--case', case))]
        for name, ids, args in ('alone', named, alone), ('again', cases, strict):
            if name == 'alone' and cases[0].startswith(criterion.RUN):
                continue
            runs = {end: self.test(end, f'{end}-{name}', args).outcomes for end in ENDS}
            stable = self.stable(ids, runs)
            if stable:
                self.state |= {'run_args': args, 'watched': stable, 'outcomes': {
                    end: {case: runs[end][case] for case in stable if case in runs[end]}
                    for end in ENDS}}
                return
        raise Failure(f'the ends differ in {plural(len(cases))}, but not in a second run: these '
                      'cases do not have the same outcome each time, for example '
                      + named[0])

    def stable(self, ids, runs):
        good, bad = runs['good'], runs['bad']
        first = self.trial.run(self.folder.kernel(self.state['good']), 'good', []).outcomes
        return [case for case in ids if good.get(case) == first.get(case)
                and criterion.judge([case], good, bad, bad, self.changed).word == criterion.BAD]

    def announce(self):
        watched, cases = len(self.state['watched']), len(self.state['cases'])
        kind = 'differ from the good end' if self.changed else 'fail, but not at the good end'
        self.progress.note(f'at the bad end {plural(cases)} {kind}; '
                           f'{"all" if watched == cases else watched} of them are watched')
        between = self.repo.count(self.state['good'], self.state['bad'])
        self.progress.note(f'bisecting {plural(between, "commit")}, about '
                           f'{plural(max(between - 1, 0).bit_length(), "step")}')

    # git bisect

    def bisect(self):
        """Run git bisect. Return the commits that can be the first bad one, the newest first."""
        if not self.folder.read('git-bisect.log'):
            self.folder.append('git-bisect.log', f"git bisect start '{self.state['bad']}' "
                               f"'{self.state['good']}'")
        with self.folder.log() as log:
            self.repo.command(log, 'bisect', 'replay', self.folder.file('git-bisect.log'),
                              tick=self.tick, expected=None)
            if len(self.repo.candidates()) > 1 and not self.decided():
                self.run_steps(log)
        return self.repo.candidates()

    def run_steps(self, log):
        # git writes to the log; the steps write their messages to this program's standard error.
        self.folder.take('broken')      # of a step whose bisection was killed
        messages = os.dup(sys.stderr.fileno())
        step = processes.command(os.path.join(TOP, 'lab', 'bisect'), '--step', self.folder.path,
                                 str(messages))
        code = self.repo.command(log, 'bisect', 'run', *step, expected=None,
                                 pass_fds=(messages, self.repo.lock_file.fileno()))
        os.close(messages)
        broken = self.folder.take('broken').strip()
        if broken:
            raise Failure(broken.splitlines()[-1])
        if len(self.repo.candidates()) > 1 and not self.decided():
            raise Failure(f'git bisect run ended with {code}; its output is in {log.name}')

    def decided(self):
        """True if only skipped commits are left."""
        skipped = {line.split()[-1] for line in self.folder.read('git-bisect.log').splitlines()
                   if line.startswith('git bisect skip ')}
        return set(self.repo.candidates()[1:]) <= skipped

    # The report

    def full_run(self, commit):
        """The outcomes of all selected cases on a kernel that was tested, and the run's folder."""
        for end in ENDS:
            if commit == self.state[end]:
                return self.trial.run(self.folder.kernel(commit), end, []).outcomes, end
        name = f'{commit[:ABBREVIATED]}-all'
        self.progress.phase(f'testing {commit[:ABBREVIATED]} with all cases')
        kernel = self.folder.kernel(commit)
        return self.trial.run(kernel, name, self.state['strict']).outcomes, name

    def found(self, commit):
        first = self.repo.commit(commit)
        tested = [parent for parent in self.repo.parents(commit)
                  if os.path.exists(self.folder.kernel(parent))]
        # A parent in another branch of a merge is untested if one of its descendants was good.
        parent = self.repo.commit(tested[0] if tested else self.state['good'])
        good, _ = self.full_run(self.state['good'])
        before, run_before = self.full_run(parent.hash)
        after, run_after = self.full_run(first.hash)
        self.progress.end()
        lines = [f'first bad commit: {first.hash}', *report.of_commit(first), '',
                 'what changed with it, from its parent to this commit '
                 '(known deviations count as failures):', '']
        lines += report.comparison(self.folder.run(run_before), self.folder.run(run_after))
        lines += report.remaining(self.state['cases'], good, before, after, self.changed)
        lines += ['', *report.log(self.folder.read('bisect.log')), '', 'to see it again:']
        case = next((case for case in self.state['watched']
                     if before.get(case) != after.get(case)), self.state['watched'][0])
        lines += report.again(self.folder, self.repo, first, parent, case, self.state)
        self.finish(lines, [first.hash, parent.hash])
        return 0

    def undecided(self, commits):
        lines = report.undecided([self.repo.commit(commit) for commit in reversed(commits)],
                                 self.folder.read('bisect.log'))
        self.finish(lines, [])
        return UNDECIDED

    def finish(self, lines, kernels):
        for line in lines:
            self.folder.append('report.txt', line)
        self.folder.complete(kernels)
        print('\n'.join(lines))
        print(f'\nresults: {os.path.relpath(self.folder.path, TOP)}', flush=True)

    def run(self):
        with self.folder.log() as log:
            self.progress.phase(f'checking out {self.state["bad"][:ABBREVIATED]}')
            self.trial.record.restore(self.state['bad'], log, self.tick)
        if 'watched' not in self.state:
            self.check_ends()
        self.announce()
        commits = self.bisect()
        return self.found(commits[0]) if len(commits) == 1 else self.undecided(commits)


def begin(options, words):
    """A new folder, with its state. Failure before anything is written."""
    repo = Repository(options.source)
    good, bad = repo.resolve('--good', options.good), repo.resolve('--bad', options.bad)
    repo.check_range(good, bad)
    for name, commit in ('--good', good), ('--bad', bad):
        repo.check_kernel(name, commit)
    if options.dry_run:
        return repo, None
    check_arguments(options.args)
    repo.lock(0)
    folder = Folder.new()
    folder.append('command', shlex.join(['./run.sh', 'bisect', *words]))
    folder.save({'repo': repo.path, 'good': good, 'bad': bad, 'args': options.args,
                 'config': options.config and os.path.abspath(options.config),
                 'timeout': options.timeout, 'memory': options.memory, 'cpus': options.cpus,
                 'emulator': options.emulator, 'accel': options.accel,
                 'changed': options.changed})
    return repo, folder


def check_arguments(args):
    """Failure if memop-cts refuses its arguments."""
    done = subprocess.run([NATIVE, '--dry-run', *args], stdout=subprocess.DEVNULL,
                          stderr=subprocess.PIPE, text=True)
    if done.returncode:
        raise Failure(done.stderr.strip().removeprefix('memop-cts: '), USAGE)


def resume(options):
    folder = Folder.latest()
    repo = Repository(folder.load()['repo'])
    if not options.dry_run:
        repo.lock(STEP_GRACE)
    return repo, folder


def bisect(options, words, progress):
    repo, folder = resume(options) if options.resume else begin(options, words)
    if options.dry_run:
        return 0
    processes.catch_signals()
    session = Session(folder, repo, progress)
    try:
        return session.run()
    except processes.Interrupted as interrupted:
        number = interrupted.args[0]
        progress.note(f'lab/bisect: interrupted after {plural(folder.steps(), "step")}; '
                      './run.sh bisect --resume continues')
        return 128 + number
    except (Failure, Untestable, OSError) as failure:
        if isinstance(failure, Failure) and failure.code == USAGE:
            folder.complete([])
            progress.note(f'the runs of both ends are in {os.path.relpath(folder.path, TOP)}')
            raise
        raise Failure(f'{failure}; the log is {folder.file("log")}; '
                      './run.sh bisect --resume continues') from failure
    finally:
        processes.ignore_signals()
        repo.remove_worktree()
