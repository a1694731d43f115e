"""Letters of a demonstration go out while its clock is moved, as the running service sends them: at
once, or when it is no longer quiet. They are written into files only."""

from datetime import datetime

from config.settings import Settings
from states.notices.deliveries import rules_of
from states.notices.delivery_statements import delivery_statements
from states.office import Office


class Postman:
    """Called whenever something may have been put into the outbox."""

    def __init__(self, office: Office, settings: Settings) -> None:
        self.office, self.settings = office, settings
        self.rules = rules_of(office, settings)

    def __call__(self) -> datetime | None:
        """Send what may go now. From when the rest may go; None if nothing waits."""
        if not self._waits():
            return None
        now = self.office.clock.now()
        held = self.rules.quiet.until(now)
        if held is not None:
            return held
        # mail is imported only by those who send
        from tasks.work import delivered

        delivered(self.office, self.settings)
        return self.rules.next_day(now) if self._waits() else None

    def _waits(self) -> bool:
        with self.office.store.read() as tx:
            return tx.one(delivery_statements(self.office.store.dialect).any_untaken) is not None
