"""The course as plain nbgrader reads it. `poppybook assignments` and `poppybook grade` use the same settings."""

c = get_config()  # noqa: F821

c.CourseDirectory.course_id = "poppy-to-precursor"
# A stub that leaves `name = None` standing: a check then says "no answer yet" instead of failing with a NameError.
c.ClearSolutions.code_stub = {"python": "# YOUR CODE HERE"}
c.ClearSolutions.text_stub = "YOUR ANSWER HERE"
# Seconds a cell may take before it is stopped; the other cells still run.
c.Execute.timeout = 20
