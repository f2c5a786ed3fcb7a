# SPDX-License-Identifier: GPL-2.0-only
"""The folder of a bisection, results/bisect/TIME. Its name ends in .incomplete until the first bad
commit is found; such a folder has all that --resume needs:

    state.json      options, both ends, watched cases (State)
    git-bisect.log  the verdicts so far, for git bisect replay
    bisect.log      one line for each step: verdict, seconds, commit, reason
    log             the output of all programs
    runs/NAME/      journal and reports of a run of the suite
    kernels/HASH/   the kernel of a commit
    builds/HASH.log the output of a build that failed
    report.txt      the final report
"""
import glob
import json
import os
import shutil
import time

from machine.cc import TOP
from machine.terminal import Failure, USAGE

HOME = os.path.join(TOP, 'results', 'bisect')
PARTIAL = '.incomplete'
ABBREVIATED = 12        # digits of a hash in names and messages


class Folder:
    def __init__(self, path):
        self.path = path

    @classmethod
    def new(cls):
        name = time.strftime('%Y%m%dT%H%M%SZ', time.gmtime())
        number = 1
        while True:
            path = os.path.join(HOME, name + (f'-{number}' if number > 1 else ''))
            if not os.path.exists(path):
                try:
                    os.makedirs(path + PARTIAL)
                    return cls(path + PARTIAL)
                except FileExistsError:
                    pass
            number += 1

    @classmethod
    def latest(cls):
        """The newest incomplete one."""
        paths = sorted(glob.glob(os.path.join(glob.escape(HOME), '*' + PARTIAL, 'state.json')))
        if not paths:
            raise Failure(f'--resume: {HOME} has no interrupted bisection', USAGE)
        return cls(os.path.dirname(paths[-1]))

    def file(self, *names):
        return os.path.join(self.path, *names)

    def kernel(self, commit):
        return self.file('kernels', commit[:ABBREVIATED])

    def run(self, name):
        return self.file('runs', name)

    def log(self):
        return open(self.file('log'), 'a', encoding='utf-8')

    def append(self, name, line):
        with open(self.file(name), 'a', encoding='utf-8') as file:
            print(line, file=file)

    def read(self, name):
        try:
            with open(self.file(name), encoding='utf-8') as file:
                return file.read()
        except FileNotFoundError:
            return ''

    def take(self, name):
        """Read the file and remove it."""
        text = self.read(name)
        if text:
            os.remove(self.file(name))
        return text

    def steps(self):
        return len(self.read('bisect.log').splitlines())

    def save(self, state):
        with open(self.file('state.json.new'), 'w', encoding='utf-8') as file:
            json.dump(state, file, indent=1)
        os.rename(file.name, self.file('state.json'))

    def load(self):
        return json.loads(self.read('state.json'))

    def complete(self, kernels):
        """Give the folder its final name; of the kernels keep only those of these commits."""
        kept = [commit[:ABBREVIATED] for commit in kernels]
        for path in glob.glob(os.path.join(glob.escape(self.path), 'kernels', '*')):
            if os.path.basename(path) not in kept:
                shutil.rmtree(path, ignore_errors=True)
        os.rename(self.path, self.path.removesuffix(PARTIAL))
        self.path = self.path.removesuffix(PARTIAL)
