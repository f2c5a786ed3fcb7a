# SPDX-License-Identifier: GPL-2.0-only
"""Changes functions of a kernel's source with expressions of sed(1), in memory."""
import os
import subprocess

from measure import source
from measure.tables import ANY


class Edits:
    """Files of a tree that are to be changed: {path: content}. A later change of a file sees the
    earlier ones."""

    def __init__(self, tree):
        self.tree = tree
        self.functions = source.functions(tree)
        self.contents = {}

    def apply(self, file, name, expression):
        """Apply an expression to the lines of a function. FILE is ANY for the only function of this
        name below arch/s390/kvm. ValueError if nothing changes."""
        path = source.one(self.functions, name).path if file == ANY else self.path(file)
        before = self.contents.get(path) or read(path)
        function = only(source.functions_in(path, before), name, file)
        after = changed(before, function, expression)
        if after == before:
            raise ValueError(f'changes nothing in {name}()')
        self.contents[path] = after

    def path(self, file):
        path = os.path.join(self.tree, file)
        if not os.path.isfile(path):
            raise ValueError(f'there is no {file}')
        return path


def read(path):
    with open(path, encoding='utf-8', errors='surrogateescape') as file:
        return file.read()


def only(functions, name, file):
    found = [function for function in functions if function.name == name]
    if len(found) != 1:
        raise ValueError(f'{file} has {len(found) or "no"} definitions of {name}')
    return found[0]


def changed(text, function, expression):
    script = ['-e', f'{function.first},{function.last}{{', '-e', expression, '-e', '}']
    done = subprocess.run(['sed', *script], input=text, stdout=subprocess.PIPE,
                          stderr=subprocess.PIPE, encoding='utf-8', errors='surrogateescape')
    if done.returncode:
        raise ValueError(done.stderr.strip())
    return done.stdout
