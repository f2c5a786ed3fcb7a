# SPDX-License-Identifier: GPL-2.0-only
"""Finds the kernel functions behind the ioctl by name, in any file below arch/s390/kvm, because
files have been renamed and moved there (kvm-s390.c became s390/s390.c in Linux 7.3)."""
import glob
import os
import re
from collections import namedtuple

BEHIND = 'arch/s390/kvm'    # functions in headers elsewhere are ignored

# first, last: the line numbers of the definition's beginning and of its closing brace.
Function = namedtuple('Function', 'name path first last')

NAME = re.compile(r'(\w+)\s*\(')
NO_PART_OF_A_DEFINITION = re.compile(r'^\s*$|^[#}/]|^ ?\*|[;}/]\s*$')


def definition(lines, brace):
    """The first line of the definition whose body opens at line BRACE, and the function's name."""
    first = brace
    while first and not NO_PART_OF_A_DEFINITION.search(lines[first - 1]):
        first -= 1
    match = NAME.search(' '.join(lines[first:brace]))
    return first, match and match[1]


def functions_of(path):
    with open(path, encoding='utf-8', errors='replace') as file:
        return functions_in(path, file.read())


def functions_in(path, text):
    """The functions that a file defines. In the kernel's coding style only functions have their
    braces in the first column, apart from constructs without parentheses."""
    lines, found, start = text.split('\n'), [], None
    for number, line in enumerate(lines):
        if line == '{':
            start = definition(lines, number)
        elif line.startswith('}') and start:
            first, name = start
            if name:
                found.append(Function(name, path, first + 1, number + 1))
            start = None
    return found


def functions(tree):
    """{name: [all its definitions]} below arch/s390/kvm of a source tree."""
    found = {}
    for path in sorted(glob.glob(f'{glob.escape(tree)}/{BEHIND}/**/*.[ch]', recursive=True)):
        for function in functions_of(path):
            found.setdefault(function.name, []).append(function)
    return found


def one(found, name):
    """The only definition of a function; ValueError if there is none, or more than one."""
    places = found.get(name, [])
    if len(places) != 1:
        where = ', '.join(os.path.basename(place.path) for place in places)
        raise ValueError(f'{BEHIND} has no function {name}' if not places else
                         f'{BEHIND} has {name} {len(places)} times: {where}')
    return places[0]
