"""From Plotly's SVG to the stored picture: small, the same bytes on every run, coloured by tokens, with a name.

Every colour is written twice: as an attribute with the light value, for programs that know no CSS variables, and
as `var(--pb-token, #light)` in the style, which wins in a browser. A colour without a token is an error. The grounds
are left out, ids are numbered under the chart's name, and `<metadata>` carries the fingerprint of the chart and the
positions of its points for the page's read-out.
"""

import json
import re
import xml.etree.ElementTree as ET
from pathlib import Path

from . import theme

NS = "http://www.w3.org/2000/svg"
XLINK = "http://www.w3.org/1999/xlink"
ET.register_namespace("", NS)
ET.register_namespace("xlink", XLINK)

# Style properties that say what holds anyway.
DEFAULTS = {
    ("opacity", "1"),
    ("fill-opacity", "1"),
    ("stroke-opacity", "1"),
    ("vector-effect", "none"),
    ("stroke-width", "0px"),
    ("stroke-dasharray", "none"),
    ("font-weight", "normal"),
    ("font-style", "normal"),
    ("font-variant", "normal"),
    ("text-anchor", "start"),
}
DROPPED = {
    "font-family",
    "pointer-events",
    "white-space",
    "cursor",
    "user-select",
    "text-shadow",
    "text-transform",
}
DROPPED |= {
    "text-decoration-line",
    "text-decoration",
    "stroke-miterlimit",
    "will-change",
    "display-align",
    "fill-rule",
}
PAINTS = ("fill", "stroke", "stop-color")
HALO = "paint-order:stroke;stroke-width:4px;stroke-linejoin:round"
NUMBER = re.compile(r"-?\d+\.\d{2,}(?:e-?\d+)?")
REFERENCE = re.compile(r"url\(\s*['\"]?[^'\")#]*#([^'\")]+)['\"]?\s*\)")


class UnknownColour(ValueError):
    """A colour that is no token of the theme: it would not follow light and dark."""


def stored(raw: str, meta: dict, variant: str, fingerprint: str, traces: list) -> str:
    """The text of `<variant>.svg` from Plotly's SVG, the chart's meta, its spec hash and its points."""
    root = ET.fromstring(raw)
    name = f"{meta['id']}-{variant}"
    _clean(root)
    _rename(root, name)
    width, height = root.get("width"), root.get("height")
    root.attrib.clear()
    root.attrib.update(
        {
            "class": f"pb-svg pb-{variant}",
            "viewBox": f"0 0 {width} {height}",
            "width": width,
            "height": height,
            "role": "img",
            "aria-labelledby": f"{name}-title {name}-desc",
            "font-family": theme.SANS,
        }
    )
    title, desc, data = (
        ET.Element(f"{{{NS}}}title"),
        ET.Element(f"{{{NS}}}desc"),
        ET.Element(f"{{{NS}}}metadata"),
    )
    title.set("id", f"{name}-title")
    desc.set("id", f"{name}-desc")
    title.text, desc.text = meta["title"], meta["alt"]
    data.text = json.dumps({"spec": fingerprint, "traces": traces}, ensure_ascii=False, separators=(",", ":"))
    root[:0] = [title, desc, data]
    return ET.tostring(root, encoding="unicode", short_empty_elements=True) + "\n"


def metadata(path: Path) -> dict:
    """What a stored picture says about itself: `spec` (fingerprint) and `traces` (positions of the points)."""
    return json.loads(ET.parse(path).getroot().findtext(f"{{{NS}}}metadata"))


def drawn_hash(path: Path) -> str:
    """The fingerprint of the chart a picture was drawn from; nothing when it is not one of ours."""
    if not path.is_file():
        raise FileNotFoundError(f"{path} is missing; run `poppybook figures`")
    match = re.search(r'<metadata>\{"spec":"([0-9a-f]{64})"', path.read_text(encoding="utf-8"))
    return match[1] if match else ""


def _clean(node: ET.Element) -> None:
    """Drop what does not show, shorten what does, bind the colours to tokens."""
    for child in list(node):
        if not _invisible(child):
            _clean(child)
        if _invisible(child):
            node.remove(child)
        elif child.tag == f"{{{NS}}}g" and not child.attrib:
            at = list(node).index(child)
            node.remove(child)
            node[at:at] = list(child)
    # Words on the plot stand out from what is drawn under them.
    halo = node.get("class") in ("annotation-text", "node-label")
    for key in [k for k in node.attrib if k.startswith("data-") or k in ("class", "xml:space")]:
        del node.attrib[key]
    for key in (
        "d",
        "transform",
        "patternTransform",
        "x",
        "y",
        "width",
        "height",
        "x1",
        "x2",
        "y1",
        "y2",
        "points",
    ):
        if key in node.attrib:
            node.set(key, NUMBER.sub(_short, node.get(key)))
    _paint(node, halo)
    for key in [k for k, v in node.attrib.items() if v == "" or (k == "transform" and v == "rotate(0)")]:
        del node.attrib[key]


