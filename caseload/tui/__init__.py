"""The full-screen program: the second door, beside the commands. No SQL and no rules live here.

One screen a file; `base` holds what all screens share, and the place where their errors come out.
"""
