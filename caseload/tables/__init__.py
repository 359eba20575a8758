"""Tables on their way into files: text, workbooks, Parquet, and folders with a data dictionary."""
