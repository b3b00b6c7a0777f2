"""Judging: rounds, judges' seats and pledges, conflicts of interest, score sheets, ranking.

Words: round 심사 차수, seat 심사위원 위촉, pledge 서약, conflict 제척·회피, sheet 심사표,
ranking 순위, trimmed mean 최고·최저 제외 평균.
"""
