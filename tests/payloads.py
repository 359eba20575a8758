"""Texts that would act: as a formula, on a terminal, as markup, as code, as a path."""

from itertools import product

FORMULAS = [
    f"{first}{rest}"
    for first, rest in product(
        ("=", "+", "-", "@", "\t=", "\r=", "'=", "=-"),
        ("1+1", "SUM(A1)", "cmd|' /C calc'!A0", 'HYPERLINK("http://e.x","y")', 'WEBSERVICE("x")',
         "IMPORTXML(A1)", "A1&B2", "10", "DDE(1;2;3)", "'x'!A1"),
    )
]  # fmt: skip
ESCAPES = [
    f"a{code}b"
    for code in (
        *(f"\x1b{rest}" for rest in (
            "[31mred", "[2J", "[H", "[1A", "[?1049h", "[6n", "[8m", "]0;title\x07", "]8;;http://e\x07",
            "]52;c;eA==\x07", "P+q\x1b\\", "c", "(0", "#8", "[200~", "]1337;x\x07", "[5i", "%G",
        )),
        *map(chr, range(0x09)), *map(chr, range(0x0B, 0x20)), *map(chr, range(0x7F, 0x93)),
        *map(chr, (0x9B, 0x9C, 0x9D, 0x9F)),
        *("\u200e", "\u200f", "\u061c", "\u202a", "\u202b", "\u202c", "\u202d", "\u202e"),
    )
]  # fmt: skip
MARKUP = [
    "[/]", "[bold]x", "[/bold]", "[red]x[/red]", "[link=http://e]x[/]", "[@click=app.exit]x[/]",
    "[x]", "[[x]", "\\[x]", "[not bold]x", "[on red]", "[$primary]x", "[reverse]x[/reverse]",
    "[#ff0000]x", "[b i u]x", ":smile:", "[/[/]", "[link]x[/link]", "[dim", "x]", "<b>x</b>",
    "<script>alert(1)</script>", "<img src=x onerror=y>", "</p></main>", "<!--", "-->",
    "<a href=x>", "&lt;b&gt;", "&amp;", "&#60;b&#62;", "<svg/onload=x>", "<style>*{}</style>",
    "]]>", "<![CDATA[x", "<?php x ?>", '" onclick="x', "' onclick='x", "<iframe>", "</title>",
    "<w:t>", "# x", "## x", "- x", "1. x", "1) x", "> x", "* x", "*x*", "**x**", "_x_", "`x`",
    "[a](http://e)", "![a](x.png)", "<http://e>", "http://e", "a | b", "|", "---", "===",
    "~~x~~", "x\\", "\\|", "    x", "***", "$x$", "#x", '#read("x")', '#image("x")',
    "#let x = 1", "@x", "*[x]*", "= x", "/ x: y", "<x>", "#{x}", "]#x[", '#eval("x")', "#x;",
    "+ x", ":-:",
]  # fmt: skip
TEMPLATES = [
    "{{ 7*7 }}", "{{7*7}}", "{% raw %}", "{% endraw %}", "{# x #}", "{{ x", "}}", "{%", "%}",
    "{#", "{{ self }}", "{{ config }}", "{{ ''.__class__ }}", "{{ [].__class__.__mro__ }}",
    "{{ x|safe }}", "{% include 'x' %}", "{% import 'x' as y %}", "{% extends 'x' %}",
    "{% for x in y %}", "{% if x %}", "{{ cycler.__init__ }}", "{{ lipsum }}", "{{ range(9) }}",
    "{{ client.phone }}", "{{- x -}}", "{%- x -%}", "{_{", "}_}", "{{r x }}", "{%p x %}",
    "{%tr x %}", "{{ x }}{{ y }}", "{{{{ x }}}}", "{0}", "{}", "{x}", "{0.__class__}", "{x!r}",
    "{:>9}", "%s", "%d", "%(x)s", "%%", "%n", "%x", "$x", "${x}", "$(x)", "`x`", "$((1+1))",
    "!x", "!!", "\\1", "\\g<0>", "\\n", "\\x41", "\\u0041", "<%= x %>", "<% x %>", "#{x}",
    "#set x", "@{x}", "[[x]]", "((x))", "<<x>>", "{{{x}}}", "{$x}", "&x;", "%x%",
    "__import__('os')", "eval(x)", "lambda: 0", "'; drop table x;--", "' or 1=1 --", '" or ""="',
    "1; select 1", "x' || 'y", "\\'; --", "/* x */", "-- x",
]  # fmt: skip
PATHS = [
    f"{before}{name}"
    for before, name in product(
        ("../", "../../", "/", "/tmp/", "~/", "..\\", "C:\\", "\\\\host\\", "./", "file:///",
         "%2e%2e/", "\\\\?\\", "a/../", "..;/", "-o", ".."),
        ("x", "etc/passwd", "CON", "x.pdf", "a:b"),
    )
]  # fmt: skip
KINDS = {
    "formula": FORMULAS[:80],
    "escape": ESCAPES[:80],
    "markup": MARKUP[:80],
    "template": TEMPLATES[:80],
    "path": PATHS[:80],
}
ALL = [text for five in zip(*KINDS.values(), strict=True) for text in five]
"""All of them, the kinds in turn."""
