"""The full-screen program: the second door, beside the commands. No SQL and no rules live here.

One screen a file; `base` holds what all screens share, and the only place that catches errors.
"""
