# Awards: who won a lot, at what price.

command-tender-award = Record who won a lot, and at what price
    .tender = The tender's reference
    .lot = The lot's name or number
    .supplier = Who won it
    .price = A price for each unit, such as 142.50, or bands by volume: 0:150; 500:142.50; 1000:138
    .ceiling = The most that may be ordered over the whole contract: 1200, or £250k
    .sme = Is the supplier a small or medium-sized enterprise?
    .local = Is the supplier local?
    .notice_on = The day the award notice is published; today if you leave it out
    .outcome = Only for a lot without an award: why it has none
    .reason = For a lot without an award: what to tell everybody
    .extensions = Options to extend the contract, such as 12 months; 12 months
    .index = The index by which the price may change, if the contract has one
command-tender-vary = Change a running contract: its price, supplier, ceiling or end
    .tender = The tender's reference
    .kind = What changes
    .reason = Why: everybody is told
    .lot = The lot's name or number; for an end, leave it out to end the whole contract
    .from = From which day it holds, such as 1 Oct 2027; for an end, the last day
    .value = The new price, supplier or ceiling; for an extension, how many months
    .ground = On which ground
    .index = For a price that follows an index: its name and figure, such as CPI 138.2, +3.1%
command-tender-indicate = Give the price you expect for a lot, so that others see what joining may bring them
    .tender = The tender's reference
    .lot = The lot's name or number
    .price = A price for each unit, or bands by volume: 0:150; 500:142.50; “none” takes it back

awards-bands-example = For bands by volume: 0:150; 500:142.50.

## What /tender award answers.
awards-recorded = **Awarded: { $reference }, { $lot }**
awards-replaced = **Award replaced: { $reference }, { $lot }**
awards-same = **Already awarded, so nothing changed: { $reference }, { $lot }**
awards-standstill = The standstill's last day is { $last_day }, as the award notice is published on { $notice_on }. The rule: { $rule }.
awards-starts-too-early = **The contract would start before the standstill is over**: please check the dates.
awards-all-awarded = Every lot of { $reference } is awarded now.
awards-still-open = Still to be awarded: { $lots }.

## What the lead is shown first.
awards-preview = Award { $lot } of { $reference }?
awards-preview-again = Award { $lot } of { $reference } again?
awards-preview-band = From { $from }: { $price } per { $unit }
awards-preview-notice = The award notice is published on { $day }
awards-preview-standstill = Standstill: until the end of { $last }
awards-preview-instead-of = Instead of { $supplier } at { $price }
awards-odd-nothing = { $price } per { $unit } is next to nothing.
awards-odd-left-out = The award as it stands has { $parts }, and this one hasn't.
awards-odd-left-ceiling = a ceiling of { $most }
awards-odd-left-sme = the mark that the supplier is an SME
awards-odd-left-local = the mark that the supplier is local
awards-odd-left-extensions = options to extend it
awards-odd-left-index = an index for its price
awards-odd-rises = The price rises with the volume, from { $from } to { $to }.
awards-odd-high = { $price } per { $unit } is more than three times the most that a council pays now ({ $most }).
awards-odd-low = { $price } per { $unit } is under a third of the least that a council pays now ({ $least }).
awards-odd-before-bids = Bids aren't due until { $day }.
awards-odd-no-notice = No notice is recorded for this tender.
awards-odd-start = The contract starts on { $starts }, before the standstill is over at the end of { $last }.
awards-none-preview = Leave { $lot } of { $reference } without an award?
awards-none-preview-why = Everybody is told why: { $why }. { $reason }
awards-none-preview-buyers =
    { $count ->
        [one] { $names } declared what it needs of it, and would have nobody to order it from
       *[other] { $names } declared what they need of it, and would have nobody to order it from
    }
awards-none-preview-others = The other lots go on, and can be ordered from when the contract starts
awards-none-preview-later = You can still award it until then, with /tender award

## A lot without an award.
awards-none = **No award: { $reference }, { $lot }** ({ $why }). { $reason }
awards-every-outcome = Every lot of { $reference } is settled now.
awards-none-at-all = No lot of { $reference } has an award. If that is all, cancel it with /tender cancel.
awards-none-has-one-help = Award it again with /tender award to put another supplier or price in its place.
awards-supplier-or-price-missing = An award needs a supplier and a price.
awards-supplier-or-price-missing-help = Give both; or say with outcome and reason why the lot has no award.

## An award and its price, also on a tender's card.
awards-supplier = Supplier: { $supplier }
awards-supplier-sme = Supplier: { $supplier } (SME)
awards-supplier-local = Supplier: { $supplier } (local)
awards-supplier-sme-local = Supplier: { $supplier } (SME, local)
awards-ceiling = Ceiling: { $most } over the whole contract
awards-ceiling-of-money = Ceiling: { $amount }, which buys { $most } over the whole contract at { $price }, the highest price: so much may be ordered
awards-ceiling-was-money = You gave the ceiling as { $amount }. griffin holds orders to the quantity that it buys at { $price }, the highest price, and the record keeps the amount.
awards-no-ceiling = Ceiling: none
awards-price-each = Price: { $price } each
awards-price-per = Price: { $price } per { $unit }
awards-price-by-volume = Price by how much everybody orders in a contract year:
awards-band = from { $from } { $unit }  { $price }

