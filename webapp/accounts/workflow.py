"""Workflows of accounts and invitations."""

from __future__ import annotations

from webapp.accounts.enums import AccountEvent, AccountState, InvitationEvent, InvitationState, Permission
from webapp.core.workflow import Transition, Workflow

ACCOUNT = Workflow(
    "accounts",
    AccountState,
    AccountState.PENDING,
    [
        Transition(AccountEvent.CONFIRM, (AccountState.PENDING,), AccountState.ACTIVE),
        Transition(
            AccountEvent.SUSPEND,
            (AccountState.ACTIVE,),
            AccountState.SUSPENDED,
            permission=Permission.ACCOUNT_SUSPEND,
            reason_required=True,
        ),
        Transition(
            AccountEvent.RESTORE,
            (AccountState.SUSPENDED,),
            AccountState.ACTIVE,
            permission=Permission.ACCOUNT_SUSPEND,
            reason_required=True,
        ),
        Transition(
            AccountEvent.CLOSE,
            (AccountState.PENDING, AccountState.ACTIVE),
            AccountState.CLOSED,
            permission=Permission.PROFILE_EDIT,
        ),
    ],
)

INVITATION = Workflow(
    "invitations",
    InvitationState,
    InvitationState.INVITED,
    [
        Transition(InvitationEvent.ACCEPT, (InvitationState.INVITED,), InvitationState.ACCEPTED),
        Transition(InvitationEvent.DECLINE, (InvitationState.INVITED,), InvitationState.DECLINED),
        Transition(InvitationEvent.WITHDRAW, (InvitationState.INVITED,), InvitationState.WITHDRAWN),
    ],
)
