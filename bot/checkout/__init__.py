"""A local git checkout, read for the command line. GitHub's own repositories are read in `bot/github`."""
