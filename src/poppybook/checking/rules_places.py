"""Rules for places: what lies in what, where a node stands on the map, and that a part is not more than the whole."""

import re
from collections.abc import Iterator

import pandas as pd

from poppybook.book.faults import Fault
from poppybook.dataset.store import Dataset

from .rules import fault, faults_at

CYCLE = "no place lies within itself"
CODE = "the code of a country or state is its id, and a state lies in the country of its code"
LEVEL = "what a place lies within is larger than the place"
KIND = "countries (MEX) and states (US-AZ), and no other places, have codes as ids; only the world lies in nothing"
COUNTRY = "a place on the map lies in the country it names"
BOTH = "a place on the map has both coordinates or none"
USED = "precursors do not end in a market, finished drugs not where drugs are made"
LOOP = "a route leads to another place"
PART = "the number for a part of a place is not above that for the whole"
AREA = "an office lies in the border region of its row, and a sector belongs to the Border Patrol"
OWN_PLACE = "a series whose id ends in a place below a country is of that place"
OWN_COUNTRY = "a place whose id begins with us-, mx- or ca- lies in that country"
MOST = 1e13  # suspicious transactions of five years come to 3e11 US dollars
SANE = "a route's magnitude is a number that the text can have printed"
MAGNITUDE = "a route's magnitude and its unit come together"

# Degrees, generously rounded: south, north, west, east. Hawaii and the Canaries lie outside on purpose.
COUNTRIES = {
    "AFG": (29, 39, 60, 75),
    "AUS": (-44, -10, 112, 154),
    "CAN": (41.6, 84, -142, -52),
    "CHN": (18, 54, 73, 135),
    "COL": (-5, 14, -80, -66),
    "CUB": (19, 24, -85, -74),
    "ESP": (35.5, 44, -10, 5),
    "GTM": (13, 18, -93, -88),
    "IND": (6, 36, 68, 98),
    "KOR": (33, 39, 124, 132),
    "LAO": (13, 23, 100, 108),
    "MEX": (14, 33, -119, -86),
    "MMR": (9, 29, 92, 102),
    "PAK": (23, 38, 60, 78),
    "USA": (24, 50, -125, -66),
}
_SIZES = {"world": 0, "world-region": 1, "country": 2}
_BEGINNINGS = {"us": "USA", "mx": "MEX", "ca": "CAN"}
_SUMS = ("pint", "count")


def places_lie_in_the_country_of_their_id(data: Dataset) -> Iterator[Fault]:
    places = data.places.drop_duplicates("place").dropna(subset="place")
    within = dict(zip(places["place"], places["within"], strict=True))
    for row in places.itertuples():
        country = _BEGINNINGS.get(row.place.partition("-")[0].lower())
        above, at = [], row.within
        while pd.notna(at) and at not in above:
            above.append(at)
            at = within.get(at)
        if country and country not in above:
            remedy = f"Name a place in {country}, or correct the id"
            yield fault(data, "places", row.Index, "within", row.within, OWN_COUNTRY, remedy)


def series_are_of_the_place_in_their_id(data: Dataset) -> Iterator[Fault]:
    """Ids of flows between countries end in two of them: transfers-mex-usa."""
    places = data.places
    below = places.loc[places["kind"] != "country", "place"].dropna()
    endings = {f"-{place.lower()}": place for place in sorted(below, key=len)}
    for row in data.series.dropna(subset=["series_id", "place"]).itertuples():
        said = [place for ending, place in endings.items() if row.series_id.endswith(ending)]
        if said and said[-1] != row.place:
            remedy = f"Write {said[-1]} here and in its rows, or give the series another id"
            yield fault(data, "series", row.Index, "place", row.place, OWN_PLACE, remedy)


def places_lie_in_larger_ones(data: Dataset) -> Iterator[Fault]:
    places = data.places.drop_duplicates("place").set_index("place", drop=False)
    within = places["within"].dropna().to_dict()
    rows = dict(zip(data.places["place"], data.places.index, strict=True))
    for place, row in rows.items():
        seen, at = {place}, within.get(place)
        while at is not None and at not in seen:
            seen.add(at)
            at = within.get(at)
        if at is not None and at == place:
            remedy = "Name the next larger place, or leave the cell empty for the world"
            yield fault(data, "places", row, "within", within[place], CYCLE, remedy)
        elif within.get(place) in rows:
            larger = places.at[within[place], "kind"]
            kind = places.at[place, "kind"]
            if _SIZES.get(larger, 3) > _SIZES.get(kind, 3):
                remedy = f"{within[place]} is a {larger}: name what holds a {kind}"
                yield fault(data, "places", row, "within", within[place], LEVEL, remedy)
    for row in data.places.dropna(subset="iso").itertuples():
        if row.iso != row.place:
            yield fault(data, "places", row.Index, "iso", row.iso, CODE, f"Write {row.place}")
        elif row.kind == "state" and pd.notna(row.within):
            wanted = {"US": "USA", "MX": "MEX", "CA": "CAN"}.get(row.place[:2], row.within)
            if row.within != wanted:
                yield fault(data, "places", row.Index, "within", row.within, CODE, f"Write {wanted}")


