"""Accounts: people, their sessions and consents, organisations that enter, agencies that run contests, roles.

Words: account 계정, organisation 팀·기업·단체, agency 기관, department 부서, membership 소속,
grant 권한 부여.
"""
