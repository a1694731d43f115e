"""What a notice is about."""

from typing import Literal

Topic = Literal["remind", "overdue", "escalate", "move"]
