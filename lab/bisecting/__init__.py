# SPDX-License-Identifier: GPL-2.0-only
"""./run.sh bisect: finds the commit that changed the outcome of cases.

    options.py    the command line
    session.py    the bisection from start to end: both ends, git bisect run, report
    step.py       one step of git bisect run: tests the commit that git has checked out
    trial.py      builds a kernel, runs the suite on it, and tells whose fault a failure is
    criterion.py  which cases decide, and whether they make a commit good or bad
    outcomes.py   the outcome of each case of a run
    folder.py     the folder of a bisection: its state, its logs, its runs, its kernels
    incremental.py  keeps builds incremental when the worktree is made anew
    repository.py the user's repository, and the bisection's own worktree of it
    report.py     the final report
    processes.py  programs that end when this one ends
"""
