"""Door 1: the command line. One file per noun; each command parses, calls one verb, and shows."""