def places_are_of_their_kind(data: Dataset) -> Iterator[Fault]:
    shapes = {"country": r"[A-Z]{3}", "state": r"[A-Z]{2}-[A-Z]{2,3}"}
    for row in data.places.dropna(subset=["place", "kind"]).itertuples():
        shaped = next((kind for kind, shape in shapes.items() if re.fullmatch(shape, row.place)), "")
        if shaped != (row.kind if row.kind in shapes else ""):
            remedy = f"Write {shaped}, or another id" if shaped else "Correct the kind or the id"
            yield fault(data, "places", row.Index, "kind", row.kind, KIND, remedy)
        elif bool(shaped) != pd.notna(row.iso):
            remedy = f"Write {row.place}" if shaped else "Leave the cell empty"
            yield fault(data, "places", row.Index, "iso", row.iso, KIND, remedy)
        elif pd.isna(row.within) != (row.kind == "world"):
            remedy = "Leave the cell empty" if row.kind == "world" else "Name the next larger place"
            yield fault(data, "places", row.Index, "within", row.within, KIND, remedy)


def nodes_lie_in_their_country(data: Dataset) -> Iterator[Fault]:
    for row in data.nodes.itertuples():
        if pd.isna(row.lat) != pd.isna(row.lon):
            column = "lat" if pd.isna(row.lat) else "lon"
            yield fault(data, "nodes", row.Index, column, None, BOTH, "Fill in the other one, or empty both")
        elif pd.notna(row.lat) and row.country in COUNTRIES:
            south, north, west, east = COUNTRIES[row.country]
            for column, low, high in (("lat", south, north), ("lon", west, east)):
                if not low <= getattr(row, column) <= high:
                    remedy = f"{row.country} lies between {low} and {high}: correct the number or the country"
                    yield fault(data, "nodes", row.Index, column, getattr(row, column), COUNTRY, remedy)


def routes_lead_elsewhere(data: Dataset) -> Iterator[Fault]:
    flows = data.flows
    loops = flows[(flows["from_node"] == flows["to_node"]).fillna(False)]
    yield from faults_at(data, "flows", loops, "to_node", LOOP, "Name the other end of the route")
    odd = flows[flows["magnitude"].notna() != flows["unit"].notna()]
    yield from faults_at(data, "flows", odd, "unit", MAGNITUDE, "Fill in both, or neither")
    vast = flows[flows["magnitude"] > MOST]
    yield from faults_at(data, "flows", vast, "magnitude", SANE, "Correct the number or its unit")


def goods_go_where_they_are_used(data: Dataset) -> Iterator[Fault]:
    """Precursors are made into drugs and drugs are sold: a route told in the wrong direction has the wrong end."""
    kinds = data.nodes.drop_duplicates("node_id").set_index("node_id")["kind"]
    flows = data.flows.dropna(subset=["commodity", "to_node"])
    precursor, finished = (flows["commodity"].str.contains(word) for word in ("precursor", "finished"))
    ends = flows["to_node"].map(kinds)
    wrong = (precursor & ~finished & (ends == "market")) | (
        finished & ~precursor & ends.isin(["producer-country", "lab-region"])
    )
    yield from faults_at(data, "flows", flows[wrong], "to_node", USED, "Turn the route, or name its real end")


def offices_lie_in_their_region(data: Dataset) -> Iterator[Fault]:
    within = data.places.drop_duplicates("place").set_index("place")["within"]
    for row in data.cbp_area_fy.dropna(subset=["area", "place", "component"]).itertuples():
        region = within.get(row.area)
        if region is not None and region != row.place:
            remedy = f"{row.area} lies in {region}: correct the one or the other"
            yield fault(data, "cbp_area_fy", row.Index, "place", row.place, AREA, remedy)
        elif region is not None and row.area.endswith("-sector") != (row.component == "USBP"):
            remedy = "Write USBP for a sector, OFO for a field office"
            yield fault(data, "cbp_area_fy", row.Index, "component", row.component, AREA, remedy)


def parts_are_not_above_the_whole(data: Dataset) -> Iterator[Fault]:
    """Compares series of one quantity and unit: rates, prices and shares are no sums, and are left alone."""
    within = data.places.drop_duplicates("place").set_index("place")["within"].dropna().to_dict()
    units = data.units
    amounts = units.loc[units["kind"].isin(_SUMS) & units["ratio"].isna(), "unit"]
    named = data.series.drop_duplicates("series_id").set_index("series_id")["quantity"]
    rows = data["observations"][data["observations"]["unit"].isin(amounts)]
    rows = rows.assign(quantity=rows["series_id"].map(named)).dropna(subset="quantity")
    known = {}
    for row in rows.itertuples():
        known.setdefault((row.quantity, row.unit, row.place, row.period, row.source_id), row)
    for row in rows.itertuples():
        larger = holders(row.place, within)
        for whole in (
            known.get((row.quantity, row.unit, place, row.period, row.source_id)) for place in larger
        ):
            if whole is not None and row.value > whole.value * (1 + 1e-9) + 0.01:
                remedy = f"{whole.observation_id} says {whole.value:g}: correct one of them"
                yield fault(data, "observations", row.Index, "value", row.value, PART, remedy)
                break


def holders(place: str, within: dict[str, str]) -> list[str]:
    """The places that a place lies in, the next larger one first."""
    found: list[str] = []
    while (place := within.get(place)) is not None and place not in found:
        found.append(place)
    return found
