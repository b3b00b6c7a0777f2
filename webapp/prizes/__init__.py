"""Prizes: finalists, public verification, award decision, staged payment from a pot that cannot be overspent.

Words: finalist 수상후보작, public verification 공개검증, objection 이의 제보, award 수상,
stage 지급 단계, ledger 원장.
"""
