# SPDX-License-Identifier: GPL-2.0-only
"""Unit tests of lab/bisecting: options, outcomes, and the criterion of a bisection."""
import json
import os
import tempfile
import unittest
from types import SimpleNamespace

from bisecting import criterion, options, outcomes, report, repository, step
from bisecting.criterion import BAD, GOOD, SKIP, Verdict
from bisecting.folder import TOP, Folder
from bisecting.incremental import Record
from bisecting.repository import Commit
from machine.terminal import Failure, USAGE

FAIL, OTHER = 'fail 0 0 returns 0', 'fail 0 0 storage'
ENDS = '--source', 'r', '--good', 'a', '--bad', 'b'


class Watched(unittest.TestCase):
    # good end, bad end, unexpected at the bad end: watched by default, watched with --changed
    TABLE = (
        ('pass 0 0', FAIL, True, True, True),
        ('pass 0 0', FAIL, False, False, True),         # a known deviation of the bad end
        (FAIL, FAIL, True, False, False),               # fails at both ends in the same way
        (FAIL, OTHER, True, True, True),
        (FAIL, 'pass 0 0', False, False, True),         # fixed
        ('pass 0 0', 'pass 0 0', False, False, False),
        ('pass 0 0', 'pass -1 14', False, False, True),
        ('skip', 'pass 0 0', False, False, True),       # the operation was added
        ('skip', FAIL, True, True, True),
        (None, FAIL, True, True, True),
    )

    def test_table(self):
        for good, bad, unexpected, default, changed in self.TABLE:
            with self.subTest(good=good, bad=bad, unexpected=unexpected):
                ends = ({'c': good} if good else {}), {'c': bad}
                failed = {'c'} if unexpected else set()
                self.assertEqual(criterion.watched(*ends, failed, False), ['c'] if default else [])
                self.assertEqual(criterion.watched(*ends, failed, True), ['c'] if changed else [])

    def test_cases_of_the_run(self):
        bad = {'run/kernel_log': 'fail', 'b/c': FAIL, 'a/c': FAIL}
        self.assertEqual(criterion.watched({}, bad, set(bad), False), ['a/c', 'b/c'])
        alone = {'run/kernel_log': 'fail', 'b/c': 'pass 0 0'}
        self.assertEqual(criterion.watched({'b/c': 'pass 0 0'}, alone, {'run/kernel_log'}, False),
                         ['run/kernel_log'])

    def test_sample(self):
        ids = list(range(1000))
        self.assertEqual(criterion.sample(ids[:64]), ids[:64])
        some = criterion.sample(ids, 10)
        self.assertEqual(some, [0, 100, 200, 300, 400, 500, 600, 700, 800, 900])


class Judge(unittest.TestCase):
    # good end, bad end, step: verdict by default, verdict with --changed
    TABLE = (
        ('pass 0 0', FAIL, 'pass 0 0', GOOD, GOOD),
        ('pass 0 0', FAIL, FAIL, BAD, BAD),
        ('pass 0 0', FAIL, OTHER, BAD, BAD),
        ('pass 0 0', FAIL, 'pass -1 14', GOOD, BAD),    # another allowed answer
        ('pass 0 0', FAIL, 'skip', SKIP, SKIP),
        ('pass 0 0', FAIL, None, SKIP, SKIP),
        ('pass 0 0', FAIL, 'crash signal 11', BAD, BAD),
        (FAIL, OTHER, FAIL, GOOD, GOOD),                # a known deviation of the good end
        (FAIL, OTHER, 'pass 0 0', GOOD, BAD),
        ('skip', FAIL, 'skip', GOOD, GOOD),             # before the operation was added
        ('skip', FAIL, 'pass 0 0', GOOD, BAD),
        (FAIL, 'pass 0 0', FAIL, GOOD, GOOD),
        (FAIL, 'pass 0 0', 'pass 0 0', GOOD, BAD),      # fixed
    )

    def judge(self, good, bad, found, changed=False, more=None):
        def one(outcome):
            return {'c': outcome} if outcome else {}
        return criterion.judge(['c'], one(good), one(bad), one(found) | (more or {}), changed).word

    def test_table(self):
        for good, bad, found, default, changed in self.TABLE:
            with self.subTest(good=good, bad=bad, step=found):
                self.assertEqual(self.judge(good, bad, found), default)
                self.assertEqual(self.judge(good, bad, found, True), changed)

    def test_one_of_many(self):
        ids = ['a', 'b', 'c']
        good, bad = dict.fromkeys(ids, 'pass 0 0'), dict.fromkeys(ids, FAIL)
        found = criterion.judge(ids, good, bad, good | {'b': FAIL}, False)
        self.assertEqual(found, Verdict(BAD, '1 of 3 watched cases fail'))
        # Others that break and are fixed between the ends are not watched.
        self.assertEqual(criterion.judge(ids, good, bad, good | {'x': FAIL}, False).word, GOOD)
        self.assertEqual(criterion.judge(ids, good, bad, good | {'b': 'skip'}, False),
                         Verdict(SKIP, '1 of 3 watched cases could not be tried'))

    def test_run_cut_short(self):
        cut = {'run/incomplete': 'error'}
        self.assertEqual(self.judge('pass 0 0', FAIL, 'pass 0 0', more=cut), SKIP)
        self.assertEqual(self.judge('pass 0 0', FAIL, None, more=cut), SKIP)
        self.assertEqual(self.judge('pass 0 0', FAIL, FAIL, more=cut), BAD)
        ids = ['run/incomplete']
        self.assertEqual(criterion.judge(ids, {}, cut, cut, False).word, BAD)
        self.assertEqual(criterion.judge(ids, {}, cut, {'c': 'pass 0 0'}, False).word, GOOD)


