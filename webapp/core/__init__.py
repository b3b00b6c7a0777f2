"""What every context stands on: database, workflow, policy, audit, outbox, text. Knows no Flask."""
