# SPDX-License-Identifier: GPL-2.0-only
"""The initramfs: lab/init as process 1, the kernel's modules, and either the program, its
arguments and the file that the arguments name, or a root file system and a command."""
import os

from machine import adapt, cc, cpio, tree

FOLDERS = ('dev', 'proc', 'sys', 'tmp', 'modules')
EXECUTABLE = 0o100755


def content(path):
    with open(path, 'rb') as file:
        return file.read()


def modules(kernel, release, machine):
    """The names of the modules that the machine needs, in load order, and a file for each."""
    listed = os.path.join(kernel, 'modules.list')
    names = content(listed).decode().split() if os.path.exists(listed) else []
    files = {name: os.path.join(kernel, 'modules', name) for name in names
             if not name.startswith(machine.FOREIGN_MODULES)}
    if names and machine.ADAPTED:
        extra = adapt.module_for(kernel, release)
        if extra:
            files[os.path.basename(extra)] = extra
    return files


def take_file(arguments, option='--expect'):
    """The arguments, and {name: path} of the file that the option names. The file is packed under
    its base name, because the machine has no folders of the host. Without such a file the arguments
    do not change."""
    arguments, files = list(arguments), {}
    for at, word in enumerate(arguments):
        joined = word.startswith(option + '=')
        if not joined and (word != option or at + 1 == len(arguments)):
            continue
        path = word[len(option) + 1:] if joined else arguments[at + 1]
        if not os.path.isfile(path):
            continue
        inside = 'named-' + os.path.basename(path)
        files[inside] = path
        arguments[at if joined else at + 1] = f'{option}=/{inside}' if joined else '/' + inside
    return arguments, files


def words(arguments):
    """Arguments as process 1 reads them."""
    return b''.join(os.fsencode(text) + b'\0' for text in arguments)


def program_parts(program, arguments):
    arguments, named = take_file(arguments)
    parts = [cpio.entry('memop-cts', content(program), EXECUTABLE),
             cpio.entry('args', words(arguments))]
    return parts + [cpio.entry(name, content(path)) for name, path in named.items()]


def command_parts(roots, arguments):
    return tree.entries(roots) + [cpio.entry('command', words(arguments))]


def pack(kernel, release, machine, options):
    """The archive, uncompressed: on the emulated CPU, unpacking takes longer than reading. machine
    is an Emulator."""
    files = modules(kernel, release, machine)
    parts = [cpio.folder(name) for name in FOLDERS]
    if options.root:
        parts += command_parts(options.root, options.arguments)
    else:
        parts += program_parts(options.program, options.arguments)
    parts.append(cpio.entry('init', content(cc.init()), EXECUTABLE))
    if files:
        parts += [cpio.entry(f'modules/{name}', content(path)) for name, path in files.items()]
        parts.append(cpio.entry('modules.list', ''.join(f'{name}\n' for name in files).encode()))
    return b''.join(parts) + cpio.end()
