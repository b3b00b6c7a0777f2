"""Problems: what citizens and officials want solved, its expert review, and its selection as a challenge.

Words: problem 문제(과제 제안), call 과제 공모, review 전문가 검토, selection 선정, merge 병합.
"""
