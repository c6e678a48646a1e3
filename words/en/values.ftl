# Quantities, money, dates and the other values: how they are said, and what is said of what can't be read as one.

values-invalid = “{ $given }” isn't { $what }.
values-missing = There is nothing where { $what } should be.

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
values-kind-police = Police force
values-kind-fire = Fire and rescue service
values-kind-health = Health body
values-kind-national-park = National park
values-kind-college = College
values-kind-university = University
values-kind-town-or-community = Town, community or parish council
values-kind-combined = Combined authority
values-kind-housing-association = Housing association
values-kind-voluntary = Voluntary organisation
values-kind-other = Another kind of body
values-kind = a kind of authority
values-choose = Choose { $choices }.

## Nations, by whose law a tender runs.
values-regime-england = England
values-regime-wales = Wales
values-regime-northern-ireland = Northern Ireland
values-regime-scotland = Scotland
values-regime-other = Other
values-regime = a nation whose procurement law griffin knows
values-standstill-act = 8 working days beginning with the day the award notice is published (Procurement Act 2023, sections 51 and 123; no bank holiday of any part of the UK counts)
values-standstill-scotland = 10 calendar days, to the end of the tenth day after the notice is sent (Public Contracts (Scotland) Regulations 2015, regulation 86)
values-standstill-other = 8 working days beginning with the day the award notice is published, counted as in England (Procurement Act 2023, sections 51 and 123); please check the rule that applies to this tender

