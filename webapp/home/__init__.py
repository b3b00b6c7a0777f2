"""Home: pages that read across all contexts: front, desks, idea passport, search. Writes nothing.

Words: desk 업무 책상, passport 아이디어 여권(아이디어 이력), funnel 제안에서 반영까지.
"""