## What /tender indicate answers.
awards-indicated = **Expected price: { $reference }, { $lot }**
awards-indicated-on-card = The tender's card shows this as the price you expect. It isn't an offer or a promise.
awards-taken-back = **Taken back.** The card of { $reference } no longer shows an expected price for { $lot }.

## Who may, and when.
awards-at-stage = { $reference } can't be awarded at the stage “{ $stage }”.
awards-while-collecting-help = Stop collecting with /tender close, then record the notice with /tender publish.
awards-while-collected-help = Record the notice with /tender publish first.
awards-while-running-help = The contract is running: change its price, supplier, ceiling or end with /tender vary.
awards-when-over-help = Nothing about it can change any more.
awards-has-its-award = { $lot } of { $reference } has already been awarded.
awards-has-its-award-help = The agreed price is on the tender's card; /calloff balance says how far away the next price is.
awards-over = { $reference } is over (stage: { $stage }).
awards-over-help = /tender list shows the tenders that are still open.
awards-called-off = Orders have already been placed for { $lot } under this award.
awards-called-off-help = An award can only be replaced before its first order.

## What can't be taken as it was typed.
awards-no-price = There's no price.
awards-price-example = Write a price, such as 142.50, or a price for each volume, such as 0:150; 500:142.50; 1000:138.
awards-a-band = a volume and its price
awards-first-band = Your first price starts at { $from }.
awards-first-band-help = Start at 0, as the first order needs a price too.
awards-too-many-bands = That's { $bands } prices, which is too many.
awards-too-many-bands-help = One lot can have up to { $most }.
awards-bands-out-of-order = The price from { $after } comes after the one from { $before }.
awards-bands-out-of-order-help = Put the volumes in order, lowest first, each volume once.
awards-no-supplier = The supplier's name is missing.
awards-no-supplier-help = Give the supplier's name, such as Cwm Fuels Ltd.
awards-supplier-too-long = The supplier's name is too long.
awards-supplier-too-long-help = It can have up to { $most } characters.
awards-ceiling-in-pounds = At a price of £0, no amount of money says how many { $unit } may be ordered.
awards-ceiling-too-low = With a ceiling of { $ceiling }, nobody could order anything.
awards-ceiling-too-low-help = Give the most that may be ordered over the whole contract, or leave the ceiling out.
awards-standstill-too-short = A standstill that ends on { $last_day } is too short.
awards-standstill-too-short-help = Its last day has to be { $last_day } or later: { $rule }.
awards-standstill-by-choice = longer than the law asks for, by choice (Procurement Act 2023, section 51(3))

## What has happened, as /ledger show says it.
fact-award-recorded = Award recorded
fact-award-replaced = Award replaced
fact-award-none = Lot left without an award
fact-award-indicated = Expected price given
fact-award-varied = Contract varied

## What a contract provides for, and how a change of it is told.
awards-extensions = May be extended by: { $options }
awards-index = The price may follow an index: { $index }
awards-months = { $months ->
    [one] { $months } month
   *[other] { $months } months
}
awards-what-index = The index and its figure
awards-per-unit = { $price } per { $unit }
awards-without-ceiling = no ceiling
awards-by-index = by an index: { $index }
awards-varied-price = { $lot }: from { $from } the price is { $now }, instead of { $before } ({ $ground })
awards-varied-supplier = { $lot }: from { $from } the supplier is { $now }, instead of { $before } ({ $ground })
awards-varied-ceiling = { $lot }: from { $from } the ceiling is { $now }, instead of { $before } ({ $ground })
awards-varied-extension = The contract is extended to the end of { $now }, instead of { $before } ({ $ground })
awards-varied-end = The contract's last day is { $now }, instead of { $before } ({ $ground })
awards-varied-lot-end = { $lot }: its contract's last day is { $now }, instead of { $before } ({ $ground })
awards-changed-price = From { $from }: { $now }
awards-changed-supplier = From { $from }: supplied by { $now }
awards-changed-ceiling = From { $from }: ceiling { $now }
awards-changed-end = Last day: { $now }
awards-earlier-changes = { $before ->
    [one] { $before } earlier change is in the exports.
   *[other] { $before } earlier changes are in the exports.
}

