"""A caseload file lies where nothing but this program copies or moves it, unless told otherwise."""

import os
from pathlib import Path

import pytest
from making import TODAY, new_file

from caseload.errors import UnsafePlaceError
from caseload.records import _place, staff
from caseload.records._opening import create_file, open_file


def opens(path: Path, *, anywhere: bool = False) -> bool:
    with open_file(path, TODAY, str, anywhere=anywhere) as opened:
        return len(staff.listed(opened)) == 1


def refused(path: Path, words: str) -> None:
    """Refused in these words, both to be opened and to be made; the override lets it open."""
    before = path.read_bytes()
    with pytest.raises(UnsafePlaceError, match=words) as raised:
        opens(path)
    assert raised.value.exit_code == 16
    assert "--allow-unsafe-location" in str(raised.value)
    assert path.read_bytes() == before
    assert opens(path, anywhere=True)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    with new_file(tmp_path) as caseload:
        return caseload.path


def test_a_file_in_a_folder_of_this_machine_opens(path: Path) -> None:
    assert opens(path)


def test_a_symbolic_link_to_the_file_is_refused(path: Path, tmp_path: Path) -> None:
    link = tmp_path / "link.db"
    link.symlink_to(path)
    refused(link, "is a link")
    assert opens(path)


def test_a_file_with_a_second_name_is_refused_under_both(path: Path, tmp_path: Path) -> None:
    second = tmp_path / "second.db"
    os.link(path, second)
    refused(second, "second name")
    refused(path, "second name")
    second.unlink()
    assert opens(path)


SYNCHRONIZED = [
    *("Dropbox", "Dropbox (Agency)", "dropbox", "OneDrive", "OneDrive - County of Hill"),
    *("Google Drive", "My Drive", "GoogleDrive-me@x.org", "iCloud Drive", "iCloudDrive"),
    *("Mobile Documents/com~apple~CloudDocs", "CloudStorage/Box-Box", "Box Sync"),
    *("Nextcloud", "ownCloud", "pCloud Drive", "pCloudDrive", "Syncthing", "SynologyDrive"),
    *("Proton Drive", "MEGA", "MEGAsync", "Box", "Sync", "Tresorit", "kDrive", "Seafile"),
]


@pytest.mark.parametrize("folder", SYNCHRONIZED)
def test_a_file_in_a_synchronized_folder_is_refused(
    path: Path, tmp_path: Path, folder: str
) -> None:
    inside = tmp_path / folder / "work"
    inside.mkdir(parents=True)
    refused(path.rename(inside / "c.db"), "copied elsewhere")


def test_a_file_reached_through_a_link_to_a_synchronized_folder_is_refused(
    path: Path, tmp_path: Path
) -> None:
    inside, link = tmp_path / "Dropbox", tmp_path / "mine"
    inside.mkdir()
    link.symlink_to(inside)
    path.rename(inside / "c.db")
    refused(link / "c.db", "copied elsewhere")


@pytest.mark.parametrize("mark", [".stfolder", ".dropbox.cache", ".nextcloudsync.log"])
def test_a_folder_that_a_service_has_marked_is_refused_whatever_its_name(
    path: Path, tmp_path: Path, mark: str
) -> None:
    inside = tmp_path / "records" / "mine"
    inside.mkdir(parents=True)
    (tmp_path / "records" / mark).mkdir()
    refused(path.rename(inside / "c.db"), r"copied elsewhere \(records\)")


def test_a_service_that_keeps_its_own_settings_at_home_does_no_harm(
    path: Path, tmp_path: Path
) -> None:
    (tmp_path / ".dropbox").mkdir()
    assert opens(path)


@pytest.mark.parametrize(
    "folder", ["boxes", "drive", "my dropbox notes", "clouds", "synced", "Box of keys", "omega"]
)
def test_a_folder_that_is_only_called_alike_is_fine(
    path: Path, tmp_path: Path, folder: str
) -> None:
    (tmp_path / folder).mkdir()
    assert opens(path.rename(tmp_path / folder / "c.db"))


@pytest.mark.parametrize("kind", ["nfs", "nfs4", "cifs", "smb3", "fuse.sshfs", "afs"])
def test_a_file_on_a_network_share_is_refused(
    path: Path, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    monkeypatch.setattr(_place, "_file_system", lambda _: kind)
    refused(path, "network share")


@pytest.mark.parametrize("kind", ["ext4", "btrfs", "apfs", "overlay", "tmpfs", None])
def test_a_file_on_a_disk_of_this_machine_opens(
    path: Path, monkeypatch: pytest.MonkeyPatch, kind: str | None
) -> None:
    monkeypatch.setattr(_place, "_file_system", lambda _: kind)
    assert opens(path)


def test_no_file_and_no_folder_is_made_in_a_synchronized_folder(tmp_path: Path) -> None:
    path = tmp_path / "Dropbox" / "c.db"
    with pytest.raises(UnsafePlaceError, match="copied elsewhere"):
        create_file(path, TODAY, None)
    assert list(tmp_path.iterdir()) == []
    create_file(path, TODAY, None, anywhere=True)
    assert path.exists()


MOUNTS = """\
overlay / overlay rw 0 0
server:/home /mnt/home nfs4 rw 0 0
/dev/sda1 /mnt/home/local ext4 rw 0 0
//server/two\\040words /mnt/two\\040words cifs rw 0 0
/dev/sdb1 /mnt/homely ext4 rw 0 0
"""


@pytest.mark.parametrize(
    ("folder", "kind"),
    [
        ("/srv", "overlay"),
        ("/mnt/home", "nfs4"),
        ("/mnt/home/dana", "nfs4"),
        ("/mnt/home/local/dana", "ext4"),
        ("/mnt/homely", "ext4"),
        ("/mnt/two words/c", "cifs"),
        ("/mnt", "overlay"),
    ],
)
def test_a_folder_lies_on_the_file_system_that_is_mounted_nearest(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, folder: str, kind: str
) -> None:
    mounts = tmp_path / "mounts"
    mounts.write_text(MOUNTS)
    monkeypatch.setattr(_place, "Path", lambda _: mounts)
    assert _place._file_system(Path(folder)) == kind
