"""Records as text that people write: out, and read back with each mistake by its line."""
