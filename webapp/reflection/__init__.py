"""Reflection: a department's answer to an idea - adoption, measures with dates, progress, outcome.

Words: reflection 정책 반영, adoption 채택, measure 이행 과제, named official 실명 담당자, outcome 성과.
"""
