"""Exercises: checks that teach, editions for student and instructor, grading, and the questions on the pages."""
