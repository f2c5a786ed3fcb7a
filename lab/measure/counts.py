# SPDX-License-Identifier: GPL-2.0-only
"""Branch counts of gcov, and the account of each function."""
import json
import os
from collections import namedtuple

from measure.source import BEHIND
from measure.tables import ANY

# lines: [(line number, [execution count of each branch])]
Counted = namedtuple('Counted', 'path lines')
# Branches of a function.
Account = namedtuple('Account', 'total taken explained')


class Counts:
    """The output of gcov --json-format, one file for each object, named OBJECT.json."""

    def __init__(self, paths):
        self.functions = {}     # {(object, function): Counted}
        self.compiler = ''
        for path in paths:
            with open(path, encoding='utf-8') as file:
                self._take(os.path.basename(path).removesuffix('.json'), json.load(file))

    def _take(self, obj, counts):
        self.compiler = counts['gcc_version']
        for file in counts['files']:
            path = os.path.normpath(file['file'])
            if f'/{BEHIND}/' not in path:
                continue
            for name in (function['name'] for function in file['functions']):
                self.functions[obj, name] = Counted(path, lines_of(file, name))

    def of(self, leader, name):
        """The counts of the copy of a function in the object of its leader, or None."""
        for obj, function in self.functions:
            if function == leader and (obj, name) in self.functions:
                return self.functions[obj, name]
        return None


def lines_of(file, function):
    return sorted((line['line_number'], [branch['count'] for branch in line['branches']])
                  for line in file['lines'] if line.get('function_name') == function)


class Sources:
    """Lines of source files, without their indentation."""

    def __init__(self):
        self.files = {}

    def line(self, path, number):
        if path not in self.files:
            with open(path, encoding='utf-8') as file:
                self.files[path] = [' '.join(line.split()) for line in file]
        return self.files[path][number - 1]


def find_explanation(explanations, name, text):
    """A row for this line takes precedence over a row for all functions, and this over a row for
    all lines of the function."""
    for function in (name, ANY):
        for explanation in explanations:
            if (explanation.function == function and explanation.fragment != ANY
                    and explanation.fragment in text):
                return explanation
    for explanation in explanations:
        if (explanation.function, explanation.fragment) == (name, ANY):
            return explanation
    return None


def unreached_lines(name, counted, explanations, sources):
    """{explanation, or else the line number: [(line number, branches, branches not taken)]}."""
    groups = {}
    for number, branches in counted.lines:
        if branches.count(0):
            text = sources.line(counted.path, number)
            key = find_explanation(explanations, name, text) or number
            groups.setdefault(key, []).append((number, len(branches), branches.count(0)))
    return groups


def account_for(name, counted, explanations, sources):
    """The account of a function, and a complaint for each place with branches that are neither
    taken nor explained."""
    explained, complaints = 0, []
    for key, places in unreached_lines(name, counted, explanations, sources).items():
        missing = sum(place[2] for place in places)
        known = 0 if isinstance(key, int) else key.explains(missing)
        explained += known
        if known < missing:
            complaints.append(complaint(counted.path, places, missing, known, sources))
    total = sum(len(branches) for _, branches in counted.lines)
    taken = total - sum(branches.count(0) for _, branches in counted.lines)
    return Account(total, taken, explained), complaints


def complaint(path, places, missing, known, sources):
    numbers = ','.join(str(place[0]) for place in places)
    branches = sum(place[1] for place in places)
    return (f'{path.split(f"/{BEHIND}/")[-1]}:{numbers}: {missing} of {branches} not taken'
            f'{f", {known} explained" if known else ""}: {sources.line(path, places[0][0])}')
