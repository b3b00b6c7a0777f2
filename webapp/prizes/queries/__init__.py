"""Reading prizes: desks, public pages, the ledger, and who stands behind entries."""
