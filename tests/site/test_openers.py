"""Where a notebook can be taken and opened: the links on the page, and the configurations behind them."""

import json
import re
import shlex
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from poppybook.language import openers as words
from poppybook.site.html.openers import add_openers, notebook_of, repository, services

BOOK = Path(__file__).parents[2]
PAGE = '<body><header id="title-block-header" class="x"><h1>Poppy</h1></header><main>Text</main></body>'
NOTEBOOK = Path("notebooks/poppy.ipynb")
GITHUB = "https://github.com/someone/poppy-to-precursor"


# ---------------------------------------------------------------- on the page


def test_without_a_public_address_only_the_download_is_shown():
    page = add_openers(PAGE, NOTEBOOK, ("", "main"))
    assert re.findall(r'<a href="([^"]*)"', page) == ["poppy.ipynb"]
    assert "Colab" not in page and "Binder" not in page
    assert page.index("</h1>") < page.index("poppy.ipynb") < page.index("<main>")


def test_with_one_each_service_gets_the_notebook():
    page = add_openers(PAGE, NOTEBOOK, (GITHUB, "main"))
    assert re.findall(r'<a href="([^"]*)"', page) == [
        "poppy.ipynb",
        "https://mybinder.org/v2/gh/someone/poppy-to-precursor/main?labpath=notebooks%2Fpoppy.ipynb",
        "https://colab.research.google.com/github/someone/poppy-to-precursor/blob/main/notebooks/poppy.ipynb",
        "https://codespaces.new/someone/poppy-to-precursor?ref=main",
    ]
    assert f"git clone --quiet --depth 1 {GITHUB}" in page


@pytest.mark.parametrize(
    "url", ["", "https://example.org/someone/book", "https://github.com/someone", "javascript:x"]
)
def test_other_hosts_get_no_button_that_could_not_work(url):
    assert services(NOTEBOOK, url, "main") == []


def test_a_branch_is_one_part_of_the_address():
    assert "/2nd%2Fedition?" in services(NOTEBOOK, f"{GITHUB}.git", "2nd/edition")[0][1]


def test_doing_it_again_changes_nothing_and_a_page_without_title_stays():
    once = add_openers(PAGE, NOTEBOOK, (GITHUB, "main"))
    assert add_openers(once, NOTEBOOK, (GITHUB, "main")) == once
    assert add_openers("<main>Text</main>", NOTEBOOK, (GITHUB, "main")) == "<main>Text</main>"


def test_the_address_stands_in_the_map_of_the_site(book):
    assert repository(book.root) == ("", "main")
    config = book.root / "_quarto.yml"
    config.write_text(config.read_text().replace("website:\n", f"website:\n  repo-url: {GITHUB}/\n"))
    assert repository(book.root) == (GITHUB, "main")
    assert notebook_of(book.root, "notebooks/poppy.html") == NOTEBOOK
    assert notebook_of(book.root, "index.html") is None


def test_the_site_has_each_notebook_beside_its_page(book, poppybook):
    done = poppybook("site", "--renderer", "embedded", cwd=book.root)
    assert done.returncode == 0, done.stderr
    page = (book.site / "notebooks" / "poppy.html").read_text(encoding="utf-8")
    assert page.count('class="pb-openers"') == 1
    assert (book.site / NOTEBOOK).read_bytes() == (book.root / NOTEBOOK).read_bytes()
    assert "pb-openers" not in (book.site / "index.html").read_text(encoding="utf-8")


# ---------------------------------------------------------------- what the services install

PROJECT = tomllib.loads((BOOK / "pyproject.toml").read_text(encoding="utf-8"))["project"]
PINS = {
    canonicalize_name(name): version
    for name, version in re.findall(r"(?m)^([\w.-]+)==(\S+)$", (BOOK / "constraints.txt").read_text("utf-8"))
}


def needed(*extras):
    """Every requirement of the package with its extras, and with the extras that these name in turn."""
    lines = [
        *PROJECT["dependencies"],
        *(each for name in extras for each in PROJECT["optional-dependencies"][name]),
    ]
    found = [Requirement(line) for line in lines]
    own = {extra for each in found if each.name == PROJECT["name"] for extra in each.extras}
    found = [each for each in found if each.name != PROJECT["name"]]
    return [*found, *needed(*own)] if own else found


def test_binder_installs_the_book_with_its_pins():
    lines = (BOOK / "binder" / "requirements.txt").read_text(encoding="utf-8").splitlines()
    assert [line for line in lines if not line.startswith("#")] == ["-c ../constraints.txt", "-e ."]
    assert (BOOK / "binder" / "../constraints.txt").is_file()
    runtime = re.fullmatch(
        r"python-(3\.\d+)\n", (BOOK / "binder" / "runtime.txt").read_text(encoding="utf-8")
    )[1]
    assert allowed(runtime)


def test_the_codespace_installs_the_book_with_its_pins():
    config = json.loads((BOOK / ".devcontainer" / "devcontainer.json").read_text(encoding="utf-8"))
    assert allowed(re.fullmatch(r"mcr\.microsoft\.com/devcontainers/python:(3\.\d+)", config["image"])[1])
    command = shlex.split(config["postCreateCommand"])
    assert command[:2] == ["pip", "install"]
    extras = re.fullmatch(r"\.\[([\w,]+)\]", command[command.index("-e") + 1])[1].split(",")
    assert set(extras) <= set(PROJECT["optional-dependencies"])
    assert (BOOK / command[command.index("-c") + 1]).name == "constraints.txt"


def allowed(python):
    from packaging.specifiers import SpecifierSet

    return python in SpecifierSet(PROJECT["requires-python"])


def test_every_requirement_is_pinned_to_a_version_it_allows():
    for each in needed("test"):
        assert canonicalize_name(each.name) in PINS, f"{each.name} is not in constraints.txt"
        assert PINS[canonicalize_name(each.name)] in each.specifier, each


@pytest.mark.proof
def test_pip_resolves_the_pins_together():
    """From what is installed here and nowhere else: two pins that exclude each other would be refused."""
    done = subprocess.run(
        [
            *(sys.executable, "-m", "pip", "install", "--dry-run", "--no-index", "--quiet"),
            *("--disable-pip-version-check", "-c", "constraints.txt"),
            *map(str, needed("test")),
        ],
        cwd=BOOK,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr


def test_what_colab_is_told_to_install_is_what_the_package_asks_for():
    asked = {each.name: str(each) for each in needed()}
    for line in words.COLAB_NEEDS:
        assert asked[Requirement(line).name] == line
