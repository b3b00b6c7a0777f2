"""Ideas: drafts, submission with a receipt, versions, withdrawal, eligibility, visibility.

Words: idea 아이디어(응모작), draft 임시저장, receipt 접수증, receipt number 접수번호,
version 판, ineligible 부적격.
"""
