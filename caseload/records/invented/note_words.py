"""The notes of the invented caseload: what staff write of contacts and attempts.

What always holds: they are those of case management, speak of the client without "he" or "she",
and fit any client of their sort.
"""

from caseload.model import Mode, Purpose
from caseload.model.planning import Domain, ReviewOutcome

NOTES = {
    Purpose.MONITORING: (
        "Rent paid. Wants help with SNAP renewal.",
        "Sleeping better. Refills picked up, none left over from last month.",
        "Took the bus to the clinic alone for the first time.",
        "Kept both appointments this month.",
        "Groceries run out before the month does. Gave the pantry's hours.",
        "Works twelve hours a week at the feed store and likes it.",
        "Car runs again, so no rides are needed for now.",
        "Trouble with the neighbor has settled. Wants to stay in the apartment.",
        "Missed the lab on {day}; new time set, ride booked.",
        "Heater fixed after the second call to the landlord.",
        "Went to the drop-in center twice this week.",
        "Tired of the new dose; will tell the prescriber on {day}.",
        "Quiet month. Garden is in, tomatoes promised.",
        "Lost the weekly pill box; replaced it together.",
        "Has not opened the mail in a while. Did so together: nothing urgent.",
        "First month on the new budget: forty dollars left.",
    ),
    Purpose.COORDINATION: (
        "Medication visit moved to {day}; client has it on the calendar.",
        "Ride to the {day} appointment booked with rural transit.",
        "Release signed for the new primary care clinic; records asked for.",
        "Pharmacy had the old dose; clinic sent the new prescription.",
        "Went over the discharge papers line by line. Follow-up is {day}.",
        "Dental clinic has an opening {day}; client took it.",
        "Third on the therapist's waiting list now. Asked to be called first.",
        "Inspection of the unit is {day}; client will be at home.",
        "Blood pressure high at the last visit; nurse visit set for {day}.",
        "Job coach and client meet {day} at the workforce office.",
    ),
    Purpose.NAVIGATION: (
        "SNAP renewal filled in and sent; interview is {day}.",
        "Medicaid packet: two pay stubs still missing. Made a list.",
        "Applied for help with the electric bill.",
        "Added to two housing voucher lists.",
        "Birth certificate ordered, needed for the state ID.",
        "Food pantry is open {day}; knows the way.",
        "SSI review form done together, copy kept.",
        "Showed how to upload papers to the benefits site from the phone.",
        "Free clinic takes walk-ins {day}. Wrote down what to bring.",
    ),
    Purpose.PLANNING: (
        "Goal stays as it is. Next step is a call; the day for it is {day}.",
        "One thing for this month: open the mail every {day}.",
        "Went over what comes first. The rest can wait a month.",
        "Wants to see more of the family; first call planned for {day}.",
        "Steps toward the driver's license written down, test in spring.",
        "Client said which step is next and which one is too big.",
        "Saving twenty dollars a week toward the move.",
    ),
    Purpose.ADVOCACY: (
        "SNAP was cut without a letter. Asked for a hearing together.",
        "Landlord kept the deposit; wrote a letter with the legal aid form.",
        "Clinic wanted a co-pay that Medicaid covers; cleared up.",
        "Asked the court for a later date, since the notice came after it.",
        "Clinic will now call the client and not the old number on its file.",
        "Employer agreed to a shift that ends before the last bus.",
    ),
    Purpose.ASSESSMENT: (
        "Went over needs by area of life: housing and benefits come first.",
        "Strengths: keeps a tidy home, good with engines, close to a brother.",
        "Transport is the need that stands in the way of the others.",
        "Asked what a good month looks like: sleep, church, bills paid.",
        "Reviewed needs since last time; food is settled, income is not.",
    ),
    Purpose.CRISIS: (
        "Upset after a call from family. Went through the safety plan; calm at the end, sister "
        "stays the night.",
        "Went along to the walk-in crisis clinic; seen within the hour, home by evening.",
        "Notice to vacate in three days. Called legal aid and the shelter; a bed is held.",
        "Out of medication since the weekend; bridge supply from the clinic the same day.",
    ),
}
PURPOSES = (
    (Purpose.MONITORING,) * 11 + (Purpose.COORDINATION,) * 7 + (Purpose.NAVIGATION,) * 7
    + (Purpose.PLANNING,) * 4 + (Purpose.ADVOCACY,) * 2 + (Purpose.ASSESSMENT, Purpose.CRISIS)
)  # fmt: skip
"""As often as they come up."""
TEXTS = (
    "Will be there {day} at 10.",
    "Sent a photo of the rent receipt.",
    "All well; asked for the pantry's hours.",
    "Running late, so moved to {day}.",
    "Refill is ready; picks it up {day}.",
    "Asked which papers to bring; answered with the list.",
)
GROUPS = (
    "Budget group: planned the month's groceries.",
    "Cooking group: four meals from one pantry box.",
    "Job group: practiced the phone call to an employer.",
    "Coffee hour: said little, stayed to the end.",
)
COLLATERAL = (
    ("landlord", "Rent is current; the lease renewal goes out next month."),
    ("psychiatrist's nurse", "Next visit confirmed; labs are in."),
    ("pharmacist", "Refill on time. Blister packs from next month."),
    ("drop-in center", "Comes most weeks and helps in the kitchen."),
    ("primary care clinic", "Records received; they will call the client about the lab."),
    ("brother", "Client eats there on Sundays and seems well."),
    ("neighbor", "Will drive to the appointment on {day}."),
    ("housing office", "File is complete; the list moves in spring."),
)
ATTEMPTS = (
    (Mode.PHONE, "No answer; left a first name and the office number."),
    (Mode.PHONE, "No answer, voicemail full."),
    (Mode.PHONE, "Rang out."),
    (Mode.TEXT, "Texted to call back when it suits; no reply."),
    (Mode.IN_PERSON, "Went by at the time we had set; nobody home. Left a card."),
    (Mode.PHONE, "Called twice, morning and afternoon. No answer."),
)
CAREFULLY = {
    "e-mail": (Mode.EMAIL, "Wrote; no reply."),
    "text": (Mode.TEXT, "Texted; no reply."),
    "": (Mode.PHONE, "No answer; left no message."),
}
"""For those who said how it is safe to reach them."""

