# SPDX-License-Identifier: GPL-2.0-only
"""The outcome of each case of a run, from its results.jsonl."""
import json
import os
from collections import namedtuple

UNEXPECTED = 'fail', 'crash', 'timeout', 'error'

# head: the values of the run as a whole; outcomes: {id: text}; unexpected: ids of failed cases
Outcomes = namedtuple('Outcomes', 'head outcomes unexpected')


def deviation(record):
    """How a failed case deviates, in the words of a row of known.txt."""
    for line in record.get('detail', '').splitlines():
        if line.startswith('deviation: '):
            return line.removeprefix('deviation: ')
    return ''


def outcome(record):
    """One text for everything that makes two outcomes equal: the status, what the request
    returned, which of several allowed answers it was, and how a failed case deviates."""
    words = [record['status']]
    if record['status'] == 'crash':
        words.append(record.get('reason', ''))
    words += [str(record[key]) for key in ('ret', 'errno', 'answer') if key in record]
    return ' '.join(filter(None, [*words, deviation(record)]))


def parse(lines):
    head, outcomes, unexpected = {}, {}, set()
    for line in lines:
        record = json.loads(line)
        if 'run' in record:
            head = record['run']
            continue
        outcomes[record['case']] = outcome(record)
        if record['status'] in UNEXPECTED:
            unexpected.add(record['case'])
    return Outcomes(head, outcomes, unexpected)


def read(folder):
    with open(os.path.join(folder, 'results.jsonl'), encoding='utf-8') as file:
        return parse(file)
