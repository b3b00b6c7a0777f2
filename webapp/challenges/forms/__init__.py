"""Forms of challenges: shape only. One form per section of a contest's design."""
