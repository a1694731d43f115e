"""What a rule of time comes to on a calendar: civil days, and how they are said."""
