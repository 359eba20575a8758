"""Goals of the invented plans about health, family and other people; `_invented_goals` reads them.

What always holds: as in `_invented_goals_home`. They are about getting to care and keeping at it;
what is said in therapy or decided by a prescriber has no place in a case manager's plan.
"""

HEALTH_AND_COMMUNITY = """
meds | mental_health | Stay well on my medication
* Refills on time | No gap of more than two days, six months running | 7
> Weekly pill box filled | client | Sundays
> Blister packs from the pharmacy | pharmacist | monthly
+ Picked up on time, and the box is filled.
- Four days without; the refill had not been sent.
= Six months without a gap.
* Prescriber visits kept | Three visits in a row kept => Four visits in a row kept | 9
> Questions written down the day before | client and CM | before each visit
> Ride booked | CM | before each visit
+ Visit kept. Asked both questions from the list.
- Missed the visit; new one set within two weeks.
= Four in a row.

shot | mental_health | Keep my head quiet
* Injection every month | Six injections in a row, each within three days of its date | 8
> Reminder two days before | nurse | monthly
> Ride to the clinic | CM | monthly
+ Injection on its day.
- A week late; the clinic was closed for the storm.
= Six in a row on time.

sleep | mental_health | Sleep through the night
* Six hours, most nights | Six hours on five nights a week, by the sleep log, for a month | 5
> Sleep log by the bed | client | daily
> Log to the prescriber before each visit | CM | before each visit
+ Four nights of six hours this week.
- Two nights up until four.
= A month of five good nights a week.

no_hospital | mental_health | Stay out of the hospital
* Early signs known | Signs written down, with two people who have a copy | 2
> Write down what comes before a bad spell | client and CM | once | one hour
> Copies to the two people | client | once
+ The list is written; one person has it.
= Both people have the list.
* A year at home | Twelve months without a hospital stay =>\
 Six months without a hospital stay, then six more | 12
> Call at the first sign, and not the third | client | as needed
> Visit within two days of such a call | CM | as needed
+ Called when sleep went; seen the next day, and it passed.
- One night in the emergency room; home the next morning.
= Twelve months.

calmer | mental_health | Get through a crowded store
* Groceries without leaving the cart | Full shopping trip, four weeks running | 6
> Go along, then meet at the register | CM | every other week | one hour
> Early hours, short list, headphones | client | weekly
+ Made it to the register, third try.
- Left the cart in aisle four. Went back the next day.
= Four full trips.
** First visit with a therapist | First visit kept | 8
> On three waiting lists | CM | once
+ Second on one of the lists now.
= First visit kept.

doctor | physical_health | A doctor who knows me
* A clinic of my own | First visit done and the next one set | 3
> New patient papers | client and CM | once | one hour
> Records sent over | CM | once
+ Papers are in, and a date is set.
- The clinic moved the date by a month.
= First visit done, next one on the calendar.
* What has been put off | Blood work, eyes and the yearly screening all done | 8
> One appointment a month | client | monthly
> Ride booked | CM | each time
+ Blood work is done.
- Eyes moved to next month; no ride.
= All three done.

sugar | physical_health | Blood sugar where it should be
* Check every morning | Log filled in 25 days of the month =>\
 Log filled in 25 days of the month, three months running | 5
> Meter and strips | primary care nurse | once
> Log on the refrigerator | client | daily
+ Eighteen days of the month are filled in.
- Ran out of strips for ten days.
= Three full months on the log.
** A1C under 8 | A1C under 8 at two visits | 10
> Diabetes class at the clinic | diabetes educator | weekly | six weeks
+ A1C came down to 8.6.
- A1C up to 9.1 after the holidays.
= Under 8 for the second time.

pressure | physical_health | Keep my heart going
* Pressure under 140 | Under 140 at four nurse visits in a row | 7
> Cuff at home, and readings to the nurse | client | weekly
> Nurse visit | clinic nurse | monthly
+ 136 at the nurse visit.
- 158 at the nurse visit, after a week without pills and with sausage.
= Fourth visit in a row under 140.

walk | physical_health | Move more
* A walk on most days | Twenty minutes, four days a week, for two months | 5
> Walk together from the office | CM and client | monthly | 30 minutes
> Mark it on the calendar | client | daily
+ Three days this week, around the school track.
- Two weeks without, knee is sore.
= Two months of four days a week.

teeth | physical_health | Teeth that do not hurt
* The bad ones seen to | Dentist says the work is done | 7
> Sliding scale form at the dental clinic | client and CM | once
> Ride, and wait there | CM | each visit
+ First visit done, two more planned.
- The clinic had to cancel; next opening is in five weeks.
= Work is done. Eats apples again.

hearing | physical_health | Hear what is said to me
* Hearing aids that work | Both worn on three visits in a row | 6
> Hearing test | audiologist | once
> Form to the state's hearing aid program | CM | once
+ Tested; the form is in.
- One whistles; back to the audiologist.
= Both worn at the third visit.
** A telephone with captions | Telephone set up and used for a month | 8
> Ask the state's telephone program | CM and client | once
+ Approved; it comes by mail.
= Used all month.

sober | substance_use | Not drinking
* Ninety days | Ninety days by the calendar on the wall | 5
> Meetings | client | three a week
> Call before, not after | client | as needed
+ Forty days. Wants the sixty day chip.
- Drank at a cookout, told the sponsor the next day, starts to count again.
= Ninety days, chip on the key ring.

own_words | other | Understand every letter and every visit
* Interpreter at each visit | Interpreter present at four visits in a row | 5
> Say the language when an appointment is made | CM | each time
> Card that says "I need an interpreter" | client | always in the wallet
+ Clinic now has it on the chart.
- Nobody came; the visit was put off, and the clinic has been told why that is not allowed.
= Four visits in a row.
** Papers in my language | Plan, consent and benefit letters in the client's language | 6
> Ask each office in writing | CM | once
+ The benefits office sends both languages now.
= All three come in the client's language.

signing | other | My own language at every appointment
* An interpreter who signs | Interpreter in the room at four visits in a row | 5
> Ask when the appointment is made, and again the day before | CM | each time
> Video number on file, and no voice calls | client and CM | once, at each office
+ Clinic has an interpreter on contract now.
- Passed notes for an hour; the clinic has been told in writing.
= Four visits in a row.
** Video phone at home | Installed and used with three offices | 4
> Relay service application | client and CM | once
+ Approved; the installer comes next week.
= Clinic, landlord and benefits office all use it.

family | family | See more of my family
* A call each week | Weekly calls, two months running | 4
> Sunday calls | client | weekly
> First call together, if wanted | CM | once
+ Two calls this month, the second one a long one.
- No calls; hurt after the last one.
= Two months of Sundays.
** A visit | One visit, there or here | 7
> Ride or bus ticket | CM | once
+ A day is set, and the ticket is bought.
- Put off: no money for gas.
= Went, and stayed for supper.

grandkids | family | Be there for my grandchildren
* One afternoon a week | An afternoon together, six weeks running | 5
> Days agreed on with the parents | client | monthly
> Ride home before dark | son-in-law | weekly
+ Two afternoons this month, one at the park.
- Was too tired for two weeks.
= Six weeks, and asked for more.

kids | family | My children every other weekend
* Parenting class | Certificate | 5
> Class at the family center | client | weekly | ten weeks
> Fee waived | CM | once
+ Six classes of ten.
- Missed two; can make them up.
= Certificate in the folder.
** Visits as the court set them | Four visits in a row as planned | 9
> Calendar shared with the other parent | client | monthly
> Ride on Fridays | CM | every other week
+ Visit went well; they baked.
- One visit called off by the other side; the lawyer was told.
= Four in a row.

friends | social | People to have coffee with
* Somewhere to go each week | Drop-in center or library, eight weeks running | 5
> First visit together | CM and client | once
> Peer specialist says hello | peer specialist | weekly
+ Went twice and stayed an hour.
- Did not go for three weeks.
= Eight weeks running.
** One person to call | A name and a number, called twice | 7
> Ask for a number | client | once
+ Has the number; has not called yet.
= Called twice. Dominoes on Thursdays.

peer | social | Talk with people who have been there
* Peer group | Six meetings in a row | 6
> Ride to the first two | CM | twice
> Group at the drop-in center | peer specialist | weekly | 90 minutes
+ Third meeting. Spoke for the first time.
- Not this month; the room felt too full.
= Six in a row.

church | spirituality | Back in church
* Sunday service | Three Sundays a month for two months | 5
> Ride with a member | neighbor | Sundays
> Call the pastor about the ramp | CM | once
+ Went twice this month.
- Weather and knees; watched it at home.
= Two months of Sundays.

read | other | A course of my own choosing
* Computer class | All six lessons | 4
> Class at the library | librarian | weekly | one hour
> Practice on the library's machine | client | weekly | one hour
+ Lesson four. Sent the first e-mail.
- Missed one; it is given again.
= All six lessons.
"""
