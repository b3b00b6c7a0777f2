"""Maturing: a winning idea grows into something a department can use - mentors, milestones, acceptance.

Words: project 숙성 과제, mentor 멘토, milestone 단계 목표, deliverable 산출물, lesson 배운 점.
"""
