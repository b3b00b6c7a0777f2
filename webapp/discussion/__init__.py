"""Discussion: endorsements, comments, questions and followers of any public subject, and its moderation.

Knows no subject's table: whoever owns one enters a finder (`Context.subjects`). Words: endorsement 공감,
comment 의견, stance 찬반, report 신고, appeal 이의 제기, question 질문, follow 소식 받기.
"""
