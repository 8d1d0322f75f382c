"""The part of `poppybook check` that looks at the founding documents: their cards, and their texts where they are."""

from __future__ import annotations

from pathlib import Path

import click

from poppybook.book.faults import Fault
from poppybook.checking import seeds


def seed_faults(root: Path, texts: Path | None) -> list[Fault]:
    """The faults of the cards and, with the folder `texts`, of every claim's place in its document.

    Says on the screen how many claims match, or that and why the texts were not looked at.
    """
    faults = seeds.card_faults(root)
    if texts is None:
        return faults
    if not texts.is_dir():
        click.echo(f"Skipped the texts of the founding documents: there is no folder {texts}.")
        return faults
    if not any(texts.glob("*.txt")):
        click.echo(f"Skipped the texts of the founding documents: {texts} holds no .txt file.")
        return faults
    matching, claims, unlike = seeds.text_faults(root, texts)
    click.echo(f"{matching} of {claims} claims stand where the ledger says, word for word.")
    return faults + unlike
