"""What readers take away, written into the finished site: `downloads/`.

| file                             | for whom                                                            |
|----------------------------------|---------------------------------------------------------------------|
| `poppy-to-precursor-data.zip`    | the data package: CSV tables, datapackage.json, README, licence     |
| `poppy-to-precursor-data.xlsx`   | a workbook with a first sheet to read                               |
| `parquet/<table>.parquet`        | typed tables for pandas, R, DuckDB, Polars                          |
| `series/<series_id>.csv`         | one series, its sources and how to cite it in the lines over it     |
| `questions/…`                    | the questions that check themselves, for Moodle and Canvas          |
| `worksheets/…`                   | the worksheets and their key as PDF                                 |

The names never carry a version, so that links stay; the files do. The same dataset gives the same bytes.
"""

from __future__ import annotations

import shutil
from pathlib import Path

from poppybook.book.files import zipped
from poppybook.book.project import Project
from poppybook.dataset.package import DESCRIPTOR, read_package
from poppybook.dataset.store import Dataset, load
from poppybook.language import takeaway

from .gift import gift
from .qti import package
from .questions import quizzes
from .series_files import series_files
from .workbook import write_workbook

FOLDER = "downloads"
NAME = "poppy-to-precursor-data"
LICENCE_FILES = ("LICENSE-CONTENT", "CITATION.cff")


def write_downloads(project: Path, site: Path) -> None:
    """Write every file to take away into `site/downloads`. A book without a dataset has none."""
    for path in sorted((project / "worksheets").glob("*.pdf")):  # printed by `poppybook figures`
        (site / FOLDER / "worksheets").mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, site / FOLDER / "worksheets" / path.name)
    if not (project / "data" / DESCRIPTOR).is_file():
        return
    data, folder = load(project / "data"), site / FOLDER
    for part in ("series", "parquet"):
        (folder / part).mkdir(parents=True, exist_ok=True)
    for series_id, text in series_files(data):
        (folder / "series" / f"{series_id}.csv").write_text(text, encoding="utf-8", newline="\n")
    for name in data.tables:
        data[name].to_parquet(folder / "parquet" / f"{name}.parquet", index=False)
    write_workbook(data, folder / f"{NAME}.xlsx", year_of(project))
    (folder / f"{NAME}.zip").write_bytes(zipped(package_members(project, data)))
    _write_questions(project, folder / "questions", data.version)


def _write_questions(project: Path, folder: Path, version: str) -> None:
    """Write the questions for learning platforms: one GIFT file, and a QTI package for each quiz."""
    found = quizzes(Project(project))
    if not found:
        return
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "questions-gift.txt").write_text(gift(found, version), encoding="utf-8", newline="\n")
    for quiz in found:
        (folder / f"{quiz.name}-qti.zip").write_bytes(package(quiz, version))


def year_of(project: Path) -> str:
    """The year of the edition, from CITATION.cff; "" where the book has none."""
    path = project / "CITATION.cff"
    if not path.is_file():
        return ""
    import yaml

    return str(yaml.safe_load(path.read_text(encoding="utf-8")).get("date-released", ""))[:4]


def edition_of(project: Path) -> tuple[str, str]:
    """The year of the edition and the version of its data; "" for what the book has not."""
    folder = project / "data"
    return year_of(project), read_package(folder).version if (folder / DESCRIPTOR).is_file() else ""


def package_members(project: Path, data: Dataset) -> list[tuple[str, bytes]]:
    """The files of the data package with their names in it, all in one folder."""
    resources = data.package.descriptor["resources"]
    tables = [
        (resource["path"], len(data[resource["name"]]), resource.get("title") or resource["name"])
        for resource in resources
    ]
    about = data.package.descriptor
    readme = takeaway.package_readme(
        about["title"], about["description"], data.version, year_of(project), tables
    )
    files = [project / "data" / name for name in (DESCRIPTOR, *(path for path, _, _ in tables))]
    files += [project / name for name in LICENCE_FILES if (project / name).is_file()]
    members = [("README.md", readme.encode()), *((path.name, path.read_bytes()) for path in files)]
    return [(f"{NAME}/{name}", content) for name, content in members]
