"""The vocabulary between core and shell: subjects, facts, questions, effects. Values; nothing here acts."""
