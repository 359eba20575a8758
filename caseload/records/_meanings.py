"""What each column of a table says, in one sentence, for those who have the table alone.

A field's own description in the code goes first, then the description of its words; here is what
the field's name already says to those who read the code.
"""

import ast
import inspect
import sys
from functools import cache
from typing import Any

from caseload.records._rows import fields
from caseload.records._table import Column

_ID = "The id of the {}, unique in its file."
_IDS = (
    "addendum", "advocacy", "advocacy_step", "appointment", "assessment", "audit",
    "care_team_member", "client", "consent", "contact", "crisis", "document", "disclosure",
    "episode", "goal", "intervention", "living_situation", "need", "objective", "plan",
    "plan_review", "progress", "referral", "referral_update", "resource", "safety_plan",
    "signature", "staff", "standard", "task", "task_put_off",
)  # fmt: skip
_BY_NAME = {f"{name}_id": _ID.format(name.replace("_", " ")) for name in _IDS} | {
    "action": "What is done.",
    "active": "Whether it is in use.",
    "actor": "A staff_id, or the account of the machine where nobody had said who acts.",
    "address": "Street address.",
    "admitted_on": "The first day of the stay.",
    "after": "The fields after the change, as a JSON object.",
    "against": "Against whom or what.",
    "assessed_on": "The day.",
    "assigned_on": "When they got a case manager.",
    "at": "When it was written.",
    "attempts": "Attempts since the last qualifying day, else since the clock start.",
    "band": "What the score is called, as it was on that day.",
    "barriers": "What stands in the way.",
    "before": "The fields before the change, as a JSON object.",
    "capacity": "How many clients they can have.",
    "chain_hash": "SHA-256 over this row and the hash before it.",
    "challenges": "What is hard, in words.",
    "city": "City.",
    "client": "The client's name, the family name first.",
    "closed_on": "The day on which it was closed.",
    "contact_notes": "How, when and where it is safe to reach them.",
    "contacted_on": "The day of the contact.",
    "coping": "Step 2 of the safety plan.",
    "counties": "Where they work.",
    "county": "The county that the client lives in.",
    "credentials": "LPC, LCSW, RN and the like.",
    "date_of_birth": "Date of birth.",
    "day": "The day.",
    "description": "In words.",
    "diagnosed_on": "When it was diagnosed.",
    "discharge_criteria": "What has to be reached before discharge.",
    "discharge_reason": "Why the stay ended.",
    "discharged_on": "The day on which the stay ended.",
    "disclosed_on": "The day on which it was told.",
    "distractions": "Step 3 of the safety plan.",
    "done_on": "The day on which it was done.",
    "drafted_on": "The day on which it was written.",
    "due_on": "The day on which it is due; empty while on hold.",
    "due_soon_days": "From so many days before it is listed as due soon.",
    "duration": "For how long.",
    "effective_from": "The first day on which it applies.",
    "effective_until": "The first day on which it no longer applies.",
    "eligibility": "Who may go there.",
    "email": "Email address.",
    "entered_in_error_at": "When it was marked as never true; it then counts nowhere.",
    "entered_in_error_why": "Why it was never true.",
    "every": "The period is so many units.",
    "facility": "Where they were taken.",
    "fee": "What it costs.",
    "file_by": "The last day to file.",
    "filed_on": "When it was filed.",
    "first_name": "First name.",
    "first_within_days": "Days from the clock start to the deadline for the first one.",
    "follow_up_on": "When somebody asks again.",
    "format": "md, html, pdf or docx.",
    "frequency": "How often.",
    "from_on": "The first day.",
    "goals": "The goal_ids that it was about, or words.",
    "headings": "The headings of a note.",
    "history": "Their history, in words.",
    "hours": "When it is open.",
    "household_size": "How many live on the income.",
    "identified_on": "The day on which it was found.",
    "income_source": "Where the income comes from.",
    "instrument": "The questionnaire that is asked for; empty: any.",
    "issue": "What was refused.",
    "language": "The language that the client speaks.",
    "languages": "Languages spoken.",
    "last_attempt_on": "The day of the last attempt counted.",
    "last_name": "Last name.",
    "last_on": "The last qualifying day since the clock start.",
    "level_of_care": "Level of care, in the agency's words.",
    "linked_on": "The day on which the client was linked to the service.",
    "location": "Where.",
    "made_at": "When it was made.",
    "met_on": "The day on which it was met.",
    "minimum_age": "Years, that age included.",
    "minutes": "How long it took.",
    "name": "Name.",
    "not_eligible_on": "The day on which they were found not to be eligible.",
    "not_eligible_reason": "Why they are not eligible.",
    "note": "What was said and done.",
    "note_format": "By which headings the note is written.",
    "noted_on": "The day.",
    "opened_on": "The day on which it was opened.",
    "organization": "Organization.",
    "outcome": "What came of it.",
    "people_who_help": "Step 4 of the safety plan.",
    "phone": "Phone number.",
    "plan_version": "The version of the plan that it shows.",
    "postal_code": "ZIP code.",
    "preferred_name": "What they are called.",
    "presenting_needs": "What they came with, in words.",
    "principal": "Whether it is the principal diagnosis.",
    "professionals": "Step 5 of the safety plan.",
    "program": "The program.",
    "pronouns": "Pronouns.",
    "purpose": "What for.",
    "put_off_on": "The day on which it was put off.",
    "reason": "Why.",
    "record": "The table that was written to.",
    "record_id": "Which record it is; empty for what a standard asks for.",
    "recorded_at": "When it was recorded, by the machine's clock.",
    "referral_source": "Who referred them.",
    "referred_on": "The day of the referral.",
    "remark": "In words.",
    "reminded_on": "When the client was reminded.",
    "respond_by": "The day by which an answer is due.",
    "responsible": "Who does it.",
    "reviewed_on": "The day.",
    "role": "The role in which they act.",
    "safer_environment": "Step 6 of the safety plan.",
    "score": "The score, as it was on that day.",
    "screened_on": "The day of the screening.",
    "sent_on": "The day on which it was sent.",
    "sent_to": "To whom it was sent.",
    "signed_at": "When it was signed.",
    "signed_on": "The day of the signature.",
    "signer": "Who signed, by name.",
    "source": "Where it comes from.",
    "specialties": "What they are good at.",
    "standard": "The standard that asks for it; empty for what has a day of its own.",
    "state": "State.",
    "statement": "In words.",
    "status": "Where it stands.",
    "strengths": "What the client can build on.",
    "supports": "Who and what helps.",
    "target_on": "By when it should be reached.",
    "template": "The template that it was made from.",
    "text": "In words.",
    "times": "How many distinct days are needed in a period.",
    "to_whom": "To whom.",
    "until_on": "The day until which it was put off.",
    "url": "Address on the web.",
    "version": "The number of the version, from 1.",
    "warning_signs": "Step 1 of the safety plan.",
    "what": "What was told.",
    "what_happened": "What happened, in words.",
    "with_whom": "With whom.",
    "year": "The year.",
}


def of(column: Column) -> str:
    """What a column says."""
    if column.meaning is not None:
        return column.meaning
    assert column.of is not None
    record, field = column.of
    own = _descriptions(record).get(field)
    if own:
        return own
    words = {one.name: one.word for one in fields(record)}[field]
    if words is not None and words.__doc__:
        return " ".join(words.__doc__.split()).partition(". ")[0].rstrip(".") + "."
    return _BY_NAME[field]


@cache
def _descriptions(record: Any) -> dict[str, str]:
    """What stands below each field in the code."""
    found: dict[str, str] = {}
    for one in ast.parse(inspect.getsource(sys.modules[record.__module__])).body:
        if isinstance(one, ast.ClassDef) and one.name == record.__name__:
            for field, below in zip(one.body, one.body[1:], strict=False):
                if (
                    isinstance(field, ast.AnnAssign)
                    and isinstance(field.target, ast.Name)
                    and isinstance(below, ast.Expr)
                    and isinstance(below.value, ast.Constant)
                ):
                    found[field.target.id] = " ".join(str(below.value.value).split())
    return found
