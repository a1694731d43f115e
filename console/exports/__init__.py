"""Lists, templates and calendars as files that others open."""