## Dates.
values-day = { $number } { $month } { $year }
values-weekday-and-day = { $weekday } { $day }
values-day-and-time = { $day }, { $time }
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
values-every-day = every day at { $at }
values-every-weekday = every weekday (Monday to Friday) at { $at }
values-every-working-day = every working day at { $at }
values-weekly = every { $days } at { $at }
values-every-weeks = { $weeks ->
    [1] every { $weekday } at { $at }, from { $from }
   *[other] every { $weeks } weeks on { $weekday } at { $at }, from { $from }
}
values-monthly = on the { $day } of every month at { $at }
values-monthly-or-last = on the { $day } of every month (or its last day) at { $at }
values-in-months = on the { $day } of { $months } at { $at }
values-in-months-or-last = on the { $day } of { $months } (or its last day) at { $at }
values-every-months = { $number ->
    [1] on the { $day } of every month at { $at }, from { $from }
   *[other] every { $number } months on the { $day } at { $at }, from { $from }
}
values-every-months-or-last = { $number ->
    [1] on the { $day } of every month (or its last day) at { $at }, from { $from }
   *[other] every { $number } months on the { $day } (or the month's last day) at { $at }, from { $from }
}
values-yearly = every year on { $day } { $month } at { $at }
values-by-cron = by the cron line { $line }
values-ordinal = { $number ->
    [1] 1st
    [2] 2nd
    [3] 3rd
    [21] 21st
    [22] 22nd
    [23] 23rd
    [31] 31st
   *[other] { $number }th
}
values-nth-weekday = { $nth ->
    [1] first { $weekday }
    [2] second { $weekday }
    [3] third { $weekday }
   *[other] fourth { $weekday }
}
values-last-weekday = last { $weekday }
values-nth-working-day = { $nth ->
    [1] first working day
    [2] second working day
    [3] third working day
    [4] fourth working day
   *[other] { $nth }th working day
}
values-last-working-day = last working day
values-last-day = last day
values-every-hour = every hour
values-every-hour-at = every hour at { $minute } minutes past

## What can't be read: what it should be, and how it is written.
values-say-which-day = Say which day: { $first }, or { $last }?
values-day-first = Put the day first, then the month.
values-year-four-digits = Write the year with four digits.
values-no-such-day = There is no such day in the calendar.
values-give-the-time = Give the time itself, such as today 17:00.
values-schedule-from = “from” goes with weeks, months and years, such as every 2 weeks on monday.
values-schedule-hourly = It can come once an hour at most.
values-schedule-hours = For some hours of the day, write a cron line, such as 0 9-17/2 * * *.
values-schedule-days = For every few days, name them: every monday, wednesday and friday, or every 2 weeks on monday.
values-schedule-weekday = Say on which day of the week.
values-schedule-weeks = It can be every 1 to 52 weeks.
values-schedule-counted-from = Say from which date to count: every 2 weeks on monday 9am from 2026-11-30.
values-schedule-day-and-month = Say on which day and month: yearly on 1 april.
values-schedule-months = It can be every 1 to 60 months.
values-schedule-one-day = For every so many weeks, choose one day of the week.
values-schedule-one-day-of-months = Choose one day for all of its months: on the 1st of april and october.
values-schedule-every-nth = Say every { $number } weeks on { $weekday }, or { $number ->
    [1] first
    [2] second
    [3] third
    [4] fourth
   *[other] last
} { $weekday } of the month.
values-schedule-n-monthly = Say every { $number } months on the 1st, or monthly on the { $number ->
    [2] 2nd
    [3] 3rd
    [21] 21st
    [22] 22nd
    [23] 23rd
    [31] 31st
   *[other] { $number }th
}.
values-schedule-bi = “{ $word }” means different things to different people: say every 2 weeks, every 2 months or every 6 months, with the day.
values-schedule-clock = A schedule goes by the clock on the wall, summer and winter: leave out GMT or BST.
values-schedule-working-day = For a working day of the month, choose the first to the 15th, or the last.
values-schedule-weekday-of-month = For a weekday of the month, choose the first to the fourth, or the last.
values-price-help = Write it in pounds, such as 142.50 or £1,142.50, or in pence, such as 14.25p.
values-price-other-unit = This lot is priced by the { $unit }, not by the { $other }: write the price of one { $unit }.
values-price-negative = A price can't be less than £0.00.
values-price-comma = A comma separates thousands, as in £1,142.50; put a point before the pence.
values-price-decimals = There can be four digits after the point at most, as in £0.1425 or 14.25p.
values-price-too-large = That number is too large: the most griffin takes is £1,000,000,000.00.
values-a-price = a price
values-money-help = Write it in pounds, such as 6817.44, £6,817.44 or £250k.
values-money-comma = A comma separates thousands, as in £6,817.44; put a point before the pence.
values-money-decimals = There can be two digits after the point at most, as in £6,817.44.
values-money-too-large = That number is too large: the most griffin takes is £10,000,000,000,000.00.
values-an-amount = an amount of money
values-quantity-m = “m” could be millions or metres, so write the number out, such as 2,000,000.
values-quantity-help = Write a number without its unit, such as 1250, 1,250.5 or 1.2k.
values-quantity-unit-help = Write a number, such as 1250, 1,250.5 or 1.2k, with or without { $unit } after it.
values-quantity-other-unit = This lot is counted in { $unit }, not in { $other }: write how many { $unit }.
values-quantity-negative = It can't be less than 0.
values-quantity-comma = A comma separates thousands, as in 1,250; for part of a unit use a point, as in 1.25.
values-quantity-decimals = There can be three digits after the point at most, as in 12.125.
values-quantity-too-large = That number is too large: the most griffin takes is 1,000,000,000,000.
values-contract-year = year { $number }
values-year-counted = Contract years are counted from the contract's start: 1 for its first year, 2 for its second.
values-year-help = Write 1 for the contract's first year, 2 for its second; leave it out for every year.
values-a-contract-year = a contract year
values-a-term = a contract's term
values-a-time-zone = a time zone
values-financial-year-help = Write it as 2027-28, or as the year it begins in: 2027.
values-a-financial-year = a financial year
values-percentage-help = Write a number from 0 to 100 with two decimals at most, such as 3 or 2.5.
values-a-percentage = a percentage
values-a-unit = a unit of measure
values-unit-help = Write what is counted, such as tonne, litre, kWh, each or hour.
values-unit-too-long = It can have 20 characters at most, such as tonne or pack of 500.
values-unit-a-word = Write a word, such as tonne, litre, kWh, each or hour.
values-a-date = a date
values-role-officer = officer
values-role-observer = observer
values-role-help = Choose officer, who acts for the authority, or observer, who only reads.
values-a-role = a role
values-a-reference = a reference
values-reference-help = Write 3 to 20 letters, digits and hyphens, such as SF-2027-01.
values-a-cpv = a CPV code
values-cpv-help = Type a word, such as salt, and choose a code from the list; or write all eight digits, such as 09110000 (Solid fuels).
values-a-schedule = a schedule
values-one-time = Give just one time of day.
values-time-help = Write a time such as 09:00, 17:30, 9am or 5.30pm.
values-midnight = Midnight could be a day's start or its end: write 00:00 or 23:59.
values-cron-fields = A cron line has five fields: minute, hour, day of month, month and day of week. It can't have seconds or years.
values-cron-signs = A cron line can only have digits, names and the signs * , / -
values-cron-hourly = It can come once an hour at most, so the first field takes a single minute.
values-cron-never = It would never come: none of its months has such a day.
values-is-a-weekday = { $day } is a { $weekday }.
values-cron-unreadable = griffin can't read the cron line { $line }.
values-cron-weekday = “{ $weekday }” isn't a day of the week: write 0 or 7 for Sunday, 1 to 6, or sun to sat.
values-morning-or-evening = Say whether you mean { $hour }am or { $hour }pm.
values-noon-or-midnight = Say whether you mean 12 noon or midnight, which is 00:00 at a day's start or 23:59 at its end.
values-noon-is-twelve = Noon is 12 o'clock, and “{ $number }” before it isn't: write any year with four digits, as in 18 Dec 2027 12 noon.
values-other-clock = On { $day } clocks here show { $shown }, not { $named }: write { $time } without it, or { $there } if you do mean { $named }.
values-term-ends-before = It ends before it starts: give a last day of { $first } or later.
values-term-too-long = It can have { $years } years at most: give a last day of { $latest } or earlier.
values-term-years = Check the years.
values-time-zone-help = Write a region and a city, such as Europe/London.
values-did-you-mean = Did you mean { $names }?
values-a-quantity = a quantity
values-cpv-unknown = Check the digits, or type a word, such as salt, and choose a code from the list.
values-cpv-wider = { $code } is { $name }.
values-date-help = Write a date such as { $short }, { $digits }, in 3 weeks or next friday, with a time if you like: { $short } 17:00.
values-schedule-help = Write something like daily 9am, every monday 9am, every 2 weeks on friday, monthly on the 1st 09:00, quarterly, first working day of the month 8:30, or a cron line such as 0 9 * * 1.

## Units of measure: after a number, and by themselves in a heading.
values-measure = { $quantity } { $unit }
values-unit-tonne = { $n ->
    [one] tonne
   *[other] tonnes
}
values-unit-kilogram = { $n ->
    [one] kilogram
   *[other] kilograms
}
values-unit-litre = { $n ->
    [one] litre
   *[other] litres
}
values-unit-cubic-metre = { $n ->
    [one] cubic metre
   *[other] cubic metres
}
values-unit-square-metre = { $n ->
    [one] square metre
   *[other] square metres
}
values-unit-metre = { $n ->
    [one] metre
   *[other] metres
}
values-unit-kwh = kWh
values-unit-mwh = MWh
values-unit-each = each
values-unit-hour = { $n ->
    [one] hour
   *[other] hours
}
values-unit-day = { $n ->
    [one] day
   *[other] days
}
values-unit-month = { $n ->
    [one] month
   *[other] months
}
values-unit-year = { $n ->
    [one] year
   *[other] years
}
values-unit-pack = { $n ->
    [one] pack
   *[other] packs
}
values-unit-box = { $n ->
    [one] box
   *[other] boxes
}
values-unit-ream = { $n ->
    [one] ream
   *[other] reams
}
values-units-tonne = tonnes
values-units-kilogram = kilograms
values-units-litre = litres
values-units-cubic-metre = cubic metres
values-units-square-metre = square metres
values-units-metre = metres
values-units-hour = hours
values-units-day = days
values-units-month = months
values-units-year = years
values-units-pack = packs
values-units-box = boxes
values-units-ream = reams

## Why a lot was not awarded.
values-no-bids = no bids
values-none-suitable = no suitable bid
values-lot-withdrawn = withdrawn

## What a variation of a contract changes, and on which ground.
values-variation-price = price
values-variation-supplier = supplier
values-variation-extension = extension
values-variation-end = end
values-variation-ceiling = ceiling
values-ground-index = by an index
values-ground-agreement = by agreement
values-ground-renamed = renamed
values-ground-assigned = assigned to another supplier
values-ground-provided = as the contract provides
values-ground-terminated = terminated
