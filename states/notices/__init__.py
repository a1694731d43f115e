"""Who is told of what, when and where: reminders, messages, their delivery."""