def _paint(node: ET.Element, halo: bool) -> None:
    style = _properties(node.attrib.pop("style", ""))
    for paint in PAINTS:
        if paint in node.attrib and paint not in style:
            style[paint] = node.attrib.pop(paint)
    kept = {}
    for key, value in style.items():
        if key in DROPPED or (key, value) in DEFAULTS:
            continue
        if key in PAINTS and style.get(f"{key}-opacity") == "0":
            kept[key] = "none"
        elif key in PAINTS and value != "none" and not value.startswith("url("):
            token, opacity = _token(value, node)
            light = theme.TOKENS[token][0]
            node.set(key, light)
            kept[key] = f"var(--pb-{token},{light})"
            if opacity != 1:
                kept[f"{key}-opacity"] = f"{opacity:g}"
        else:
            kept[key] = REFERENCE.sub(r"url(#\1)", value)
    text = ";".join(f"{key}:{value}" for key, value in kept.items())
    if halo:
        ground = theme.colour("ground")
        node.set("stroke", ground)
        text += f";{HALO};stroke:var(--pb-ground,{ground})"
    if text:
        node.set("style", text)


def _properties(style: str) -> dict[str, str]:
    """The properties of a style attribute."""
    pairs = (part.partition(":") for part in re.split(r";(?![^(]*\))", style) if ":" in part)
    return {name.strip(): value.strip() for name, _, value in pairs}


def _token(value: str, node: ET.Element) -> tuple[str, float]:
    found = theme.token_of(value)
    if found is None:
        what = (
            f"“{''.join(node.itertext())}”"
            if node.tag.endswith("text")
            else f"a {node.tag.partition('}')[2]}"
        )
        raise UnknownColour(
            f"the colour {value} of {what} is not in the theme; use theme.colour() or theme.tint()"
        )
    return found


def _invisible(node: ET.Element) -> bool:
    tag = node.tag.partition("}")[2]
    if tag in ("g", "defs") and not len(node):
        return True
    if tag == "path" and not node.get("d", "").strip("MZmz0, "):
        return True
    if tag == "rect" and "0" in (node.get("width"), node.get("height")):
        return True
    if tag == "text" and not "".join(node.itertext()).strip():
        return True
    style = _properties(node.get("style", ""))
    if style.get("opacity") == "0" or style.get("display") == "none":
        return True
    # What says nothing about itself is filled black and not stroked: the shapes of clip paths.
    paint = {"fill": node.get("fill", "black"), "stroke": node.get("stroke", "none"), **style}
    clear = [paint[p] == "none" or style.get(f"{p}-opacity") == "0" for p in ("fill", "stroke")]
    return tag in ("rect", "path") and clear[0] and (clear[1] or style.get("stroke-width") in ("0", "0px"))


def _short(match: re.Match) -> str:
    text = f"{float(match[0]):.1f}".removesuffix(".0")
    return "0" if text == "-0" else text


def _rename(root: ET.Element, name: str) -> None:
    """Number the ids that something refers to, one for all definitions that are the same, and drop the rest."""
    used = set()
    for node in root.iter():
        for key, value in node.attrib.items():
            used.update(REFERENCE.findall(value))
            if key.endswith("href") and value.startswith("#"):
                used.add(value[1:])
    new: dict[str, str] = {}
    content: dict[str, str] = {}
    for parent in list(root.iter()):
        for node in list(parent):
            old = node.attrib.pop("id", None)
            if old is None:
                continue
            if old not in used:
                if parent.tag == f"{{{NS}}}defs":
                    parent.remove(node)
                continue
            text = ET.tostring(node, encoding="unicode")
            if text in content:
                parent.remove(node)
            else:
                content[text] = f"{name}-{len(content) + 1}"
                node.set("id", content[text])
            new[old] = content[text]
    for node in root.iter():
        for key, value in list(node.attrib.items()):
            if "#" in value and REFERENCE.search(value):
                node.set(key, REFERENCE.sub(lambda match: f"url(#{new[match[1]]})", value))
            elif key.endswith("href") and value.startswith("#"):
                node.set(key, f"#{new[value[1:]]}")
