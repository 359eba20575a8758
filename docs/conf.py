"""The site of the documentation: `make docs` builds it into site/, to be read without a network.

The source is the whole repository, so that a link leads to the same page here and on a forge.
"""

import tomllib
from pathlib import Path

from pygments.lexers.special import TextLexer
from sphinx.application import Sphinx

HERE = Path(__file__).parent
_project = tomllib.loads((HERE.parent / "pyproject.toml").read_text(encoding="utf-8"))["project"]

project = _project["name"]
release = version = _project["version"]
html_title = project

root_doc = "docs/index"
include_patterns = ["docs/**", "*.md"]
exclude_patterns = ["docs/pictures", "docs/engines", "site", ".*", "build", "dist"]

extensions = ["myst_parser"]
myst_enable_extensions = ["html_image"]
# Links to headings are those that a forge makes of them.
myst_heading_anchors = 3

html_theme = "furo"
html_static_path = ["site"]
html_css_files = ["site.css"]
html_copy_source = False
html_show_sphinx = False
html_show_copyright = False
# The first page of a folder that is served, or opened by hand.
html_additional_pages = {"index": "to_the_first_page.html"}
templates_path = ["site"]
pygments_style = "friendly"
pygments_dark_style = "monokai"


def setup(app: Sphinx) -> None:
    """Tables and jobs are named as such for forges; here they are shown as they are."""
    for name in ("csv", "cron"):
        app.add_lexer(name, TextLexer)
