"""Which neighbouring values of a series a line may join.

Whether two periods follow each other is told by their dates. Whether two values were counted in the same way is not:
some series hold the published numbers of several tallies, and their caveat says so in words. Those are listed here.
"""

# Values of tallies that differ in scope: points, never a line.
POINTS_ONLY = {
    "dea-lethal-share",
    "dea-powder-purity",
    "dhs-fent-lb",
    "dod-cn-support-mex",
    "extraditions-mex-usa-term",
    "extraditions-mex-usa-term-mexnationals",
    "heroin-cbp-quoted-usa",
    "heroin-seized-unodc-usa",
    "merida-cumulative",
    "merida-cumulative-bn",
    "mex-fent-kg",
    "mex-fent-kg-army-guard-mex",
    "mex-fent-kg-army-mex",
    "mex-fent-kg-month",
    "mex-fent-pills-army",
    "mex-fent-pills-fgr",
    "nflis-fentanyl-reports",
    "poppy-eradication-mex-other",
    "us-aid-mex-fy",
}

# The first period that was counted in a new way: the line is broken before it.
NEW_COUNT = {
    "cbp-fent-lb-usa": "FY2019",
    "cbp-fent-lb-ofo-usa": "FY2019",
}