class Outcomes(unittest.TestCase):
    LINES = (
        {'run': {'level': '6.1'}},
        {'case': 'a', 'status': 'pass', 'ret': -1, 'errno': 14},
        {'case': 'b', 'status': 'pass', 'ret': 0, 'errno': 0, 'answer': 1},
        {'case': 'c', 'status': 'skip', 'reason': 'no need'},
        {'case': 'd', 'status': 'fail', 'ret': 5, 'errno': 0, 'reason': 'r',
         'detail': 'state: s\ndeviation: returns 5, storage\nagain: x\n'},
        {'case': 'e', 'status': 'crash', 'reason': 'signal 11'},
        {'case': 'f', 'status': 'xfail', 'ret': 0, 'errno': 0, 'reason': 'F2'},
    )

    def test_parse(self):
        found = outcomes.parse(json.dumps(line) for line in self.LINES)
        self.assertEqual(found.head, {'level': '6.1'})
        self.assertEqual(found.unexpected, {'d', 'e'})
        self.assertEqual(found.outcomes, {
            'a': 'pass -1 14', 'b': 'pass 0 0 1', 'c': 'skip',
            'd': 'fail 5 0 returns 5, storage', 'e': 'crash signal 11', 'f': 'xfail 0 0'})


class Options(unittest.TestCase):
    def test_selection(self):
        for words, args in (((), ['--profile', 'quick']),
                            (('--suite', 'dat'), ['--suite', 'dat']),
                            (('--case', 'a/b', '--case', 'c/*'),
                             ['--case', 'a/b', '--case', 'c/*']),
                            (('--', '--stage', 'guest'), ['--stage', 'guest']),
                            (('--case', 'a', '--', '--stage', 'guest'),
                             ['--case', 'a', '--stage', 'guest'])):
            self.assertEqual(options.parse([*ENDS, *words]).args, args)

    def test_wrong(self):
        for words, text in (
                (ENDS[2:], '--source is missing'),
                (ENDS[:4], '--bad is missing'),
                ((*ENDS, '--resume'), '--resume continues'),
                (('--resume', '--suite', 'a'), 'omit --suite'),
                (('--resume', '--changed'), 'omit --changed'),
                (('--resume', '--', '-v'), 'omit -- and what follows'),
                ((*ENDS, '--emulator', 'bochs'), "--emulator 'bochs': give hercules or qemu"),
                ((*ENDS, '--case'), '--case needs a value'),
                ((*ENDS, '--nonsense'), "unknown option '--nonsense'"),
                ((*ENDS, 'word'), "unknown argument 'word'"),
                ((*ENDS, '--timeout', '0'), "--timeout '0' is not a number"),
                ((*ENDS, '--cpus', '3'), "--cpus '3' is not a number from 1 to 2"),
                ((*ENDS, '--config', '/no/file'), "no file '/no/file'"),
                (('--source', 'debian:6.1', *ENDS[2:]), 'has no history'),
                ((*ENDS, '--', '--results', 'x'), '--results makes no sense'),
                ((*ENDS, '--', '--subject=model'), '--subject makes no sense'),
                ((*ENDS, '--', '--list'), '--list makes no sense')):
            with self.subTest(words=words), self.assertRaises(Failure) as caught:
                options.parse(words)
            self.assertIn(text, str(caught.exception))
            self.assertEqual(caught.exception.code, USAGE)

    def test_resume(self):
        words = ['--emulator', 'qemu', '--accel', 'kvm', '--resume', '--dry-run']
        self.assertTrue(options.parse(words).resume)

    def test_without_selection(self):
        args = ['--suite', 'a', '--suite=b', '--stage', 'guest', '--case', 'c', '--fail-fast',
                '--shard', '1/2', '--case-timeout', '5']
        self.assertEqual(options.without_selection(args),
                         ['--stage', 'guest', '--case-timeout', '5'])
        self.assertTrue(options.has_level(['--level=6.1']))
        self.assertFalse(options.has_level(['--stage', 'level']))


