"""The ground every context stands on.

Owns what has no domain and no web: text, money, calendar, languages, search terms, storage and the like.
Must not import Flask, Werkzeug, WTForms or any other package of the platform.
"""
