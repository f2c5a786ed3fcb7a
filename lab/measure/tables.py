# SPDX-License-Identifier: GPL-2.0-only
"""Reads the tables of kernels in tests/. Fields are separated by |. The first field is the range of
kernels of a row: FIRST-LAST, both inclusive, either may be omitted."""
import re

ANY = '*'
VERSION = re.compile(r'[1-9]\d*\.\d+')
KERNELS = re.compile(r'(\d+\.\d+)?-(\d+\.\d+)?')


class Damaged(Exception):
    """A table or a version is malformed."""


def version(text):
    if not VERSION.fullmatch(text):
        raise Damaged(f"'{text}' is not a kernel version such as 6.12")
    return tuple(int(number) for number in text.split('.'))


def includes(kernels, kernel):
    first, last = (text and tuple(map(int, text.split('.'))) for text in kernels.split('-'))
    return (not first or first <= kernel) and (not last or kernel <= last)


def rows(path, kernel, *columns):
    """The rows for a kernel: the place of each, and its fields. The last field may contain a |."""
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
    The counts of a function are those in the object of its leader."""
    wanted = []
    for where, (leader, names) in rows(path, kernel, 'OBJECT OF', 'FUNCTION...'):
        for name in names.split():
            if name in (known for _, known in wanted):
                raise Damaged(f'{where}: {name} occurs twice')
            wanted.append((leader, name))
    return wanted


class Explanation:
    """The reason why branches are not taken, at the lines that contain the fragment, in one
    function or in all. unreached counts these branches."""

    def __init__(self, where, function, number, reason, fragment):
        self.where, self.function, self.reason, self.fragment = where, function, reason, fragment
        self.number = None if number == ANY else int(number)
        self.unreached = 0

    def explains(self, missing):
        """Record branches that are not taken; return the number that this row explains."""
        before = self.unreached
        self.unreached += missing
        return missing if self.number is None else max(0, min(self.number, self.unreached) - before)

    def complaint(self):
        place = f'{self.function}: {self.fragment}'
        if not self.unreached:
            return f'{self.where}: no longer needed: {place}'
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
