# Quantities, money, dates and the other values: how they are said, and what is said of what can't be read as one.

values-invalid = “{ $given }” isn't { $what }.

## Where a tender stands; also the tags of forum posts.
values-stage-collecting-tag = Collecting
values-stage-collected-tag = Requirements in
values-stage-out-to-tender-tag = Out to tender
values-stage-awarded-tag = Awarded
values-stage-call-off-tag = Call-offs open
values-stage-ended-tag = Ended
values-stage-cancelled-tag = Cancelled
values-stage = a stage
values-stage-help = The stages are { $names }.

## What sort of body an authority is.
values-kind-county = County council
values-kind-unitary = Unitary council
values-kind-district = District council
values-kind-metropolitan = Metropolitan borough council
values-kind-london-borough = London borough council
values-kind-police = Police
values-kind-fire = Fire
values-kind-health = Health body
values-kind-national-park = National park
values-kind-college = College
values-kind-voluntary = Voluntary organisation
values-kind-other = Other
values-kind = a kind of authority
values-choose = Choose { $choices }.

## Nations, by whose law a tender runs.
values-regime-england = England
values-regime-wales = Wales
values-regime-northern-ireland = Northern Ireland
values-regime-scotland = Scotland
values-regime-other = Other
values-regime = a nation griffin knows the law of
values-standstill-act = 8 working days beginning with the day the award notice is published (Procurement Act 2023, sections 51 and 123; no bank holiday of any part of the UK counts)
values-standstill-scotland = 10 calendar days, to the end of the tenth day after the notice is sent (Public Contracts (Scotland) Regulations 2015, regulation 86)
values-standstill-other = 8 working days beginning with the day the award notice is published, counted as in England (Procurement Act 2023, sections 51 and 123); please check the rule that applies to this tender

## Dates.
values-day = { $number } { $month } { $year }
values-weekday-and-day = { $weekday } { $day }
values-january = January
values-february = February
values-march = March
values-april = April
values-may = May
values-june = June
values-july = July
values-august = August
values-september = September
values-october = October
values-november = November
values-december = December
values-monday = Monday
values-tuesday = Tuesday
values-wednesday = Wednesday
values-thursday = Thursday
values-friday = Friday
values-saturday = Saturday
values-sunday = Sunday

## Schedules.
values-every-hour = every hour
values-every-hour-at = every hour at { $minute } minutes past
