"""What an agency may change without code: programmes, calendars, settings."""
