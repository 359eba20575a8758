"""Goals of the invented plans about home, work, money and papers; `_invented_goals` reads them.

What always holds: the goal stands in the client's own words, and each objective can be told to be
reached by its measure. No line speaks of "he" or "she", and each fits whoever has that goal.
"""

HOME_AND_PURPOSE = """
keep_home | housing | Keep my apartment
* Lease renewed | Lease signed for another year | 6
> Ask for the renewal in writing | client | once
> Read the new lease together before it is signed | CM | once | one hour
+ The office promised the renewal papers by next week.
= New lease signed, same rent for a year.
* Rent paid on time | Rent paid by the 5th, two months running =>\
 Rent paid by the 5th, three months running | 9
> Budget worksheet together | CM | monthly | 30 minutes
> Autopay set up | client | once
+ Paid on the 3rd. Budget worksheet was already filled in.
- Paid on the 11th; a car repair came first.
= Three months running by the 5th.

stay_put | housing | Stay where I live
* Pass the yearly inspection | Inspection passed without a second visit | 5
> Walk through the rooms with the checklist | CM and client | twice | one hour
> Repairs asked for in writing | client | as they come up
+ Half of the checklist is done; the smoke alarm has a new battery.
- Sink leaks again; the landlord has been told in writing.
= Passed at the first visit.
** No warnings from the landlord | Six months without a written warning | 8
> Landlord called before the first of each month | CM | monthly
+ A quiet month, nothing from the landlord.
- One letter about trash on the porch; cleared the same day.
= Six months, no letters.

own_place | housing | A place of my own
* Housing file complete | Housing office says that nothing is missing | 3
> Gather ID, income letter and references | client | weekly, until complete
> Go along to the housing office | CM | once | half a day
+ ID and income letter are in the folder. One reference to go.
= The office stamped the file complete.
* On every list that fits | On four waiting lists, with proof of each | 5
> Apply together, one list a week | CM and client | weekly | one month
+ Two applications in; copies are in the folder.
- One list closed before we got there.
= On four lists, and the numbers are written down.
** Keys in hand | Lease signed and moved in | 10 | housed
> Look at places together | CM | as they come up
> Deposit saved, 25 dollars a week | client | weekly
+ Saw two places; one is close to the bus.
- The one we wanted went to somebody else.
= Moved in. Slept there the first night.

room | housing | A door that locks
* Out of the shelter | Thirty nights running under a roof that is not the shelter | 4 | housed
> Call about rooms together | CM and client | twice a week
> First month and deposit from the county fund | CM | once
+ Saw a room; the landlord will hold it until the fund pays.
- The room fell through, back at the shelter for now.
= Thirty nights in the new room.

own_house | housing | Stay in my own house
* Roof and heater mended | Inspector signs off on both | 9
> Weatherization application | CM | once | two hours
> Be home for the crew | client | on the days they set
+ Application is in. They come to measure next month.
- The crew put it off; the blue tarp holds.
= Both signed off. The house is warm.
** Property tax deferred | Deferral letter from the appraisal district | 6
> Form for those over 65, or disabled, filled in together | CM and client | once
+ Form is sent, with a copy in the kitchen drawer.
= The letter came: deferred.

neighbors | housing | Peace with the people next door
* No complaints | Three months without a complaint to the manager | 6
> Radio off at ten, shoes off on the stairs | client | daily
> Ask the manager how it goes | CM | monthly
+ The manager has heard nothing this month.
- One complaint about the radio; talked with the manager together.
= Three months, not one complaint.

in_order | daily_living | A home where I can find things
* Paths clear in every room | Both doors and the stove can be reached on three visits in a row | 6
> One shelf a week, and what is kept has a place | client | weekly | one hour
> Come by to see what has been done | CM | monthly | 30 minutes
+ The kitchen is clear and stays so.
- The hallway filled up again after a delivery.
= Third visit in a row with both doors clear.

mail | daily_living | No more unopened mail
* Mail opened every week | Nothing unopened on four visits in a row | 4
> Mail hour with coffee | CM and client | every other week | 30 minutes
> Three folders: pay, answer, keep | client | once
+ Two weeks opened without help.
- A stack under the couch; sorted it together, one bill was urgent.
= Fourth visit, nothing unopened.
** Bills answered in time | No late fee for three months | 7
> Due days on the wall calendar | client | monthly
+ The water bill was paid from the calendar.
= Three months without a late fee.

cook | daily_living | Cook for myself
* Supper at home | Supper cooked at home five evenings a week, for a month | 5
> Cooking group at the drop-in center | peer specialist | weekly | two hours
> Shopping list from one pantry box | client and CM | every other week
+ Three evenings this week: beans, rice, eggs.
- Back to the gas station for supper while the stove was broken.
= Five evenings a week, four weeks running.

safe | safety | Feel safe where I am
* New ways to reach me | Clinic, court and benefits office use the safe number alone | 3
> Letters to each office with the safe number and address | CM and client | once
> Advocate at the family violence center | client | as wanted
+ Clinic and benefits office have changed it. The court is next.
= All three use the safe number.
** Locks and a plan for leaving | Locks changed, bag packed, two people who know | 5
> Locks from the victim services fund | CM | once
+ Bag is packed. One of the two people knows.
= Locks changed, and both people know.

part_time | employment | Part-time work
* Six to ten hours a week | Pay slips for six weeks running | 9 | works
> Job coach at the workforce office | job coach | every other week | one hour
> Three applications a month | client | monthly
> What wages do to benefits, on paper | CM | once | one hour
+ Two applications sent, and a call back from the garden center.
- The interview was put off; no new date yet.
= Six pay slips in the folder.

supported_job | employment | Work that suits me
* A trial day at three places | Three trial days done and talked over | 5
> Supported employment visits | employment specialist | weekly | one hour
> Say what went well and what did not | client | after each
+ First trial day, at the thrift store. Liked the back room.
= Three trial days; wants the thrift store.
** Eight weeks on the job | Eight weeks with no more than one missed shift | 9 | works
> Call at noon on working days | CM | weekly, then monthly
+ Third week. On time for each shift.
- Missed two shifts; talked with the manager, and the hours were cut to mornings.
= Eight weeks, one shift missed.

keep_job | employment | Keep the job I have
* Shifts that fit | A schedule in writing that ends before the last bus | 4
> Ask for it together with the doctor's letter | client and CM | once
> Ride home when a shift runs long | co-worker | as needed
+ The manager will try it for a month.
- Two late shifts again this week.
= The schedule is in writing.
** No days missed for want of a refill | Three months without such a day | 7
> Refill on payday | client | monthly
+ Refilled on payday.
= Three months without missing a day.

useful | employment | Something to get up for
* Volunteer two mornings | Two mornings a week for eight weeks | 5
> Visit the food bank and the animal shelter | client and CM | once | a morning
> Call the evening before | CM | weekly, for the first month
+ Went both mornings. Was asked to come back.
- Stayed in bed on Tuesday, went on Thursday.
= Eight weeks. Has a name tag now.

ged | education | Finish my GED
* Two tests passed | Scores of 145 or more in two subjects =>\
 Scores of 145 or more in reading and in math | 8
> Evening class at the library | tutor | twice a week | two hours
> Test fee from the education fund | CM | once
+ Practice test: 141 in reading.
- Missed two classes while the bus was not running.
= Passed the second test.

college | education | Back to college
* Back in two classes | Registered and attending at mid-term | 6
> Disability services: form and letter | client and CM | once
> Financial aid form | client | once | two hours
+ Registered for one class, and the form is in.
- Dropped one class; kept the other.
= Mid-term: in both classes, with a B and a C.

benefits | finances | Benefits that do not stop
* SNAP and Medicaid in place | Both active, with the renewal days on the calendar | 3
> Fill in the renewals together | CM and client | every six months | two hours
> Photos of all letters to the office | client | as they come
+ Medicaid is active again. SNAP interview is done.
- SNAP stopped for want of a pay slip; sent it the same day.
= Both active, both dates on the calendar.
** Disability decision | Decision letter received | 12
> Medical records asked for from each clinic | CM | once
> Appointments for the claim kept | client | as set
+ All records are in; a decision takes some months.
- Denied at first; asked for a second look within the sixty days.
= The letter came: approved.

budget | finances | Money that lasts the month
* Twenty dollars left | Twenty dollars left on the last day, two months running =>\
 Twenty dollars left on the last day, three months running | 6
> Weekly envelopes | client | weekly
> Look at the month together | CM and client | monthly | 30 minutes
+ Six dollars left this month, for the first time.
- Nothing left by the 20th; a birthday.
= Three months with twenty dollars left.

old_bills | finances | Out from under old bills
* Payment plans for all three | Three plans in writing | 5
> Call each of them together | CM and client | weekly, until done | one hour
> Charity care form at the hospital | CM | once
+ The hospital took half of it off.
- One sent it to a collector; answered within the thirty days.
= All three plans are in writing.

payee | finances | Have a say over my own money
* A budget with the payee | Written budget, agreed to by client and payee | 3
> Sit down with the payee | client and CM | every three months | one hour
+ The payee agreed to a weekly amount instead of a monthly one.
= Budget signed by both.
** Own account | Six months of managing the weekly amount alone | 9
> Bank visit | client and CM | once
+ Account is open. First month went well.
- The card was lost; a new one came within the week.
= Six months alone.

papers | legal | My papers back
* State ID | ID card in the wallet | 3
> Birth certificate ordered | CM | once
> Appointment at the license office | client and CM | once | half a day
+ Birth certificate came. The appointment is set.
- Turned away for want of a second proof of address; have it now.
= ID is in the wallet.
* Social Security card | Card in the folder | 5
> Form and ID to the office | client | once
+ Form handed in.
= The card came by mail.

court | legal | Court behind me
* Every date kept | All court dates kept until the case is closed | 8
> Dates on the phone and on the wall | client | as they come
> Go along, and know the lawyer's number | CM | each date
+ Date kept. The next one is in two months.
- Date moved twice; the lawyer knows.
= Case closed.
** Fees paid down | Community service hours for the fees, all done | 9
> Hours at the food pantry | client | weekly | four hours
+ Twelve hours done.
= All hours done, letter handed in.

get_around | transport | Get around on my own
* Ride the bus alone | Clinic and store by bus, four weeks without company | 4
> Ride along, then wait at the stop | CM | weekly | one hour
> Reduced fare card | client | once
+ Rode alone one way.
- Missed the transfer; called, and waited for the next one.
= Four weeks alone, there and back.
** Rides for what the bus does not reach | Rural transit and Medicaid rides booked without help | 6
> Practice the call | client and CM | twice
+ Booked one ride alone.
= Books all rides alone.

license | transport | Behind the wheel again
* License back | License in hand | 9
> Surcharge waiver | CM | once | one hour
> Study the handbook, ten pages a week | client | weekly
> Practice with the cousin's truck | cousin | Sundays
+ Waiver granted. Passed the sign test at home.
- Failed the written test by two questions; goes again next month.
= License in hand.
"""
