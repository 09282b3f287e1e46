"""The machine of stages: ledger, trusted stage, roles, gates, stability, policy. No command, no sentence."""
