"""Makes the pictures of paper in docs/pictures: documents of the demo of a day, page by page.

Run it after a change to a template, to the page or to the demo: python tools/make_pictures.py
"""

import os
import tempfile
from datetime import date
from pathlib import Path

from caseload import entrance
from caseload.documents.gather import Wanted
from caseload.documents.making import Form, Maker
from caseload.documents.markdown import Blocks
from caseload.documents.page import Page
from caseload.documents.pdf import Printer
from caseload.entrance import Door
from caseload.records import staff
from caseload.settings import config

PICTURES = Path(__file__).parents[1] / "docs" / "pictures"
TODAY = date(2026, 11, 23)
SETTINGS = config.Config(
    agency=config.Agency(
        name="Heart of Texas Recovery",
        address="120 Elm Street, Waco, TX 76701",
        phone="(254) 555-0100",
    )
)


class Camera(Printer):
    """Prints each page as a picture, which it keeps, in place of a PDF."""

    pages: list[bytes]

    def print(self, blocks: Blocks, page: Page) -> bytes:
        """Nothing but the pictures."""
        self.pages = self.pictures(blocks, page)
        return b""


def make_all() -> None:
    """Make them all."""
    os.environ["CASELOAD_TODAY"] = TODAY.isoformat()
    with tempfile.TemporaryDirectory() as folder:
        os.environ["CASELOAD_CONFIG"] = str(Path(folder) / "none.toml")
        path = entrance.make_demo(Path(folder) / "demo", anywhere=True)
        camera = Camera()
        with entrance.open_as(Door(path, "Whitfield", None, True)) as caseload, camera:
            dana = staff.find(caseload, "Whitfield").staff_id
            for name, wanted, client, shown in (
                ("plan", Wanted(TODAY), "C0031", (1, 2)),
                ("plan_draft", Wanted(TODAY, draft=True), "C0031", (2,)),
                ("progress_summary", Wanted(TODAY), "C0031", (1,)),
                ("caseload_sheet", Wanted(TODAY, case_manager=dana), None, (1,)),
            ):
                maker = Maker(caseload, name.removesuffix("_draft"), Form.PDF, None, SETTINGS)
                maker._printer = camera
                maker.make(wanted, client)
                for number in shown:
                    (PICTURES / f"{name}-{number}.png").write_bytes(camera.pages[number - 1])


if __name__ == "__main__":
    make_all()
