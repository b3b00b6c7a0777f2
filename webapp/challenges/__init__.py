"""Challenges: programmes and their challenges, with notice, calendar, form, criteria and prize plan.

Words: programme 공모 사업(공모전), challenge 과제, notice 공고, grade 과제 등급,
criterion 심사 기준, prize tier 시상 등급, pot 예산 재원, policy profile 운영 규정.
"""
