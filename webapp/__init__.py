"""The citizen-participation platform: idea contests from a problem to a policy result."""
