"""The words of the invented plans, client by client; `_invented_wishes` reads them.

What always holds: the vision is the client's own words; all else speaks of the client without "he"
or "she". Each plan fits the life and the program of the one whose it is.
"""

FIRST_HALF = """
C0001 | own_house, pressure, grandkids
need | Roof leaks, heater is out; since the funeral the bills and pills have been left lying.
lives | own_home, retired, Social Security
vision | I want to die in this house, but not this year.
bring | Can fix nearly anything with two hands. Neighbors wave.
hinder | Lives alone for the first time. Won't ask twice.
help | Son-in-law in West; the church next door.
done | House is warm and dry, pressure is down, and somebody calls every week.

C0002 | hearing, own_house, friends@2
need | Does not hear the telephone; missed two clinic visits that were moved by a call.
lives | own_home, retired, Social Security; 410 own_home, retired, Social Security and SSI
vision | To know what people are laughing about.
bring | Reads a book a week. Keeps every paper, in order. || Asks people to say it again.
hinder | Hard of hearing; tired of asking. Steps at the front door.
help | A niece in Robinson, Saturdays. || The Thursday table at the library.
done | Hears on the phone, house is mended, and has company once a week.

C0003 | shot, cook, supported_job@2, family@3
need | Two hospital stays within the year; wants help to keep appointments.
lives | family_or_friends, not_working, SSI; 520 supported_housing; 190 supported, SSI and wages
vision | Quiet in my head, and a job where nobody rushes me.
bring | Up at six every day. Draws. Never late in the morning.
hinder | Afternoons are bad. Crowds. || The bus in the dark.
help | Mother in Bellmead; the night clerk downstairs.
done | A year without the hospital, and eight weeks at a job.

C0004 | benefits, own_words, grandkids@2
need | Benefits stopped after a move; no income at present.
lives | family_or_friends, not_working, none; 600 rented, SNAP; 240 retired, SSI
vision | No more fear of the mailbox, and Sundays with my grandchildren.
bring | Cooks for the whole street. Trusted at church.
hinder | Letters come in English alone. Worry keeps papers in a drawer.
help | Daughter in Marlin; the parish office.
done | Income is steady, and letters are understood and answered.

C0005 | stay_put, old_bills, walk@3
need | Behind on rent, three collectors call; wants to keep the apartment.
lives | rented, unable, SSDI
vision | Just leave me be in my own chair with the phone not ringing.
bring | Honest about money. Good with small engines.
hinder | Spends when nights get short. Old debts.
help | Two cousins on the same road. || The landlord's mother.
done | A year without a warning from the landlord, and plans for all three debts.

C0006 | own_words, doctor, friends@2
need | Back home after inpatient care; family asks for one person to call.
lives | family_or_friends, not_working, SNAP; 330 rented, part_time, part-time wages and SNAP
vision | I wish to go to the doctor by myself and come home knowing what was said.
bring | Sews. Saves. Has raised three.
hinder | No interpreter at half of the visits. Night shifts of the family.
help | Brother; the temple on Saturdays.
done | Interpreter at each visit without our call, and a doctor who stays.

C0007 | meds, own_words, part_time@2, license@3
need | Wants to work part-time without losing Medicaid.
lives | rented, not_working, SSDI; 280 rented, looking, SSDI
vision | To teach piano again, two afternoons, and drive there myself.
bring | Plays every day. Keeps a calendar for the whole house. || Has two pupils in mind.
hinder | Papers in English; no car; up for nights when a refill runs out.
help | A friend from the choir. Writes e-mail sooner than calling.
done | Six months on time with refills, and pupils who pay.

C0008 | shot, own_place, get_around@2
need | Leaves the shelter at the end of the month.
lives | shelter, not_working, SSI; 420 unsheltered; 360 shelter; 150 supported_housing
vision | Four walls, a radio and no one telling me when to turn it off.
bring | Knows everybody at the pantry. Walks for miles. || Comes back when things went wrong.
hinder | Phone is off half of the month. No ID for a long time.
help | The cook at the pantry; an aunt in Groesbeck.
done | A year in the same place, injections on time.

C0009 | safe, meds, mail@2, kids@3
need | Mail and bills pile up; wants someone to sort them with.
lives | family_or_friends, not_working, SNAP; 260 rented, part_time, wages and SNAP
vision | My own door, and my kids on the other side of it.
bring | Made it through worse. Bakes for a living on Saturdays.
hinder | Someone who should not know the new address. Refills far away.
help | A sister who drives. The advocate in Temple.
done | Safe address everywhere, and weekends with the children as the court set them.

C0010 | mail, church, walk
need | Mail and bills pile up; has not left the house alone since spring.
lives | own_home, retired, Social Security
vision | Back in the second pew, where I belong.
bring | Faith. A good hand at cards. Writes letters.
hinder | Fear on the front step. Knees.
help | The choir director; a neighbor with a van.
done | Goes to church and opens the mail without us.

C0011 | own_words, papers, keep_job@2, friends@3
need | Papers lost in a fire: state ID, Social Security card, birth certificate.
lives | shelter, looking, none; 610 rented, part_time, wages; 300 rented, full_time, wages
vision | To be known here by my name and my work.
bring | Speaks four languages. First one at work. || Trains the new people.
hinder | Papers burned. Sleep, on some days of the year.
help | The Amharic church in Killeen; a supervisor who listens.
done | Papers in the wallet, job kept for a year.

C0012 | keep_job, sleep, budget@2
need | Works nights and misses the clinic, which is open by day.
lives | rented, full_time, wages
vision | To keep my job and be awake for my boy's games.
bring | Has not missed a shift in a year. Fixes the neighbors' cars.
hinder | Sleeps in pieces. Pay goes out faster than it comes.
help | Wife; the foreman; the brother's garage.
done | Schedule in writing, six hours of sleep, twenty dollars left.

C0013 | own_place, meds, peer
need | No place of one's own since the hospital; on friends' couches.
lives | family_or_friends, looking, SNAP
vision | Somewhere I can paint the walls any color.
bring | Funny. Paints. Shows up for friends.
hinder | Moves before the mail arrives. Refills get lost with each move.
help | Two friends in Clifton.
done | Half a year at one address, refills on time.

C0013 again | meds, own_place, college@2
need | Back in the county after a year with an aunt; wants to start over here.
lives | 195 family_or_friends, not_working, SNAP; 60 supported_housing, student, SNAP
vision | Walls I have painted myself, and a class where people know my name.
bring | Came back by choice. Half of a degree. Paints.
hinder | Bad weeks come without much notice. No car.
help | Friends in Clifton; the disability office at the college.
done | A place that is kept, and one class passed.

C0014 | stay_put, shot, cook@2
need | Two hospital stays within the year; may lose the apartment over the state of it.
lives | supported_housing, unable, SSI
vision | Stay put. Eat right. Fish.
bring | Patient. Keeps a boat motor running.
hinder | Stops opening the door when the injection is late.
help | A fishing friend. || The manager, who calls us first.
done | A year of injections on time and no warnings.

C0015 | safe, benefits, doctor@2
need | Left the house of thirty years with one bag; no own income at present.
lives | family_or_friends, not_working, none; 560 rented, not_working, SNAP; 200 rented, retired, \
Social Security
vision | Nobody asks me where I have been.
bring | Kept the books of a feed store. Reads every line before signing.
hinder | Mail is safe at the post office box alone. Has not seen a doctor in years.
help | A friend from school in Whitney.
done | Own income, own doctor, safe at home.

C0016 | stay_put, meds, payee@2
need | A place to live that lasts; behind on rent.
lives | shelter, unable, SSI; 650 supported_housing
vision | Me and the dog, same address, for good.
bring | The dog is walked and fed before anything else. Pays when reminded.
hinder | Wants more say over the money. Voices get loud in summer.
help | The payee at the church; a neighbor who knows the dog.
done | Two years in the apartment, and a bank account.

C0017 | shot, no_hospital, own_words@2
need | Back home after inpatient care; family asks for one person to call.
lives | family_or_friends, unable, SSI
vision | Stay with my family and tend the garden.
bring | Grows herbs that the neighbors ask for. Comes when called.
hinder | Interpreter is not always there. Stops eating before a bad spell.
help | Two sons; the temple; the ward knows the family.
done | A year at home.

C0018 | signing, sober, stay_put@4
need | Two evictions in two years; no interpreter at the hospital when it mattered.
lives | shelter, not_working, SSI; 480 rented; 205 supported_housing; 100 supported_housing, \
part_time, SSI and wages
vision | My house, my language, my rules. And coffee with people who sign.
bring | Teaches signs to the whole waiting room. Saves half of each check.
hinder | Offices that call by voice. Old friends who drink.
help | The deaf club in Waco; a sponsor who signs.
done | Interpreters come without a fight, and the lease is renewed twice.

C0019 | own_house, walk, family
need | Mail and bills pile up; wants someone to sort them with.
lives | own_home, retired, Social Security
vision | To sit on my own porch with my brother and argue about baseball.
bring | Remembers every season since 1960. True to a promise.
hinder | Steep steps; house too big for one.
help | Brother in Bell County.
done | House is safe, or there is a better one near the brother.

C0020 | meds, keep_job, college@2, kids@4
need | Two hospital stays within the year; job at risk.
lives | rented, part_time, wages and SNAP; 230 rented, student, wages and grant
vision | Nurse's aide by the time my son starts school.
bring | Works mornings and is never late. Straight with people. || Passed anatomy.
hinder | Afternoon clinics, one car for three people.
help | Grandmother with the child; the shift lead.
done | A year without a stay, two classes passed.
"""

