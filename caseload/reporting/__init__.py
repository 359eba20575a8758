"""What the reports count, and by which rule: pure, like the rules.

A report is made of lines: one for each thing that counts (a client-period, a contact, a discharge),
with the client, the case manager, the program, the county and the record that it comes from. Each
figure is a sum over lines, so what `--list` prints and what a figure says can't differ. Whether a
standard was met is asked of `rules`, and of nothing else.
"""
