"""Names of folders that some library, shell or address reads otherwise than as a name."""

ODD = [
    "poppy%20book",
    "100%s %(here)s",
    "a #1?x=1&y",
    "it's “so” $HOME",
    "(x) [y] {z} *",
    "é ü 罂粟",
    'say "hi"; ~',
    "back\\slash",
]
