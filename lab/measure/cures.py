# SPDX-License-Identifier: GPL-2.0-only
"""Reads tests/cures.txt: the cures of a kernel, each a named set of changes of functions."""
from collections import namedtuple

from measure import tables
from measure.edit import Edits

COLUMNS = 'NAME', 'CASES', 'FILE', 'FUNCTION', 'EXPRESSION'
NONE = '-'
CPUS, AFTER = '--cpus', '--after'       # may come first in CASES

Change = namedtuple('Change', 'where file function expression')


class Cure:
    """cases: options of memop-cts that select what fails without the cure. cpus: of the machine.
    after: the name of a cure that both kernels have, or None."""

    def __init__(self, name):
        self.name, self.cases, self.cpus, self.after, self.changes = name, [], 1, None, []

    def add_cases(self, words):
        if words[0] == CPUS:
            self.cpus, words = int(words[1]), words[2:]
        if words[0] == AFTER:
            self.after, words = words[1], words[2:]
        self.cases += words

    def apply(self, edits):
        for change in self.changes:
            try:
                edits.apply(change.file, change.function, change.expression)
            except ValueError as error:
                raise ValueError(f'{change.where}: {error}') from error


def read(path, kernel):
    """{name: Cure} for a kernel, in the order of the table."""
    cures = {}
    for where, (name, cases, *change) in tables.rows(path, tables.version(kernel), *COLUMNS):
        cure = cures.setdefault(name, Cure(name))
        if cases != NONE:
            cure.add_cases(cases.split())
        cure.changes.append(Change(where, *change))
    return cures


def edited(tree, cures):
    """{path: content} of the files that these cures change together; ValueError if one does not."""
    edits = Edits(tree)
    for cure in cures:
        cure.apply(edits)
    return edits.contents