## What /tender vary shows first.
awards-vary-preview = Vary { $reference }? { $told }.
awards-vary-before = On that day, as it stands: { $before }
awards-vary-why = Ground: { $ground }. Reason: { $reason }
awards-vary-cost = { $volume } are declared for contract year { $year }. That would cost { $before } as it stands, and { $now } then: { $change }, excluding VAT
awards-vary-orders-keep = Orders placed before { $from } keep their price; what is taken back of them, or added, has it too
awards-vary-name-kept = The record keeps the old name, and shows it for the time before { $from }
awards-vary-called-off = Called off so far: { $called_off }
awards-vary-end-of-lot = This is the end of { $lot } alone; the other lots go on
awards-vary-end-of-all = { $lots ->
    [one] This is the end of the whole contract; its reminders move with it
   *[other] This is the end of the whole contract, all { $lots } lots; its reminders move with it
}
awards-vary-told = Told to everybody, in the posts of { $regions }: { $joined ->
    [one] { $joined } authority takes part
   *[other] { $joined } authorities take part
} beside the lead
awards-odd-orders-since = { $count ->
    [one] { $count } order placed on or after { $from } is recorded already. It keeps the price that it was recorded at; undo it and record it again if it should have the new one.
   *[other] { $count } orders placed on or after { $from } are recorded already. They keep the price that they were recorded at; undo them and record them again if they should have the new one.
}
awards-odd-far-more = { $price } is more than three times what it was before ({ $before }).
awards-odd-far-less = { $price } is under a third of what it was before ({ $before }).
awards-odd-ceiling-below = { $called_off } are called off already, which is more than that ceiling.
awards-odd-no-extension = No option for an extension was recorded with the award.
awards-odd-extensions-used = { $used ->
    [one] The option for an extension that was recorded with the award is used.
   *[other] All { $used } options for an extension that were recorded with the award are used.
}
awards-odd-other-extension = { $months ->
    [one] The next option recorded with the award is for { $months } month.
   *[other] The next option recorded with the award is for { $months } months.
}
awards-odd-later-end = That is later than the end as it stands, { $before }: if it is an option for an extension, use kind:extension.
awards-odd-day-past = { $day } is before today, { $today }.
awards-odd-before-start = That is before the contract's first day, { $starts }.
awards-odd-after-end = That is after the contract's last day, { $ends }.

## What the law says: a line of help, never a verdict.
awards-law-same = no change
awards-law-more = { $percent } more
awards-law-less = { $percent } less
awards-law-cost = For your own judgement: since the award, a year at the declared volume costs { $change }. Section 74 of the Procurement Act 2023 draws one of its lines at a change of 10% in value (works: 15%), and section 75 asks for a contract change notice beyond it
awards-law-ceiling = For your own judgement: since the award, the ceiling is { $change }. Section 74 of the Procurement Act 2023 draws one of its lines at a change of 10% in value (works: 15%), and section 75 asks for a contract change notice beyond it
awards-law-term = For your own judgement: since the award, the term is { $change }. Section 74 of the Procurement Act 2023 draws one of its lines at 10% of the maximum term provided for on award
awards-law-schedule-8 = What the contract itself provides for, such as an option or an index, is in Schedule 8 (section 74)
awards-law-supplier = Schedule 8 (section 74) speaks of a change of supplier, by a corporate restructuring
awards-law-end = Section 80: a contract termination notice is due within 30 days, beginning with the day on which it ends

## What /tender vary answers.
awards-varied = **Varied: { $reference }.** { $told }.
awards-varied-why = Reason: { $reason }
awards-varied-where = It is said in the posts of { $regions }, and stands on the card.
awards-varied-correct = A slip? Use `/tender vary` again from the same day, { $from }: the new value takes the place of this one, and the record keeps both.
awards-varied-correct-end = A slip? Use `/tender vary` with kind:end and the right last day; the record keeps both.
awards-varied-ended = **That day is gone, so the contract has ended.**
awards-vary-at-stage = { $reference } can't be varied at the stage “{ $stage }”.
awards-vary-when-over-help = Its contract is over.
awards-vary-before-start-help = Until the contract starts, award the lot again with /tender award.
awards-vary-too-early-help = It has no contract yet.
awards-which-lot = Which lot of { $reference } is it?
awards-which-lot-help = Give the lot's name or number.
awards-extension-of-lot = An extension is of the whole tender.
awards-extension-of-lot-help = Leave the lot out. A lot that isn't extended is then ended on its own day with kind:end.
awards-not-awarded = { $lot } of { $reference } has no award.
awards-not-awarded-help = Only a lot that was awarded has a contract to vary.
awards-holds-already = On that day it is { $now } already.
awards-holds-already-help = Give another day or another value.
awards-which-ground = On which ground? Of a { $kind } it has to be known.
awards-which-ground-help = Give one of these: { $grounds }.
awards-no-index = By which index?
awards-no-index-help = Give its name and figure as index, such as CPI 138.2, +3.1%.
awards-index-by-agreement = With an index, the ground is the index.
awards-index-by-agreement-help = Leave the ground out, or leave the index out.
awards-from-missing = From which day?
awards-from-missing-help = Give it as from, such as 1 October 2027.
awards-from-missing-end-help = Give the last day as from, such as 30 September 2027.
awards-value-missing = What is the new { $kind }?
awards-value-ceiling-help = Give the most that may be called off over the whole contract, such as 1,250; “none” takes a ceiling away.
awards-too-many-extensions = That's { $count } extensions, which is too many.
awards-too-many-extensions-help = One contract can have up to { $most }.
awards-no-extension = “{ $given }” isn't an extension that griffin can read.
awards-no-extension-help = Write the months, such as 12 months; several with a semicolon: 12 months; 12 months.
