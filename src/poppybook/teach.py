"""Teach: the checks of an assignment, what they expect, and questions that check themselves."""

from poppybook.pages.quiz import quiz
from poppybook.teaching.answers import checks, expect, fresh

__all__ = ["checks", "expect", "fresh", "quiz"]
