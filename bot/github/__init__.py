"""GitHub as the bot sees and changes it: subjects, facts, answers, effects. It decides nothing and keeps no queue."""
