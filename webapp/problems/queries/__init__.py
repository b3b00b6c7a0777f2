"""What pages and other contexts read of problems. Must not change anything."""
