"""The page about the circle names what there is."""

from pages import page_of

from caseload.model.circle import WithoutRelease

PAGE = page_of("circle.md")


def test_the_page_names_every_exception() -> None:
    assert [one for one in WithoutRelease if f"`{one}" not in PAGE] == []
