"""The explorers in a real JupyterLab and a real Notebook 7: opened, driven and reproduced through the browser, as an
analyst would."""

import json
import os
import re
import secrets
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path
from types import SimpleNamespace

import pytest
from playwright.sync_api import TimeoutError
from waiting import expect

PATIENCE = 600_000  # ms; a busy machine may take that long, a quiet one takes a few seconds
CELLS = [
    "import poppybook as pb\ndata = pb.load()\nexplorer = pb.browse(data, theme='heroin')\nexplorer",
    "other = pb.side_by_side(data, ['poppy-ha-us-mex'])\nother",
    "space = {}\nexec(explorer.code, space)\nprint('SAME', space['rows'].equals(explorer.table), len(explorer.table))\n"
    "exec(other.code, space)\nprint('SAME', space['rows'].equals(other.table), set(other.table['series_id']))",
]


def notebook():
    cells = [
        {
            "cell_type": "code",
            "id": f"c{n}",
            "metadata": {},
            "source": text,
            "outputs": [],
            "execution_count": None,
        }
        for n, text in enumerate(CELLS)
    ]
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    return {"cells": cells, "metadata": {"kernelspec": kernel}, "nbformat": 4, "nbformat_minor": 5}


# The program, as `python -m` names it, and where it opens a notebook.
PROGRAMS = {"jupyterlab": "lab/tree", "notebook": "notebooks"}


