"""The words by which a sentence says a direction, a rank, a share or a cause of numbers: each rests on a finding.

`[peaked](#finding-peak)` says which one. Exempt by their form alone, beside what is no prose (code, quotations, titles
of documents, worked answers):

1.  a question, which states nothing;
2.  the words in front of a linked number that say on which side of it the value lies (`more than [2,000](…)`): the
    number is held to them;
3.  the names and ordinals in `NAMES`.

A sentence that says no more than what a document says, or what cannot be known, may carry its reason behind it,
`<!-- no finding: the words of its publisher -->`: readers do not see it, and `poppybook check` counts it.
"""

import re

_DIRECTION = r"""
    r(?:ose|ises?|isen|ising) | f(?:ell|alls?|allen|alling) | gr(?:ew|ows?|own|owing|owth) | climb\w*
    | dropp?(?:s|ed|ping)? | declin\w+ | increas\w+ | decreas\w+ | shr[aiu]nk\w* | doubl(?:ed?|es|ing) | halv\w+
    | (?:tripl|trebl|quadrupl)\w+ | \w{3,}fold | collaps\w+ | surg(?:e|es|ed|ing) | plung\w+ | jump\w*
    | sl(?:id|ide|ides|iding) | tumbl\w+ | soar\w* | (?:went|go|goes|gone|going)\ (?:up|down|from) | swing\w* | swung
    | recover\w* | stopped\ \w+ing | (?:stay|remain)(?:s|ed)?\ (?:low|high|flat)
"""
_RANK = r"""
    peak\w* | most | least | first | leads? | leading | domina(?:t|n)\w+ | mostly | mainly | largely
    | record\ (?:year|month|high|low|sum|amount)
    | (?:high|low|larg|small|bigg|strong|weak|steep|heavi|light|great|earli|fast|clos|wid)est
"""
_ALWAYS = r"""
    never | always | only | hardly | scarcely | barely | none | no\ longer | almost\ (?:all|no|none)
    | nearly\ (?:all|half|none)
"""
_COMPARED = r"""
    (?:more|less|fewer)\ (?:[\w-]+\ ){0,2}?than | (?:high|low|larg|small|bigg|heavi|light|fast|slow|steep|great)er
    | twice | (?:\w+|\d+)\ times\ (?:as|the|more) | as\ (?:much|many|large|high)\ as | exceed\w* | outnumber\w*
    | outweigh\w* | at\ (?:most|least) | (?:more|less)\ often | bulk
"""
_TIME = r"since | until"
_SHARE = r"""
    shares?\ of | half | thirds? | quarters?\ of | fourths | fifths | sixths | tenths? | majority | one\ in\ \w+
"""
_CAUSE = r"""
    because | causes | caused | causing | (?:the|a|one)\ cause | due\ to | owing\ to | (?:led|leads|lead)\ to
    | dr(?:ove|ives|iven|iving) | result(?:s|ed)?\ (?:of|from|in) | thanks\ to | explain\w*
"""
KINDS = "|".join((_COMPARED, _DIRECTION, _RANK, _ALWAYS, _TIME, _SHARE, _CAUSE))
WORD = re.compile(rf"(?<![\w-])(?:{KINDS})(?![\w-])", re.IGNORECASE | re.VERBOSE)

# Form → why it says nothing of numbers.
NAMES = {
    r"first (?:joint )?(?:survey|season|edition|line|time|step|column|row|cell|chart|page)s?": "counts in order",
    r"first(?:-?hand|[,.:]| of all| published)|at first|run this first": "counts in order",
    r"(?:poppy|poppies|plants?|fields) grows?|grows? (?:poppy|poppies|opium)": "tells of a plant",
    r"growing (?:areas?|regions?|poppy)|poppy grew|where (?:\w+ ){0,2}gr(?:ows?|ew)": "tells of a plant",
    r"is not a cause|(?:none of them )?proves? (?:a|no) cause": "denies a cause",
    r"(?:nobody|neither \w+) (?:has )?explain\w*": "says that no reason is known",
    r"not only|at least one": "no quantity",
    r"lead author|leads? (?:to the|you to|back to)|leading role": "no rank",
    r"(?:first|second|one|last) half|half[- ]years?|half a year|quarter of (?:19|20)\d\d": "names a time",
    r"only (?:with|if|when|where|what|then|on this)": "a condition",
}
NAMED = re.compile("|".join(rf"\b(?:{form})" for form in NAMES), re.IGNORECASE)
SIDE = re.compile(
    r"\b(?:more than|less than|fewer than|at least|at most|up to|over|under|above|below|almost|nearly) \\?\$?$",
    re.I,
)
EXCEPTED = re.compile(r"<!-- no finding: (?P<reason>[^>]*\w[^>]*?) -->")
END = re.compile(r"(?<=[.?!])(?:[”)*_]*)\s+(?=[*_(“\[\\]*[A-Z\d“])|\n\s*\n|\n(?=\s*(?:[-*|#]|\d+\.)\s)|\|")