# --- of plans -------------------------------------------------------------------------------------

SIGNING = (
    "Read the new plan aloud together, changed two words, signed it. A copy stays here.",
    "Went through the plan line by line. Client signed; next look in three months.",
    "New plan signed. Client put the copy on the refrigerator.",
    "Plan written out from last time's talk, read again, signed.",
)
FIRST_SIGNING = (
    "First plan: put into the client's own words, read aloud, signed.",
    "Finished the first plan. Client chose the order of the goals and signed.",
    "First plan signed. Asked what happens if it does not work: then it is changed.",
)
REVIEWING = (
    "Looked at the plan together, goal by goal.",
    "Plan review: what moved, what did not, what is next.",
    "Went through the plan with the client; copy of the changes given.",
)
REVIEWS = {
    ReviewOutcome.CONTINUE: (
        "Goals still fit; go on as agreed.",
        "Slow, but moving. Client wants no changes.",
        "Steps are right. Rides are what holds things up.",
        "Client is content with the pace. Keep all goals.",
        "One step went well, one stands still; both stay.",
        "Goes on as it is. Call sooner when letters come.",
    ),
    ReviewOutcome.REVISE: (
        "One goal is nearly done; the next plan takes up the one after it.",
        "Target days have passed. New plan with days that can be kept.",
        "Client wants to change how one step is measured.",
        "Life has moved on since it was signed; write the next one together.",
    ),
    ReviewOutcome.CLOSE: (
        "Looked back over all of it. Client keeps the plan and the office number.",
        "Closed together. What is met is met; the way back is known.",
    ),
}
DROPPED = (
    "Client does not want this any more; it was more the office's idea.",
    "Dropped for now: too much at once.",
    "Another way was found, so this step is not needed.",
)
LEFT = (
    "Not reached by the time of leaving; client knows whom to ask.",
    "Left open; goes on elsewhere or not at all, as the client likes.",
)
STILL_WANTED = (
    "Still the one that matters most.",
    "Wants to go slower here.",
    "Says that it feels possible now.",
    "Asked to keep it, word for word.",
)
"""Remarks on a whole goal."""
ABOUT = (
    ("rent|lease|landlord|apartment|unit |voucher|deposit|heater|vacate|housing", Domain.HOUSING),
    ("snap|medicaid|budget|bill|benefits|ssi |dollar|pantry|income", Domain.FINANCES),
    ("clinic|lab|blood|dental|dose|appointment|nurse", Domain.PHYSICAL_HEALTH),
    ("refill|dose|prescri|pharmac|medication|therapist|sleep|ward|safety", Domain.MENTAL_HEALTH),
    ("bus |ride|transit|driver|car runs", Domain.TRANSPORT),
    ("works |job|employer|shift|workforce", Domain.EMPLOYMENT),
    ("course|upload", Domain.EDUCATION),
    ("family|brother|sister", Domain.FAMILY),
    ("drop-in|coffee|group|garden", Domain.SOCIAL),
    ("grocer|mail|pill box|cook", Domain.DAILY_LIVING),
    ("court|birth certificate|state id|notice", Domain.LEGAL),
    ("church", Domain.SPIRITUALITY),
    ("neighbor|crisis", Domain.SAFETY),
    ("papers|letter|form |line by line", Domain.OTHER),
)
"""Words by which a note is about goals of a domain."""
