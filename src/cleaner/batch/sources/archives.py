"""Members of tar and zip archives, as streams, in the archive's order."""

from __future__ import annotations

import tarfile
import zipfile
from collections.abc import Iterator
from typing import BinaryIO, NamedTuple, cast

from cleaner.batch.sources.streams import DamagedError, checked

_UNIX_LINK = 0xA


class Member(NamedTuple):
    """A regular file of an archive, or with `error` a member that is none."""

    name: str
    stream: BinaryIO | None
    size: int = 0
    error: str | None = None


class _Strict(tarfile.TarInfo):
    """tarfile takes a damaged header after the first for the end of the archive; this raises."""

    @classmethod
    def fromtarfile(cls, archive: tarfile.TarFile) -> _Strict:
        try:
            return super().fromtarfile(archive)
        except tarfile.EOFHeaderError:  # type: ignore[attr-defined] # the proper end, two blocks of zeros
            raise
        except tarfile.HeaderError as error:
            reason = "cut off before its end" if "empty" in str(error) or "truncated" in str(error) else "corrupt"
            raise DamagedError(f"the tar archive is {reason}; what follows is lost") from None


def tar_members(stream: BinaryIO, max_ratio: int) -> Iterator[Member]:
    """The members of a tar stream; each is to be read before the next is asked for. Raises `DamagedError`."""
    try:
        with tarfile.open(fileobj=stream, mode="r|", tarinfo=_Strict) as archive:
            for info in archive:
                archive.members.clear()  # type: ignore[attr-defined] # tarfile keeps them all, and archives are long
                if info.isfile():
                    yield Member(info.name, _checked(archive, info, max_ratio), info.size)
                elif not info.isdir():
                    yield Member(info.name, None, error="a link or special member is not followed")
    except tarfile.TarError as error:
        raise DamagedError(f"the tar archive is damaged ({error})") from None
    except EOFError:
        raise DamagedError("the tar archive is cut off before its end") from None


def _checked(archive: tarfile.TarFile, info: tarfile.TarInfo, max_ratio: int) -> BinaryIO:
    return cast("BinaryIO", checked(archive.extractfile(info), lambda: info.size, "tar", max_ratio))


def zip_members(path: str, max_ratio: int) -> Iterator[Member]:
    """The members of a zip archive; `Member.size` is the compressed size here. Raises `DamagedError`."""
    try:
        with zipfile.ZipFile(path) as archive:
            for info in archive.infolist():
                if not info.is_dir():
                    yield _zip_member(archive, info, max_ratio)
    except (zipfile.BadZipFile, NotImplementedError, EOFError) as error:
        raise DamagedError(f"the zip archive is damaged ({error})") from None


def _zip_member(archive: zipfile.ZipFile, info: zipfile.ZipInfo, max_ratio: int) -> Member:
    if info.external_attr >> 28 == _UNIX_LINK:
        return Member(info.filename, None, error="a link or special member is not followed")
    try:
        inner = archive.open(info)
    except RuntimeError:
        return Member(info.filename, None, error="encrypted")
    except (zipfile.BadZipFile, NotImplementedError) as error:
        return Member(info.filename, None, error=f"damaged ({error})")
    stream = checked(inner, lambda: info.compress_size, "zip", max_ratio)
    return Member(info.filename, cast("BinaryIO", stream), info.compress_size)
