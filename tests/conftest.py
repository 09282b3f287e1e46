"""What holds for every test: examples are drawn the same way each time, and no test is timed."""

from hypothesis import settings

settings.register_profile("the same every time", derandomize=True, deadline=None)
settings.load_profile("the same every time")
