"""The dataset as readers ask it. How it answers stands in the modules beside this one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import pandas as pd

from . import describe, listing, queries, routes, units
from .frozen import Tables


@dataclass(frozen=True, repr=False, eq=False)
class Dataset(Tables):
    """The book's tables, and what can be asked of them. `pb.load()` gives it.

    Every answer is a new DataFrame; the dataset stays as it was published. Its `attrs` say what the numbers are and
    stay when it is filtered or copied: `units` (by series or column), `series` (titles) and `sources`.

    Attributes
    ----------
    tables : tuple of str
        The names of all tables. `data["series"]` gives one; so does `data.series`, where no method has the name.
    version, folder : str, Path
        The version of the data, and where they were read from.

    Examples
    --------
    >>> "hectares" in data["units"]["unit"].tolist()
    True
    """

    def one(self, series_id: str) -> pd.DataFrame:
        """Give all published numbers of one series, in order of time.

        Units are as published. When two sources printed the same period differently, both rows are there.

        Parameters
        ----------
        series_id : str
            The id of the series; `data.search` and `pb.browse` find it.

        Returns
        -------
        DataFrame
            The columns of the table `observations`, `series` (the title), `publisher`, and `start`, `end`, `middle` of
            each period as instants on one true time axis.

        Raises
        ------
        TypeError, LookupError
            When the id is no text, or not in the dataset: the error names the nearest ones.

        Examples
        --------
        >>> rows = data.one("poppy-ha-us-mex")
        >>> rows.query("period == '2017'")["value"].tolist()
        [44100.0, 44100.0]
        """
        return queries.one(self, series_id)

    def compare(self, series_ids: Sequence[str], *, base: str | None = None) -> pd.DataFrame:
        """Give several series under each other, each in order of time; nothing is averaged or chosen.

        Parameters
        ----------
        series_ids : list of str
            They may differ in unit (pounds and kilograms: see `convert`) but not in what they measure.
        base : str, optional
            A period such as "2017": each number is then percent of its series' number for the period that contains the
            middle of `base`, and what the series measure may differ.

        Returns
        -------
        DataFrame
            The columns of `one`; with a base also `base_period`, `published_value` and `published_unit`.

        Raises
        ------
        TypeError, LookupError, ValueError
            When the ids are no list of texts, or one is not in the dataset; when they measure different things, or
            one has not one number above zero for the base.

        Examples
        --------
        >>> rows = data.compare(["poppy-ha-us-mex", "od-t404"], base="2017").query("period == '2016'")
        >>> rows.drop_duplicates("series_id").set_index("series_id")["value"].round().to_dict()
        {'poppy-ha-us-mex': 73.0, 'od-t404': 68.0}
        """
        return queries.compare(self, series_ids, base)

    def observations(self, observation_ids: Sequence[str]) -> pd.DataFrame:
        """Give single published numbers by their ids, in the order asked.

        Parameters
        ----------
        observation_ids : list of str
            Each is the id of a series, `@` and a period.

        Returns
        -------
        DataFrame
            The columns of the table `observations`; `data["observations"]` is the whole table.

        Raises
        ------
        TypeError, LookupError
            When the ids are no list of texts, or one is not in the dataset: the error names the nearest ones.

        Examples
        --------
        >>> data.observations(["od-t404@2017", "od-t404@2013"])["value"].tolist()
        [28466.0, 3105.0]
        """
        return queries.observations(self, observation_ids)

    def events(
        self,
        *,
        category: str | Sequence[str] | None = None,
        party: str | Sequence[str] | None = None,
        theme: str | Sequence[str] | None = None,
        direction: str | Sequence[str] | None = None,
        actor: str | Sequence[str] | None = None,
        toward: str | Sequence[str] | None = None,
        since: str | date | None = None,
        until: str | date | None = None,
    ) -> pd.DataFrame:
        """Give the dated events, in order of time, that fit everything asked for.

        Parameters
        ----------
        category, party, theme, direction, actor, toward : str or list of str, optional
            Any of several words fits. `data.dictionary()` has the rule for each direction.
        since, until : str or date, optional
            A year, month or day such as "2019-05", both included.

        Returns
        -------
        DataFrame
            The columns of the table `events`, plus `start` and `end`, the first and last day the date can mean.

        Raises
        ------
        TypeError, LookupError, ValueError
            For a word that no event has (the error names the nearest ones), and for a date that is none.

        Examples
        --------
        >>> data.events(direction="ease", actor="USA", toward="MEX", until="2013")["event_id"].tolist()
        ['leahy-hold-2013']
        """
        return queries.events(self, category, party, theme, direction, actor, toward, since, until)

    def cbp(self, drug: str, *, by: str | Sequence[str] = ("fiscal_year",)) -> pd.DataFrame:
        """Sum the US border agency's monthly seizures of one drug.

        Parameters
        ----------
        drug : str
            As the table `cbp_monthly` names it.
        by : str or list of str, optional
            Any of `fiscal_year`, `month`, `place` and `component`. What has no row had no seizure and counts as zero.

        Returns
        -------
        DataFrame
            Those columns, `period`, `pounds`, `events` (how many seizures), `source_id`, `months` (how many the
            publisher has released) and `complete`: False for a fiscal year of which fewer than twelve are out.

        Raises
        ------
        TypeError, LookupError
            For a drug or a column that the table does not have.

        Examples
        --------
        >>> data.cbp("fentanyl").query("complete")[["period", "months"]].head(2).to_dict("list")
        {'period': ['FY2019', 'FY2020'], 'months': [12, 12]}
        """
        return queries.cbp(self, drug, by)

    def routes(self, *, during: str | None = None, commodity: str | None = None) -> pd.DataFrame:
        """Give the routes of the supply chain that texts describe, each with the places of its two ends.

        A route says that goods were described on it, never how much.

        Parameters
        ----------
        during : str, optional
            A period such as "2023": only routes whose years touch it.
        commodity : str, optional
            Words that the description of the goods has to have, as `search` takes them.

        Returns
        -------
        DataFrame
            The columns of the table `flows`, plus `from_label`, `from_lat`, `from_lon` and the same of `to`.

        Raises
        ------
        TypeError, ValueError
            When `during` is no period.

        Examples
        --------
        >>> len(data.routes(during="2023")) < len(data.routes())
        True
        """
        return routes.routes(self, during, commodity)

    def search(self, words: str) -> pd.DataFrame:
        """Find series by words, best first: the same answers as on the site and in `pb.browse`.

        Parameters
        ----------
        words : str
            All have to be there, in any order and spelling of accents: as a word, as its beginning, or inside one. A
            word that is nowhere stands for those one letter off. Without a word: every series.

        Returns
        -------
        DataFrame
            `series_id`, `title`, `unit`, `place`, `publisher`, the `first` and `last` period, how many `numbers`, and
            `why`: where each word was found.

        Examples
        --------
        >>> data.search("survey opium area")[["series_id", "why"]].loc[0].tolist()
        ['poppy-ha-unodc-mex', 'survey: title, opium: title, area: title']
        """
        return listing.search(self, words)

    def describe(self, series_id: str) -> describe.Description:
        """Say what a series is: title, unit, place, publisher, the time it covers and what is missing.

        Parameters
        ----------
        series_id : str
            The id of the series.

        Returns
        -------
        Description
            A table in a notebook, lines of text elsewhere; each line is an attribute.

        Raises
        ------
        TypeError, LookupError
            When the id is no text, or not in the dataset.

        Examples
        --------
        >>> data.describe("poppy-ha-us-mex").first
        '2003'
        """
        return describe.describe(self, series_id)

    def convert(self, frame: pd.DataFrame, to: str) -> pd.DataFrame:
        """Convert the numbers of a frame to another unit. The factors are those of the library pint.

        Parameters
        ----------
        frame : DataFrame
            Rows with `value` and `unit`, and `low`, `high`, `series_id` where there are.
        to : str
            A unit as the table `units` writes it.

        Returns
        -------
        DataFrame
            The rows in that unit; `published_value` and `published_unit` keep what was printed.

        Raises
        ------
        TypeError, LookupError, ValueError
            When `frame` is no table, `to` no unit, or the one no physical unit of the other's dimension.

        Examples
        --------
        >>> rows = data.one("poppy-ha-us-mex").query("period == '2017'").pipe(data.convert, "acres")
        >>> float(rows["value"].iloc[0].round()), rows["published_value"].iloc[0].item()
        (108973.0, 44100.0)
        """
        return units.convert(self, frame, to)

    def dictionary(self) -> pd.DataFrame:
        """Give the data dictionary: what every column of every table means.

        Returns
        -------
        DataFrame
            `table`, `column`, `title`, `description`, `type` and `unit`.

        Examples
        --------
        >>> data.dictionary().query("table == 'units' and column == 'unit'")["type"].item()
        'string'
        """
        return queries.dictionary(self)