SECOND_HALF = """
C0021 | no_hospital, get_around, useful@2
need | No car and no bus; misses the clinic and the pharmacy.
lives | rented, unable, SSDI
vision | Some reason to shave in the morning.
bring | Thirty years of driving trucks; knows every road. Kind to animals.
hinder | Eleven miles to the clinic. Long gray spells in winter.
help | The man at the feed store. || The animal shelter, Tuesdays.
done | Gets to the clinic alone, and has two mornings a week that matter.

C0022 | calmer, keep_home, ged@2
need | Behind on rent since the store job ended; can't stand in line there.
lives | rented, not_working, SNAP; 400 supported_housing; 170 supported_housing, part_time, wages \
and SNAP
vision | To go in, buy milk, and walk out like anybody.
bring | Reads to the girls every night. On time with rent since March.
hinder | Stores, lines, the school's front office.
help | A cousin next door; the school nurse.
done | Shops alone, lease renewed, GED in hand.

C0023 | safe, calmer, friends@3
need | Wants one person to call and no visits to the house.
lives | family_or_friends, part_time, wages; 150 rented
vision | People who stay, and me staying too.
bring | Says what is wrong. Comes to the library even on bad days.
hinder | Breaks with people after a quarrel. Someone at home reads over the shoulder.
help | The librarian; an older sister in Temple.
done | Own address, one steady friend, eight weeks of groups.

C0024 | shot, court, own_place@3
need | Two nights in jail for sleeping in a church; court date pending.
lives | unsheltered, retired, Social Security; 540 shelter; 97 institution
vision | A bed and a Bible and nobody shining a light in my face.
bring | Sings. Forgives. Known and liked at the pantry.
hinder | Loses papers and dates. Off the injection, things go wrong fast.
help | The pastor in Marlin; the public defender.
done | Case closed, injections on time, indoors for half a year.

C0025 | stay_put, court, part_time@2
need | Case open in the county; landlord waits to see how it ends.
lives | family_or_friends, not_working, none; 590 supported_housing; 220 part_time, wages
vision | Done with courts. Working. Left alone.
bring | Strong back, early riser. Does what was promised.
hinder | Trusts no paper and no office.
help | A cousin who frames houses.
done | Case closed, half a year of pay slips, no warnings.

C0026 | stay_put, sleep, friends
need | Back home after inpatient care; lives alone for the first time.
lives | supported_housing, not_working, SSDI; 310 rented, part_time, SSDI and wages
vision | To like my own company again.
bring | Quilts. Drives. Asks good questions.
hinder | Evenings. A phone that does not ring.
help | The quilting circle in Meridian; a brother.
done | Sleeps, has company, and needs the clinic alone.

C0027 | stay_put, kids, benefits@2
need | Leaves the shelter at the end of the month.
lives | shelter, not_working, SNAP; 600 supported_housing; 290 part_time, wages and SNAP
vision | My children asleep in the next room.
bring | Has not missed a class. Finds help for others in the building.
hinder | Court dates and work at the same hour. Loud noises.
help | A woman from the shelter, now a friend. || The family center.
done | Lease renewed, visits as the court set them for half a year.

C0028 | shot, useful, ged@2
need | First hospital stay at twenty-two; left school in the eleventh grade.
lives | family_or_friends, not_working, SSI; 200 family_or_friends, volunteer, SSI
vision | Finish school. Get a car. Not be watched all day.
bring | Gentle. Plays bass. Learns fast by ear.
hinder | Sleeps through mornings. Gets lost in long forms.
help | Mother, who is guardian; the band at church.
done | Twelve injections on time, GED, two mornings a week out of the house.

C0029 | calmer, college, sleep
need | Left college after one semester; wants to go back and is afraid of the lecture hall.
lives | family_or_friends, looking, parents; 330 family_or_friends, student, grant
vision | To sit in the middle of the row.
bring | Straight A's until the tenth grade. Funny once the door is closed.
hinder | Lecture halls, phone calls, Mondays.
help | Parents; the aunt with the nail salon.
done | Two classes at mid-term, and knows whom to ask at the new place.

C0030 | stay_put, pressure, church@2
need | A place to live that lasts; came here from a porch.
lives | unsheltered, unable, none; 460 supported_housing, unable, SSI
vision | Me in a clean shirt, third pew, on time.
bring | Neighbors look in. Remembers every name.
hinder | No phone of one's own. Bad heart in a hot room.
help | The neighbor with the phone; the deacon.
done | A year in the apartment, pressure under 140.

C0031 | keep_home, part_time@2
need | A place to live that lasts; behind on rent.
lives | rented, not_working, SNAP; 250 rented, looking, SNAP
vision | My own place, my own key.
bring | Pays on the day the money comes. Knows plants. || Does not give up.
hinder | No voicemail. Bad weeks come twice a year, and then nothing gets opened.
help | The pantry crew on Fridays; a cousin in Temple.
done | Lease in the client's own name for a year, and wages that cover the light bill.

C0032 | shot, room
need | Leaves the shelter at the end of the month.
lives | shelter, not_working, SNAP
vision | To be nobody's case.
bring | Walks in when it is time. Good with horses.
hinder | Many offices, many questions. Sleeps by day.
help | The ranch outside of Rosebud.
done | A room, and injections on time.

C0032 again | room, shot, supported_job@2
need | Came back: the room fell through, and the ranch has no beds in winter.
lives | 108 shelter, not_working, SNAP; 40 rented
vision | A door that locks, and horses on Saturday.
bring | Came back without being asked. Good with horses.
hinder | Wants no more than one office at a time.
help | The ranch outside of Rosebud; the shelter's night man.
done | A room for half a year, injections on time.

C0033 | in_order, doctor, friends@2
need | Fell twice; paths in the house are blocked by what was saved over fifty years.
lives | supported_housing, retired, Social Security
vision | I want to find my mother's recipes and cook from them.
bring | Tells stories. Knows what everything is, once it is found.
hinder | Hard to part with things. Two falls this year.
help | A grandson with a truck; the Methodist women.
done | Both doors clear, a doctor who knows the falls, company on Wednesdays.

C0034 | license, sleep, family@2
need | No car and no bus; misses the clinic and the pharmacy.
lives | family_or_friends, not_working, VA pension; 110 rented
vision | My truck, my dog, and sleeping through thunder.
bring | Finishes what is started. Reads maps.
hinder | License gone over old tickets. Nights.
help | Family in Lubbock; the veterans' service officer.
done | License in hand, and sleeps most nights.

C0035 | stay_put, sugar
need | Two weeks in the hospital for blood sugar; rent was not paid meanwhile.
lives | supported_housing, not_working, SNAP; 90 supported_housing, not_working, SSDI
vision | To dance at my granddaughter's quinceañera with both feet.
bring | Good cook. Laughs. Writes numbers down.
hinder | Sweet bread; strips run out. Up all night, some weeks.
help | Daughter, who knows of the visits.
done | A1C under 8 twice, and no warnings from the landlord.

C0036 | budget, teeth
need | Groceries run out before the month does; teeth hurt too much to eat.
lives | rented, retired, Social Security
vision | A steak, with my own teeth, that I paid for.
bring | Runs the pantry's Friday line. Everybody's uncle.
hinder | Gives money away. Puts the dentist off.
help | The pantry crew; a daughter in Dallas.
done | Teeth done, twenty dollars left each month.

C0037 | neighbors, read
need | A place to live that lasts; third apartment in a year.
lives | family_or_friends, looking, parents; 95 supported_housing
vision | Not to get kicked out. And maybe make games one day.
bring | Learns anything from a video. Loyal.
hinder | Quarrels in the stairwell. Nights turn into days.
help | A friend online, a friend downstairs.
done | Six quiet months at one address.

C0038 |
need | Back home after inpatient care; wants calls at a number where nobody else answers.
lives | rented, looking, unemployment benefits

C0039 | safe, own_place
need | Asks for a caseworker who writes and does not call; wants to leave, and not tonight.
lives | family_or_friends, not_working, none
vision | A mailbox with one name on it.
bring | Has thought of everything twice. Writes clearly.
hinder | Someone else reads the mail.
help | A cousin in McGregor who knows.
done |

C0040 |
need | Out of the hospital after detox; sleeps in a truck.
lives | unsheltered, looking, none
"""
