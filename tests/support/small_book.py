"""A small book with everything in it that the build has to deal with: a chart, a table, a widget, money, a fold."""

import json
import shutil
from pathlib import Path
from types import SimpleNamespace

import pandas as pd
import plotly.graph_objects as go
import pytest

from poppybook.book.project import Project
from poppybook.charts import read_out, svg, variants
from poppybook.charts.display import chart

ASSETS = Path(__file__).parents[2] / "assets"

CONFIG = """
project:
  type: website
  output-dir: _site
  render: [index.qmd, "notebooks/*.ipynb", "notebooks/*.qmd"]
  post-render: python -m poppybook.site.postrender
website:
  title: A small book
  search: false
  navbar:
    left: [index.qmd]
  sidebar:
    style: docked
    contents:
      - index.qmd
      - section: Themes
        contents: [notebooks/poppy.ipynb]
  page-navigation: true
  bread-crumbs: true
format:
  html:
    theme: {light: default, dark: slate}
    css: [assets/colours.css, assets/charts.css]
    toc: true
"""
FRONT = """---
title: Front page
---
It cost [\\$400 million](notebooks/poppy.ipynb) for [44,100 ha](notebooks/poppy.ipynb#poppy-ha@2017).

```{=html}
<div class="pb-chart-here" data-chart="poppy-area"></div>
```

::: {.callout-note collapse="true"}
## A fold
With text.
:::

## A section {#section}
Text.
"""
CODE_TABLE = "import pandas as pd\n\npd.DataFrame({'year': [2016, 2017], 'ha': [32000, 44100]})"
CODE_WIDGET = "from ipywidgets import interact\n\ninteract(lambda year: year, year=(2016, 2017));"
TABLE_HTML = '<div>\n<table border="1" class="dataframe">\n<tr><td>44100</td></tr>\n</table>\n</div>'


def cell(kind, source, **more):
    """A notebook cell as stored."""
    code = {"outputs": [], "execution_count": None} if kind == "code" else {}
    return {"cell_type": kind, "metadata": {}, "source": source, **code, **more}


def notebook(*cells):
    """A notebook as stored, its cells numbered."""
    for number, one in enumerate(cells):
        one.setdefault("id", f"c{number}")
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    return {"cells": list(cells), "metadata": {"kernelspec": kernel}, "nbformat": 4, "nbformat_minor": 5}


def output(data):
    """A displayed output."""
    return {"output_type": "display_data", "metadata": {}, "data": data}


def write_json(path, value):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(value, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def small_chart():
    """A chart of two bars."""
    sources = pd.DataFrame(
        {
            "source_id": ["ondcp-2019"],
            "publisher": ["ONDCP"],
            "title": ["Release on Mexico"],
            "date_published": ["2019"],
            "reliability": ["A"],
        }
    )
    table = pd.DataFrame(
        {
            "series": "Area",
            "period": ["2016", "2017"],
            "value": [32000, 44100],
            "unit": "hectares",
            "status": "estimate",
            "source_id": "ondcp-2019",
            "observation_id": ["poppy-ha@2016", "poppy-ha@2017"],
        }
    )
    figure = go.Figure(go.Bar(x=[2016, 2017], y=table.value, name="Area"))
    texts = {"title": "Poppy area", "takeaway": "It rose.", "alt": "Two bars, the second is higher."}
    data = SimpleNamespace(rows=lambda name, column, keys: sources)  # the only table that the chart asks for
    return chart(data, figure, id="poppy-area", table=table, **texts)


def store_pictures(folder, spec):
    """Pictures that count as drawn from `spec`, without a browser."""
    folder.mkdir(parents=True)
    write_json(folder / "spec.json", spec)
    (folder / "data.csv").write_text("period,value\n2016,32000\n2017,44100\n")
    for variant in variants.VARIANTS:
        raw = f'<svg xmlns="{svg.NS}" width="40" height="20"></svg>'
        meta, fingerprint = spec["layout"]["meta"], variants.spec_hash(spec)
        (folder / f"{variant}.svg").write_text(
            svg.stored(raw, meta, variant, fingerprint, []), encoding="utf-8"
        )


@pytest.fixture(scope="session")
def book_template(tmp_path_factory):
    root = tmp_path_factory.mktemp("template") / "book"
    (root / "assets").mkdir(parents=True)
    (root / "_quarto.yml").write_text(CONFIG)
    (root / "index.qmd").write_text(FRONT)
    for name in (
        "colours.css",
        "charts.css",
        "alone.css",
        "unfold.js",
        "charts.js",
        "finding.js",
        "search.js",
    ):
        (root / "assets" / name).write_text(f"/* {name} */\n")
    shutil.copy(ASSETS / read_out.PLOTLY_BASIC, root / "assets")
    shown = small_chart()
    store_pictures(root / "figures" / "poppy-area", shown.spec)
    bundle = shown._repr_mimebundle_()
    spend = cell(
        "markdown", "# Poppy\n\nIt cost [\\$5 million](../index.qmd) and [\\$6 million](#poppy-ha@2016)."
    )
    table = cell("code", CODE_TABLE, outputs=[output({"text/html": TABLE_HTML, "text/plain": "44100"})])
    widget = cell("code", CODE_WIDGET, metadata={"tags": ["nbval-ignore-output", "remove-cell"]})
    picture = cell("code", "the_chart", outputs=[output(bundle)])
    write_json(root / "notebooks" / "poppy.ipynb", notebook(spend, table, widget, picture))
    (root / "notebooks" / "sources.qmd").write_text(
        '---\ntitle: Sources\n---\n\n```{=html}\n<p id="ondcp-2019">ONDCP</p>\n```\n'
    )
    return root


@pytest.fixture
def book(book_template, tmp_path):
    """The small book, a fresh copy for each test."""
    return Project(Path(shutil.copytree(book_template, tmp_path / "book")))
