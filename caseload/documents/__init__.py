"""Documents: Jinja templates over plain records, written as Markdown, HTML, PDF and Word."""
