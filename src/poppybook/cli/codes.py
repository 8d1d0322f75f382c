"""The exit codes: all is well, the book or what was handed in has faults, a wrong call, ended by Ctrl-C."""

CHECKED, FAULTY, USAGE = 0, 1, 2
STOPPED = 130  # what a shell gives a program that Ctrl-C has ended
