"""The tables of the record, whole: whoever takes one here has them all."""

from states.tables.cases import case_units as case_units
from states.tables.cases import cases as cases
from states.tables.cases import history as history
from states.tables.cases import quotas as quotas
from states.tables.cases import receipts as receipts
from states.tables.cases import refusals as refusals
from states.tables.cases import requests as requests
from states.tables.columns import PARTIAL as PARTIAL
from states.tables.columns import metadata as metadata
from states.tables.duties import duties as duties
from states.tables.duties import internal_days as internal_days
from states.tables.forever import FOREVER as FOREVER
from states.tables.forever import guards_of_forever as guards_of_forever
from states.tables.notices import addresses as addresses
from states.tables.notices import deliveries as deliveries
from states.tables.notices import delivery_items as delivery_items
from states.tables.notices import feeds as feeds
from states.tables.notices import outbox as outbox
from states.tables.offices import CALENDAR as CALENDAR
from states.tables.offices import accounts as accounts
from states.tables.offices import calendar_years as calendar_years
from states.tables.offices import checkpoints as checkpoints
from states.tables.offices import counters as counters
from states.tables.offices import grants as grants
from states.tables.offices import meta as meta
from states.tables.offices import programmes as programmes
from states.tables.offices import register as register
from states.tables.offices import sweeps as sweeps
from states.tables.unannounced import SEEN as SEEN
from states.tables.unannounced import unannounced_cases as unannounced_cases
from states.tables.unannounced import unannounced_entries as unannounced_entries

SCHEMA_VERSION = 11
