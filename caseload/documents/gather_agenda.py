"""The facts of a document about appointments and advocacy."""

from datetime import date
from functools import cached_property

from caseload.documents import fields
from caseload.documents.agenda_fields import Happening, Kept, Refused, Visit
from caseload.errors import InvalidError, NotFoundError
from caseload.records import advocacy, appointments
from caseload.records._caseload import Caseload


class AgendaFacts:
    """A part of `gather.Gathering`, which says who the client is and what was asked for."""

    _caseload: Caseload
    today: date

    @property
    def client_id(self) -> str:
        """Whom it is about."""
        raise NotImplementedError

    @property
    def asked_advocacy(self) -> str | None:
        """The advocacy_id that was asked for."""
        raise NotImplementedError

    @property
    def period(self) -> fields.Period:
        """The span of `--since` and `--until`."""
        raise NotImplementedError

    @cached_property
    def appointments(self) -> tuple[Visit, ...]:
        """As `fields.Fields` says; so do the others."""
        return tuple(
            Visit(
                one.appointment_id, one.day, one.time, one.minutes, one.with_whom, one.location,
                one.purpose, one.transport,
            )
            for one in appointments.ahead(self._caseload, self.client_id, self.today)
        )  # fmt: skip

    @cached_property
    def follow_through(self) -> Kept:
        """How many appointments of the period were kept."""
        since, until = self.period
        *_, every = appointments.follow_through(
            self._caseload, client_id=self.client_id, since=since, until=until
        )
        return Kept(
            every.kept, every.missed, every.cancelled_by_client, every.scheduled, every.percent
        )

    @cached_property
    def advocacy(self) -> Refused:
        """The record of `--advocacy`, else the one that waits first."""
        wanted = self.asked_advocacy
        if wanted is not None:
            one = advocacy.get(self._caseload, wanted)
            if one.client_id != self.client_id:
                raise InvalidError(f"{one.advocacy_id} is not about {self.client_id}.")
        else:
            known = advocacy.listed(self._caseload, client_id=self.client_id, still_open=True)
            if not known:
                raise NotFoundError(
                    f"{self.client_id} has no open advocacy record. Name one: --advocacy ID; or "
                    f"take something up: caseload advocacy add {self.client_id}"
                )
            one = known[0].advocacy
        return Refused(
            one.advocacy_id, one.issue, one.against, one.right, one.opened_on, one.decided_on,
            one.file_by, one.filed_on, one.filed, one.respond_by, one.status, one.outcome,
            tuple(
                Happening(step.noted_on, step.text)
                for step in advocacy.steps(self._caseload, one.advocacy_id)
            ),
        )  # fmt: skip
