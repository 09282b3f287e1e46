"""What is wrong in a file of rules or in a baseline."""


class RulesProblem(Exception):
    """The file cannot be used; the text says where and why, for the person who wrote it."""
