"""Units, and what is known of their earlier pilots."""
