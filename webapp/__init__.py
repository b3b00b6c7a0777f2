"""The platform: citizens' problems become challenges, ideas, prizes and policy, in public view."""

from webapp.app import start as create_app

__all__ = ["create_app"]
