"""The whole read side in one place, for `from states.queries import …`."""
# ruff: noqa: PLC0414

from states.queries.answers import BUCKETS as BUCKETS
from states.queries.answers import Child as Child
from states.queries.answers import Duty as Duty
from states.queries.answers import NextMove as NextMove
from states.queries.answers import Request as Request
from states.queries.answers import Waiting as Waiting
from states.queries.audit import LogFilter as LogFilter
from states.queries.audit import LogPage as LogPage
from states.queries.audit import RefusalPage as RefusalPage
from states.queries.audit import log as log
from states.queries.audit import refusals as refusals
from states.queries.condition import SWEEP_LIMIT as SWEEP_LIMIT
from states.queries.condition import Board as Board
from states.queries.condition import Health as Health
from states.queries.condition import board as board
from states.queries.condition import health as health
from states.queries.dossiers import Dossier as Dossier
from states.queries.dossiers import dossier as dossier
from states.queries.duties import DutyPage as DutyPage
from states.queries.duties import calendar as calendar
from states.queries.duties import due as due
from states.queries.duties import overdue as overdue
from states.queries.frames import Frame as Frame
from states.queries.frames import frame as frame
from states.queries.histories import AsOf as AsOf
from states.queries.histories import Entry as Entry
from states.queries.histories import Standing as Standing
from states.queries.histories import as_of as as_of
from states.queries.histories import history as history
from states.queries.inboxes import Inbox as Inbox
from states.queries.inboxes import InboxGroup as InboxGroup
from states.queries.inboxes import InboxItem as InboxItem
from states.queries.inboxes import NextDeadline as NextDeadline
from states.queries.inboxes import inbox as inbox
from states.queries.list_rows import CaseRow as CaseRow
from states.queries.lists import SORTS as SORTS
from states.queries.lists import CaseFilter as CaseFilter
from states.queries.lists import CasePage as CasePage
from states.queries.lists import StateCount as StateCount
from states.queries.lists import list_cases as list_cases
from states.queries.quotas import QuotaUse as QuotaUse
from states.queries.quotas import quota as quota
from states.queries.staff import AccountRow as AccountRow
from states.queries.staff import people as people
from states.queries.upcoming import Upcoming as Upcoming
from states.queries.upcoming import next_instant as next_instant
from states.queries.viewers import Viewer as Viewer
from states.queries.viewers import viewer as viewer

cases = list_cases
