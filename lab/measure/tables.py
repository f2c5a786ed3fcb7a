# SPDX-License-Identifier: GPL-2.0-only
"""The tables below tests/ that are about kernels. Their fields have | between them; the first says
which kernels a row is for: FIRST-LAST, both included, either may be left out."""
import re

ANY = '*'
VERSION = re.compile(r'[1-9]\d*\.\d+')
KERNELS = re.compile(r'(\d+\.\d+)?-(\d+\.\d+)?')


class Damaged(Exception):
    """A table, or the version that was asked for, is not as it should be."""


def version(text):
    if not VERSION.fullmatch(text):
        raise Damaged(f"'{text}' is not a kernel version such as 6.12")
    return tuple(int(number) for number in text.split('.'))


def includes(kernels, kernel):
    first, last = (text and tuple(map(int, text.split('.'))) for text in kernels.split('-'))
    return (not first or first <= kernel) and (not last or kernel <= last)


def rows(path, kernel, *columns):
    """The rows for a kernel: where each is, and its fields. The last field may have a | in it."""
    try:
        with open(path, encoding='utf-8') as file:
            lines = file.read().split('\n')
    except OSError as error:
        raise Damaged(f'{path}: {error.strerror}') from error
    for number, line in enumerate(lines, 1):
        if not line.strip() or line.startswith('#'):
            continue
        fields = [field.strip() for field in line.split('|', len(columns))]
        if len(fields) != 1 + len(columns) or not all(fields) or not KERNELS.fullmatch(fields[0]):
            raise Damaged(f'{path}:{number}: this is not KERNELS | {" | ".join(columns)}')
        if includes(fields[0], kernel):
            yield f'{path}:{number}', fields[1:]


def read_functions(path, kernel):
    """[(leader, function)]: the functions that this kernel should have, in the order of the table.
    The function is counted in the object of its leader."""
    wanted = []
    for where, (leader, names) in rows(path, kernel, 'OBJECT OF', 'FUNCTION...'):
        for name in names.split():
            if name in (known for _, known in wanted):
                raise Damaged(f'{where}: {name} is there already')
            wanted.append((leader, name))
    return wanted


class Explanation:
    """Why branches are not taken that are at the lines which contain the fragment, in one function
    or in any. unreached counts these branches."""

    def __init__(self, where, function, number, reason, fragment):
        self.where, self.function, self.reason, self.fragment = where, function, reason, fragment
        self.number = None if number == ANY else int(number)
        self.unreached = 0

    def explains(self, missing):
        """Take note of branches of a function that are not taken. How many does this explain?"""
        before = self.unreached
        self.unreached += missing
        return missing if self.number is None else max(0, min(self.number, self.unreached) - before)

    def complaint(self):
        place = f'{self.function}: {self.fragment}'
        if not self.unreached:
            return f'{self.where}: not needed any more: {place}'
        if self.number is not None and self.number > self.unreached:
            return (f'{self.where}: {self.number} explained, but only {self.unreached} not taken: '
                    f'{place}')
        return None


def read_explanations(path, kernel, functions):
    """[Explanation]. Rows for the same place add up: each explains some of the branches there."""
    found = {}
    columns = 'FUNCTION', 'NUMBER', 'REASON', 'LINE'
    for where, (function, number, reason, fragment) in rows(path, kernel, *columns):
        if not re.fullmatch(r'\*' if function == ANY else '[1-9][0-9]*', number):
            raise Damaged(f"{where}: NUMBER is '{number}'; it is {ANY} for all functions together, "
                          'else a number above 0')
        if function not in (ANY, *functions):
            raise Damaged(f'{where}: this kernel has no function {function} that is accounted for')
        if (function, fragment) in found and number != ANY:
            found[function, fragment].number += int(number)
        else:
            found[function, fragment] = Explanation(where, function, number, reason, fragment)
    return list(found.values())
