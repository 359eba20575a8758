"""The verbs, and the only SQL. One file per noun; `_caseload` is the file they read and write."""
