"""The contexts in order: what each brings to the application. Wiring reads this table and nothing else."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import click
from flask import Blueprint

from webapp.accounts import cli as accounts_cli
from webapp.accounts import jobs as accounts_jobs
from webapp.accounts import policies as accounts_policies
from webapp.accounts import queries as accounts_queries
from webapp.accounts import services as accounts_services
from webapp.accounts import views as accounts_views
from webapp.challenges import cli as challenges_cli
from webapp.challenges import jobs as challenges_jobs
from webapp.challenges import policies as challenges_policies
from webapp.challenges import queries as challenges_queries
from webapp.challenges import services as challenges_services
from webapp.challenges import views as challenges_views
from webapp.core import attachments, audit, outbox, parking, search_index, similar_texts, workflow
from webapp.core.constraints import ConstraintRule
from webapp.core.events import HandlerTable
from webapp.core.i18n import lazy
from webapp.core.outbox import ClockTask, Deliver
from webapp.core.policy import Predicate
from webapp.core.search_index import SearchSource
from webapp.core.similar_texts import ComparedSource
from webapp.core.subjects import SubjectFinder
from webapp.core.work import Work
from webapp.discussion import jobs as discussion_jobs
from webapp.discussion import policies as discussion_policies
from webapp.discussion import views as discussion_views
from webapp.home import api as home_api
from webapp.home import cli as home_cli
from webapp.home import policies as home_policies
from webapp.home import views as home_views
from webapp.ideas import jobs as ideas_jobs
from webapp.ideas import policies as ideas_policies
from webapp.ideas import queries as ideas_queries
from webapp.ideas import services as ideas_services
from webapp.ideas import views as ideas_views
from webapp.judging import jobs as judging_jobs
from webapp.judging import policies as judging_policies
from webapp.judging import services as judging_services
from webapp.judging import views as judging_views
from webapp.maturing import jobs as maturing_jobs
from webapp.maturing import models as maturing_models
from webapp.maturing import policies as maturing_policies
from webapp.maturing import services as maturing_services
from webapp.maturing import views as maturing_views
from webapp.prizes import models as prizes_models
from webapp.prizes import policies as prizes_policies
from webapp.prizes import services as prizes_services
from webapp.prizes import views as prizes_views
from webapp.problems import jobs as problems_jobs
from webapp.problems import policies as problems_policies
from webapp.problems import queries as problems_queries
from webapp.problems import services as problems_services
from webapp.problems import views as problems_views
from webapp.reflection import jobs as reflection_jobs
from webapp.reflection import models as reflection_models
from webapp.reflection import policies as reflection_policies
from webapp.reflection import views as reflection_views
from webapp.web.templating import Desk


@dataclass(frozen=True)
class Context:
    """What a context brings: pages, permissions, handlers of events and jobs, clock tasks, commands.

    `subjects`: how its public subjects are found, by kind, for what people say of them.
    """

    name: str
    blueprints: Sequence[Blueprint] = ()
    policy: Mapping[str, Predicate] = field(default_factory=dict)
    events: HandlerTable = field(default_factory=dict)
    jobs: Mapping[str, Deliver] = field(default_factory=dict)
    clock_tasks: Sequence[ClockTask] = ()
    commands: Sequence[click.Command] = ()
    constraints: Sequence[ConstraintRule] = ()
    desks: Sequence[Desk] = ()
    search_sources: Sequence[SearchSource] = ()
    compared_sources: Sequence[ComparedSource] = ()
    subjects: Mapping[str, SubjectFinder] = field(default_factory=dict)


ACCOUNTS = Context(
    "accounts",
    blueprints=(accounts_views.blueprint,),
    policy=accounts_policies.POLICY,
    desks=accounts_views.DESKS,
    constraints=accounts_services.CONSTRAINTS,
    clock_tasks=accounts_jobs.CLOCK_TASKS,
    commands=(accounts_cli.admin_group,),
)
DISCUSSION = Context(
    "discussion",
    blueprints=(discussion_views.blueprint,),
    policy=discussion_policies.POLICY,
    clock_tasks=discussion_jobs.CLOCK_TASKS,
)
PROBLEMS = Context(
    "problems",
    blueprints=(problems_views.blueprint,),
    policy=problems_policies.POLICY,
    clock_tasks=problems_jobs.CLOCK_TASKS,
    search_sources=problems_services.SEARCH_SOURCES,
    compared_sources=problems_services.COMPARED_SOURCES,
    events=problems_services.EVENTS,
    desks=(Desk(lazy("과제 검토"), "problems.reviewer_desk", problems_policies.is_reviewer),),
    constraints=problems_services.CONSTRAINTS,
    subjects={problems_queries.PROBLEM_KIND: problems_queries.problem_subjects},
)
CHALLENGES = Context(
    "challenges",
    blueprints=(challenges_views.blueprint,),
    policy=challenges_policies.POLICY,
    search_sources=challenges_services.SEARCH_SOURCES,
    compared_sources=challenges_services.COMPARED_SOURCES,
    clock_tasks=challenges_jobs.CLOCK_TASKS,
    commands=(challenges_cli.contest_group,),
    subjects={
        challenges_queries.CHALLENGE_KIND: challenges_queries.challenge_subjects,
        challenges_queries.CONTEST_KIND: challenges_queries.contest_subjects,
    },
)
IDEAS = Context(
    "ideas",
    blueprints=(ideas_views.blueprint,),
    policy=ideas_policies.POLICY,
    search_sources=ideas_services.SEARCH_SOURCES,
    events=ideas_services.EVENTS,
    clock_tasks=ideas_jobs.CLOCK_TASKS,
)
JUDGING = Context(
    "judging",
    blueprints=(judging_views.blueprint,),
    policy=judging_policies.POLICY,
    events=judging_services.EVENTS,
    clock_tasks=judging_jobs.CLOCK_TASKS,
    desks=judging_views.DESKS,
)
PRIZES = Context(
    "prizes",
    blueprints=(prizes_views.blueprint,),
    policy=prizes_policies.POLICY,
    constraints=prizes_services.CONSTRAINTS,
    desks=prizes_views.DESKS,
)
MATURING = Context(
    "maturing",
    blueprints=(maturing_views.blueprint,),
    policy=maturing_policies.POLICY,
    events=maturing_services.EVENTS,
    clock_tasks=maturing_jobs.CLOCK_TASKS,
    desks=maturing_views.DESKS,
)
REFLECTION = Context(
    "reflection",
    blueprints=(reflection_views.blueprint,),
    policy=reflection_policies.POLICY,
    clock_tasks=reflection_jobs.CLOCK_TASKS,
)
HOME = Context(
    "home",
    blueprints=(home_views.blueprint, home_api.blueprint),
    policy=home_policies.POLICY,
    commands=(home_cli.demo_group,),
    desks=home_views.DESKS,
)

CONTEXTS: tuple[Context, ...] = (
    ACCOUNTS,
    DISCUSSION,
    PROBLEMS,
    CHALLENGES,
    IDEAS,
    JUDGING,
    PRIZES,
    MATURING,
    REFLECTION,
    HOME,
)

#: Modules with tables, so that the metadata is whole wherever the registry was imported.
MODELS = (
    attachments,
    audit,
    outbox,
    parking,
    search_index,
    similar_texts,
    workflow,
    prizes_models,
    maturing_models,
    reflection_models,
)


def find_session(work: Work, token: str) -> accounts_queries.OpenSession | None:
    """The session of a token; an official comes with the contests that they entered."""
    found = accounts_queries.session_of_token(work, token)
    return found and replace(found, actor=ideas_queries.with_entries(work, found.actor))


owner_of_token = accounts_queries.owner_of_token
touch_session = accounts_services.touch_session
SessionLife = accounts_services.SessionLife
has_demo_accounts = accounts_queries.has_demo_accounts
has_tables = accounts_queries.has_tables
