"""The ready-made charts of the chart builder: what each selects. Their titles stand in poppybook.language.builder."""

# By id: the series, and what differs from the plain view (`m` value, index or change; `b` the period that is 100;
# `y` linear or log; `f`, `t` first and last year), under the names that permalinks use.
SELECTIONS = {
    "fentanyl-southwest-border": {
        "s": [
            f"cbp.fentanyl.us-southwest-border.all.{measure}" for measure in ("pounds", "events", "per-event")
        ]
    },
    "ports-and-between": {
        "s": [f"cbp.fentanyl.us-southwest-border.{component}.pounds" for component in ("ofo", "usbp")]
    },
    "heroin-and-fentanyl": {
        "s": [f"cbp.{drug}.us-southwest-border.all.pounds" for drug in ("heroin", "fentanyl")],
        "y": "log",
    },
    "poppy-us-unodc": {"s": ["poppy-ha-us-mex", "poppy-ha-unodc-mex"]},
    "poppy-world": {
        "s": ["poppy-ha-wdr-afg", "poppy-ha-wdr-mmr", "poppy-ha-wdr-mex"],
        "m": "index",
        "b": "2010",
    },
    "eradication": {"s": ["poppy-eradication-mex-all-agencies", "poppy-eradication-mex-army"]},
    "deaths-by-drug": {
        "s": [f"cdc.{name}-usa.predicted" for name in ("all", "t404", "heroin")],
    },
    "laboratories": {
        "s": [f"nflis.{name}" for name in ("fentanyl", "para-fluorofentanyl", "carfentanil")],
        "y": "log",
    },
    "extraditions": {"s": ["extraditions-mex-usa", "us-aid-mex-fy"]},
}
