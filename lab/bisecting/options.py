# SPDX-License-Identifier: GPL-2.0-only
"""The command line of ./run.sh bisect."""
import os
from types import SimpleNamespace

from machine.terminal import Failure, USAGE

WITH_VALUE = ('source', 'good', 'bad', 'case', 'suite', 'config', 'timeout', 'memory', 'cpus',
              'emulator', 'accel')
FLAGS = 'changed', 'resume', 'dry-run'
NEEDED = 'source', 'good', 'bad'
RANGES = {'timeout': (1, 999999), 'memory': (1024, 16384), 'cpus': (1, 2)}
MEMORY, CPUS = 1024, 1  # MiB and number, if the options are not given
WORDS = {'emulator': ('hercules', 'qemu'), 'accel': ('tcg', 'kvm')}
# What --resume can be combined with: options that ./run.sh adds.
WITH_RESUME = 'resume', 'dry-run', 'emulator', 'accel'
# Options of memop-cts that would leave no results to compare.
SENSELESS = ('results', 'journal', 'subject', 'list', 'clauses', 'untested', 'bench', 'dry-run',
             'help', 'version')
# If nothing is selected: a few seconds on each step.
DEFAULT_ARGS = ['--profile', 'quick']
# Options of memop-cts that select cases or end a run early: the ids of the watched cases replace
# them.
SELECTION = {'suite': 1, 'case': 1, 'shard': 1, 'fail-fast': 0}


def wrong(message):
    raise Failure(message, USAGE)


def parse(args):
    options = SimpleNamespace(source='', good='', bad='', config='', timeout='60',
                              memory=str(MEMORY), cpus=str(CPUS), emulator='hercules',
                              accel='tcg', changed=False, resume=False, dry_run=False, args=[])
    args = list(args)
    selected, given = [], []
    while args:
        word = args.pop(0)
        name = word.removeprefix('--')
        given.append(name)
        if word == '--':
            options.args, args = args, []
        elif not word.startswith('--') or name not in WITH_VALUE + FLAGS:
            wrong(f"unknown {'option' if word.startswith('-') else 'argument'} '{word}'; "
                  'see bisect --help; options of memop-cts follow --')
        elif name in FLAGS:
            setattr(options, name.replace('-', '_'), True)
        elif not args or not args[0]:
            wrong(f'{word} needs a value')
        elif name in ('case', 'suite'):
            selected += [word, args.pop(0)]
        else:
            setattr(options, name, args.pop(0))
    options.args = selected + options.args or DEFAULT_ARGS
    if options.resume:
        validate_resume(given)
    validate(options)
    return options


def validate_resume(given):
    """given: the names of all options; an empty one is the "--" before options of memop-cts."""
    for name in given:
        if name not in WITH_RESUME:
            wrong('--resume continues with the options of the interrupted bisection: '
                  f'omit {f"--{name}" if name else "-- and what follows"}')


def validate(options):
    for name in NEEDED:
        if not options.resume and not getattr(options, name):
            wrong(f'--{name} is missing; see bisect --help')
    if options.source.startswith('debian:'):
        wrong(f"--source: '{options.source}' has no history: give a git repository")
    if options.config and not os.path.isfile(options.config):
        wrong(f"--config: no file '{options.config}'")
    for name, (low, high) in RANGES.items():
        text = getattr(options, name)
        if not text.isascii() or not text.isdigit() or not low <= int(text) <= high:
            wrong(f"--{name} '{text}' is not a number from {low} to {high}")
        setattr(options, name, int(text))
    for name, words in WORDS.items():
        if getattr(options, name) not in words:
            wrong(f"--{name} '{getattr(options, name)}': give {' or '.join(words)}")
    for word in options.args:
        for name in SENSELESS:
            if is_option(word, name):
                wrong(f'--{name} makes no sense in a bisection')


def is_option(word, name):
    """True if word is the option --name of memop-cts, possibly abbreviated or with a value."""
    given = word.partition('=')[0]
    return len(given) > 3 and given.startswith('--') and name.startswith(given[2:])


def without_selection(args):
    """The arguments of memop-cts without those that select cases or end a run early."""
    kept, args = [], list(args)
    while args:
        word = args.pop(0)
        values = [n for name, n in SELECTION.items() if is_option(word, name)]
        if not values:
            kept.append(word)
        elif values[0] and '=' not in word and args:
            args.pop(0)
    return kept


def has_level(args):
    return any(is_option(word, 'level') for word in args)