class FakeRepository:
    """Records what is done to it."""

    def __init__(self, home, known):
        self.home, self.tree, self.known = home, os.path.join(home, 'tree'), known
        self.done = []
        os.mkdir(self.tree)

    def has(self, commit):
        return commit in self.known

    def add_worktree(self, commit, *_):
        with open(os.path.join(self.tree, 'file'), 'w', encoding='ascii'):
            self.done.append(f'add {commit}')

    def checkout(self, commit, *_):
        self.done.append(f'checkout {commit}')

    def command(self, _log, *words, **_):
        self.done.append(words[0])


class Incremental(unittest.TestCase):
    def restore(self, builds, known='XYZ'):
        """What is done for a worktree of commit Z after these calls of a record, and whether the
        files are old."""
        with tempfile.TemporaryDirectory() as home:
            repo = FakeRepository(home, known)
            for name, commit in builds:
                getattr(Record(repo, ''), name)(commit)
            Record(repo, '').restore('Z', None, None)
            return repo.done, os.path.getmtime(os.path.join(repo.tree, 'file')) < 1e9

    def test_restore(self):
        new = ['add Z'], False
        old = ['add X', 'update-index', 'checkout Z'], True
        self.assertEqual(self.restore([]), new)
        self.assertEqual(self.restore([('begin', 'X')]), new)   # objects of unknown origin
        self.assertEqual(self.restore([('end', 'X')]), old)
        self.assertEqual(self.restore([('end', 'Y'), ('begin', 'X'), ('end', 'X')]), old)
        self.assertEqual(self.restore([('end', 'X'), ('begin', 'Y')]),
                         (['add X', 'update-index', 'checkout Y', 'checkout Z'], True))
        self.assertEqual(self.restore([('end', 'X'), ('begin', 'Y')], 'XZ'), new)


class Repository(unittest.TestCase):
    def test_advice(self):
        for text, line in (
                ('fatal: not a git repository: .git\n', 'not a git repository: .git'),
                ("fatal: detected dubious ownership in repository at '/r'\n"
                 'To add an exception for this directory, call:\n\n'
                 '\tgit config --global --add safe.directory /r\n',
                 "detected dubious ownership in repository at '/r': "
                 'git config --global --add safe.directory /r'),
                ('', 'failed without a message')):
            self.assertEqual(repository.advice(text), line)


class Report(unittest.TestCase):
    COMMIT = Commit('0123456789abcdef', 'A <a@b>', '2026-01-02', 'subject')

    def test_step(self):
        verdict = Verdict(BAD, '1 of 2 watched cases fail')
        self.assertEqual(step.describe(verdict, 11.6, self.COMMIT),
                         'bad  0123456789ab   12 s  subject | 1 of 2 watched cases fail')

    def test_undecided(self):
        lines = report.undecided([self.COMMIT, self.COMMIT._replace(hash='f' * 16)],
                                 'skip 0123456789ab   12 s  subject | does not build')
        self.assertEqual(lines[1:6], ['The first bad commit is one of these 2:', '',
                                      '  0123456789ab subject', '      does not build',
                                      '  ffffffffffff subject'])

    def test_again(self):
        with tempfile.TemporaryDirectory() as home:
            folder = Folder(os.path.join(home, 'x.incomplete'))
            os.makedirs(folder.kernel(self.COMMIT.hash))
            for state, more in (({'config': '', 'memory': 1024, 'cpus': 1}, ('', '')),
                                ({'config': '/a b', 'memory': 2048, 'cpus': 2},
                                 (' --memory 2048 --cpus 2', " --config '/a b'"))):
                root = os.path.relpath(os.path.join(home, 'x'), TOP)
                lines = list(report.again(folder, SimpleNamespace(path='/r'), self.COMMIT,
                                          self.COMMIT._replace(hash='f' * 16), 'a/b', state))
                self.assertEqual(lines, [
                    f'    ./run.sh --kernel {root}/kernels/0123456789ab{more[0]} '
                    '-- --strict --case a/b    # this commit',
                    '    git -C /r worktree add --detach /tmp/0123456789ab 0123456789ab',
                    f'    ./run.sh --source /tmp/0123456789ab{more[1]}{more[0]} '
                    '-- --strict --case a/b    # this commit, built again'])

    def test_remaining(self):
        good = dict.fromkeys('abc', 'pass 0 0')
        parent, first = good | {'a': FAIL}, good | {'a': FAIL, 'b': FAIL}
        lines = list(report.remaining('abc', good, parent, first, False))
        self.assertEqual(lines, [
            'of the 3 cases, 1 fail already before this commit: to find that commit, '
            'bisect again with --case a',
            'of the 3 cases, 1 fail only after this commit: to find that commit, '
            'bisect again with --case c'])


if __name__ == '__main__':
    unittest.main()
