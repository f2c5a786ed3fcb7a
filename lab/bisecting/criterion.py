# SPDX-License-Identifier: GPL-2.0-only
"""Which cases decide a bisection, and whether their outcomes make a commit good or bad.

All runs that are compared have the same yardstick: --strict and the --level of the bad end. So no
outcome depends on the version of a step: neither on the rows of known.txt that apply to it, nor on
what the suite expects of it.

The watched cases are chosen once, from the two ends. A case that breaks and is fixed again between
them is not watched, so it cannot mislead a step.

By default, those cases are watched that fail unexpectedly at the bad end, and whose outcome at the
good end is another one. A commit is bad if one of them fails in another way than at the good end.
With --changed, all cases are watched whose outcomes at the two ends differ, and a commit is bad if
one of them has another outcome than at the good end.

So the result is the first commit since which at least one watched case is as bad as at the bad
end. If the watched cases have several causes, it is the first of these.
"""
from collections import namedtuple

GOOD, BAD, SKIP = 'good', 'bad', 'skip'
MAX_WATCHED = 64        # each is named in the arguments of a run; memop-cts takes 64
RUN = 'run/'            # cases about the run as a whole, such as run/kernel_log

Verdict = namedtuple('Verdict', 'word reason')


def is_skip(outcome):
    return outcome is None or outcome.startswith('skip')


def watched(good, bad, unexpected, changed):
    """The ids of the cases that decide, sorted. good, bad: {id: outcome} of the two ends;
    unexpected: ids of the cases that fail unexpectedly at the bad end."""
    ids = [case for case in bad if bad[case] != good.get(case)
           and (changed or case in unexpected)]
    # A case about the run as a whole only decides if no other case does.
    return sorted([case for case in ids if not case.startswith(RUN)] or ids)


def sample(ids, limit=MAX_WATCHED):
    """At most limit of the ids, evenly spread."""
    if len(ids) <= limit:
        return ids
    return [ids[i * len(ids) // limit] for i in range(limit)]


def is_bad(case, outcome, good, changed):
    """True if this outcome of a watched case, which was tried, is a bad one."""
    return outcome != good.get(case) and (changed or not outcome.startswith('pass'))


def unknown(case, outcome, good, bad):
    """True if the outcome says neither good nor bad: the case was not tried, but is at both ends.
    Of the cases about a run only failures are recorded."""
    if case.startswith(RUN):
        return False
    return is_skip(outcome) and not is_skip(good.get(case)) and not is_skip(bad.get(case))


def judge(ids, good, bad, step, changed):
    """The verdict on a step. ids: the watched cases; good, bad, step: {id: outcome}."""
    untried = [case for case in ids if unknown(case, step.get(case), good, bad)]
    tried = [case for case in ids if case not in set(untried)]
    failing = [case for case in tried
               if case in step and is_bad(case, step[case], good, changed)]
    kind = 'differ from the good end' if changed else 'fail'
    if failing:
        return Verdict(BAD, f'{len(failing)} of {len(ids)} watched cases {kind}')
    if RUN + 'incomplete' in step and RUN + 'incomplete' not in ids:
        return Verdict(SKIP, 'the run was cut short')
    if untried:
        return Verdict(SKIP, f'{len(untried)} of {len(ids)} watched cases could not be tried')
    return Verdict(GOOD, f'{len(ids)} watched cases as at the good end' if changed else
                   f'none of {len(ids)} watched cases fails')
