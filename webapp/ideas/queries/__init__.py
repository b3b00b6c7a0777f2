"""Reading ideas: what judges, authors, officials and the public may see. Visibility is part of each query."""

from webapp.ideas.queries.blind import BlindFile, BlindIdea, blind_idea, blind_ideas

__all__ = ["BlindFile", "BlindIdea", "blind_idea", "blind_ideas"]