@pytest.fixture(params=PROGRAMS)
def opened(request, tmp_path):
    """The notebook in a program of its own on a free port, with a token; nothing of the user's settings, nothing left
    behind. `address`, and `kernels`, where the program says what its kernels do."""
    work = tmp_path / "work"
    work.mkdir()
    (work / "try.ipynb").write_text(json.dumps(notebook()), encoding="utf-8")
    settings = {
        "apputils-extension/notification": {"fetchNews": "false", "checkForUpdates": False},
        # Otherwise JupyterLab takes a cell that is scrolled away out of the page.
        "notebook-extension/tracker": {"windowingMode": "none"},
    }
    for name, values in settings.items():
        path = tmp_path / "settings" / "@jupyterlab" / f"{name}.jupyterlab-settings"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(values), encoding="utf-8")
    folders = {f"JUPYTER_{name}_DIR": str(tmp_path / name.lower()) for name in ("CONFIG", "DATA", "RUNTIME")}
    lab_folders = {
        "JUPYTERLAB_SETTINGS_DIR": str(tmp_path / "settings"),
        "JUPYTERLAB_WORKSPACES_DIR": str(tmp_path),
    }
    token = secrets.token_hex(8)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    options = {
        "ServerApp.ip": "127.0.0.1",
        "ServerApp.port": port,
        "ServerApp.port_retries": 0,
        "ServerApp.root_dir": work,
        "ServerApp.allow_root": True,
        "IdentityProvider.token": token,
        "LabApp.extension_manager": "readonly",
    }
    source = Path(__file__).parents[2] / "src"
    environment = os.environ | folders | lab_folders | {"PYTHONPATH": str(source)}
    with open(tmp_path / "lab.log", "w+", encoding="utf-8") as log:
        server = subprocess.Popen(
            [
                sys.executable,
                "-m",
                request.param,
                "--no-browser",
                *(f"--{k}={v}" for k, v in options.items()),
            ],
            env=environment,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        url = f"http://127.0.0.1:{port}"
        try:
            for _ in range(PATIENCE // 500):
                try:
                    urllib.request.urlopen(f"{url}/api", timeout=60).close()
                    break
                except OSError:
                    assert server.poll() is None, (tmp_path / "lab.log").read_text(encoding="utf-8")
                    time.sleep(0.5)
            yield SimpleNamespace(
                address=f"{url}/{PROGRAMS[request.param]}/try.ipynb?token={token}&reset",
                kernels=f"{url}/api/kernels?token={token}",
            )
        finally:
            server.send_signal(signal.SIGTERM)  # it ends its kernels itself
            try:
                server.wait(120)
            except subprocess.TimeoutExpired:
                os.killpg(server.pid, signal.SIGKILL)


def rests(kernels):
    """Wait until the kernel does nothing, in three looks in a row."""
    quiet = 0
    for _ in range(PATIENCE // 1000):
        with urllib.request.urlopen(kernels, timeout=60) as answer:
            states = [one["execution_state"] for one in json.load(answer) if one["connections"]]
        quiet = quiet + 1 if states == ["idle"] else 0
        if quiet == 3:
            return
        time.sleep(1)
    raise AssertionError(f"the kernel never came to rest: {states}")


def run_all(page, last, kernels):
    """Run all cells, again while nothing comes of it: JupyterLab drops what is asked of a kernel that is not connected
    yet, although it shows it as idle; and what is asked twice is to be over before anything is clicked."""
    for _ in range(20):
        rests(kernels)
        if re.search(r"\d", last.locator(".jp-InputPrompt").inner_text()):
            return
        page.get_by_role("menuitem", name="Run", exact=True).click()
        page.get_by_role("menuitem", name=re.compile("^Run All Cells")).first.click()
        try:
            last.locator(".jp-InputPrompt", has_text=re.compile(r"\d|\*")).wait_for(timeout=5_000)
        except TimeoutError:
            continue
    raise AssertionError("JupyterLab runs nothing")


@pytest.mark.proof
def test_select_compare_reproduce(browser, opened):
    context = browser.new_context(viewport={"width": 1300, "height": 1700})
    page = context.new_page()
    page.set_default_timeout(PATIENCE)
    page.goto(opened.address)
    cells = page.locator(".jp-Notebook .jp-CodeCell")
    cells.nth(2).wait_for()
    run_all(page, cells.nth(2), opened.kernels)

    # Select: search for a series and choose it; the picture, the words and the Python follow.
    explorer = cells.nth(0).locator(".poppybook-explorer")
    explorer.locator(".js-plotly-plot .point").first.wait_for()
    before = explorer.locator("pre.poppybook-code").inner_text()
    explorer.get_by_label("Search").fill("opium poppy area survey")
    picker = explorer.get_by_label("Series")
    picker.locator("option", has_text="Mexico–UNODC survey").first.wait_for(state="attached")
    picker.select_option(
        label=re.sub(r"\s+", " ", picker.locator("option", has_text="Mexico–UNODC").first.inner_text())
    )
    code = explorer.locator("pre.poppybook-code", has_text='data.one("poppy-ha-unodc-mex")')
    code.wait_for()
    expect(code).not_to_have_text(before)
    explorer.locator(".js-plotly-plot .point").nth(5).wait_for()

    # Compare: add a second series in the other explorer and convert both.
    other = cells.nth(1).locator(".poppybook-explorer")
    other.locator(".js-plotly-plot .point").first.wait_for()
    other.get_by_label("Search").fill("Mexico–UNODC survey")
    # First in the list: what was asked for has come; before, the list has it somewhere further down.
    found = other.get_by_label("Series").locator("option:first-child", has_text="Mexico–UNODC survey")
    found.wait_for(state="attached")
    other.get_by_label("Series").select_option(index=0)
    other.get_by_role("button", name="Add").click()
    other.locator(".legendtext", has_text="survey").wait_for()
    expect(other.locator(".legendtext")).to_have_count(2)
    expect(other.get_by_role("status")).to_contain_text("crop years (July to June)")
    other.get_by_label("Unit").select_option(label="acres")
    other.locator("pre.poppybook-code", has_text='"acres"').wait_for()
    other.locator(".js-plotly-plot .annotation-text", has_text="Acres").wait_for()

    # Reproduce: the lines it gives, run in the same notebook, give the table it shows.
    cells.nth(2).locator(".cm-content").click()
    page.keyboard.press("Shift+Enter")
    said = cells.nth(2).locator(".jp-OutputArea-output", has_text="poppy-ha-unodc-mex")
    # The second line comes a moment after the first.
    expect(said).to_contain_text(re.compile(r"SAME True [\s\S]*SAME True .*'poppy-ha-us-mex'"))
    assert "SAME False" not in said.inner_text()
    assert page.locator("[data-mime-type='application/vnd.jupyter.stderr']").count() == 0
    context.close()
