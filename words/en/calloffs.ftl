# Call-offs: orders under an award, and what is left.

command-calloff = Call-offs: orders under a contract
command-calloff-record = Record a call-off: an order under a contract
    .tender = The tender's reference
    .lot = The lot's name or number
    .quantity = How much, such as 1,250.5
    .as = Which authority it is for; only needed if you act for more than one
    .deliver_on = When you want it, such as 18 Dec
    .site = Where you want it
    .order_number = Your own order number
command-calloff-list = List the call-offs you're allowed to see
    .tender = The tender's reference
    .lot = Only this lot: its name or number
    .authority = Only this authority's
    .page = Which page of the list
command-calloff-balance = Show how much is left of what you declared, and of the contract's ceiling
    .tender = The tender's reference
    .lot = Only this lot: its name or number
    .as = Whose balance; only needed if you act for more than one authority
    .year = The contract year: 1, 2 …; the current one if you leave it out
command-calloff-correct = Correct one of your call-offs; the old figure stays on record
    .tender = The tender's reference
    .call_off = The call-off's number, as the list shows it
    .quantity = The right quantity, not the difference; 0 takes all of it back
    .lot = The right lot: its name or number
    .deliver_on = The right day of delivery, such as 18 Dec
    .site = The right site
    .order_number = The right order number
    .reason = Why

## An authority that ceases, or was registered twice.
calloffs-moving = { $count ->
    [one] 1 order or correction moves.
   *[other] { $count } orders and corrections move.
}
calloffs-moving-stay = { $count ->
    [one] 1 order or correction stays in its name.
   *[other] { $count } orders and corrections stay in its name.
}

## A call-off that was recorded or corrected.
calloffs-recorded = **Called off (ordered): { $reference }, { $lot }** for { $authority }
calloffs-corrected = **Corrected: { $reference }, { $lot }** for { $authority }
calloffs-number = Call-off `{ $number }`: { $quantity } from { $supplier }
calloffs-number-taken-back = Call-off `{ $number }` is taken back: nothing of it is ordered from { $supplier } any more
calloffs-more-than-before = That is { $quantity } more than before
calloffs-less-than-before = That is { $quantity } less than before
calloffs-price = Price: { $parts }, **{ $cost }** altogether
calloffs-price-change = Change in the price: { $parts }, **{ $cost }** altogether
calloffs-part = { $quantity } at { $price }
calloffs-saving = Saving against the price paid before: { $saved }
calloffs-saving-change = Change in the saving against the price paid before: { $saved }
calloffs-no-baseline = Saving: not known, as no price paid before (the baseline) was declared
calloffs-deliver-on = Deliver on: { $day }
calloffs-site = Site: { $site }
calloffs-order-number = Order number: { $number }
calloffs-of-year = Contract year { $year }: { $left }
calloffs-left-of-declared = { $quantity } left of what was declared
calloffs-beyond-declared = { $quantity } more than was declared
calloffs-none-declared = nothing was declared
calloffs-under-ceiling = Left under the contract's ceiling: { $quantity }

calloffs-moved = Taken back from { $lot }: { $quantity }, { $cost }
calloffs-tell-supplier = griffin tells the supplier nothing: send them the order.
calloffs-tell-supplier-corrected = griffin tells the supplier nothing: send them the order as it is now.
calloffs-tell-supplier-undone = griffin tells the supplier nothing: if you have sent them this order, tell them that it no longer holds.
calloffs-correct-button = Correct
calloffs-undo-button = Undo

## The order, as it is sent to the supplier: plain text, a line each.
calloffs-order-called = Call-off (order) { $number }
calloffs-order-title = The order, to copy
calloffs-order-supplier = To: { $supplier }
calloffs-order-contract = Contract: { $reference } { $title }
calloffs-order-lot = Item: { $lot }
calloffs-order-quantity = Quantity: { $quantity }
calloffs-order-price = Price: { $parts }
calloffs-order-cost = Cost: { $cost } excluding VAT
calloffs-order-deliver-on = Deliver on: { $day }
calloffs-order-site = Deliver to: { $site }
calloffs-order-number-line = Order number: { $number }
calloffs-order-authority = Ordered by: { $authority }
calloffs-order-officer = Officer: { $officer }

## Before it is recorded.
calloffs-preview = Call off (order) { $quantity } of { $lot } under { $reference } for { $authority }?
calloffs-preview-correct = Correct call-off { $number } of { $authority } under { $reference } to { $stands } of { $lot }?
calloffs-preview-undo = Take call-off { $number } of { $authority } back: { $lot } under { $reference }?
calloffs-preview-supplier = Supplier: { $supplier }
calloffs-preview-price = Price: { $parts }, { $cost } altogether, excluding VAT
calloffs-preview-price-change = Change in the price: { $parts }, { $cost } altogether, excluding VAT
calloffs-preview-by-band = Price: { $low } to { $high } altogether, excluding VAT, by what everybody has called off in the contract year: { $bands }
calloffs-preview-band = from { $from } { $price }
calloffs-preview-left = Afterwards, in contract year { $year }: { $left }
calloffs-preview-ceiling = Afterwards, left under the contract's ceiling: { $quantity }
calloffs-preview-reason = Why: { $reason }
calloffs-odd-declared = { $authority } declared { $declared } for contract year { $year }, and has ordered { $called_off }: this would be { $over } over.
calloffs-odd-undeclared = { $authority } declared nothing of { $lot } for contract year { $year }: is it the right lot?
calloffs-odd-usual = That is more than { $times } times what { $authority } usually orders: { $usual } (the middle one of { $count } orders).
calloffs-odd-day-past = Delivery on { $day } would be before today, { $today }.
calloffs-odd-saturday = { $day } is a Saturday.
calloffs-odd-sunday = { $day } is a Sunday.
calloffs-odd-holiday = { $day } is a bank holiday ({ $name }).

## The menu and the form.
calloffs-for-whom = Which authority is this for?
calloffs-form = Call off (order) under { $reference }
calloffs-correct-form = Correct call-off { $number }, { $reference }
calloffs-undo-form = Undo call-off { $number }, { $reference }
calloffs-reason-input = Why
calloffs-lot-input = Lot: its name or number
calloffs-quantity-input = Quantity, such as 1,250.5
calloffs-right-quantity-input = Quantity in { $units } (not the difference)
calloffs-form-left = { $quantity } left
calloffs-form-beyond = { $quantity } over
calloffs-form-undeclared = { $units }, nothing declared
calloffs-form-price = { $price } per { $unit }
calloffs-deliver-on-input = Deliver on, such as 18 Dec
calloffs-site-input = Site
calloffs-order-number-input = Your own order number

## The list.
calloffs-list = **{ $reference }: { $count ->
    [one] 1 call-off (order)
   *[other] { $count } call-offs (orders)
}**, page { $page } of { $pages }
calloffs-none-listed = There are no call-offs (orders) under { $reference } that you can see.
calloffs-no-such-page = { $pages ->
    [one] There is only 1 page of call-offs (orders) under { $reference }.
   *[other] There are only { $pages } pages of call-offs (orders) under { $reference }.
}
calloffs-newer-button = Newer
calloffs-older-button = Older
calloffs-correct-number-button = Correct { $number }
calloffs-undo-number-button = Undo { $number }
calloffs-choose-order-placeholder = Correct or undo an order …
calloffs-chosen = Call-off `{ $number }`: { $quantity } of { $lot } for { $authority } stands.
calloffs-line = `{ $number }` { $at } { $authority }: { $quantity } of { $lot }, { $cost }
calloffs-line-corrects = corrects `{ $number }`
calloffs-line-site = to { $site }
calloffs-line-order = order { $number }
calloffs-call-off-choice = { $number } { $authority }: { $quantity } of { $lot }, { $day }

## The balance.
calloffs-balance = **{ $reference }: balance of { $authority }**, contract year { $year }: what it declared, what it called off (ordered), and what is left
calloffs-of-declared = Declared { $declared }, called off { $called_off }: { $left }
calloffs-of-none-declared = Nothing declared, called off { $called_off }
calloffs-by-all = Called off by everybody in the contract year: { $quantity }
calloffs-left-of-ceiling = Ceiling for the whole contract: { $ceiling }, { $left } of it left
calloffs-ceiling = Ceiling for the whole contract: { $ceiling }
calloffs-no-ceiling = No ceiling
calloffs-headroom = { $percent }% of the ceiling is called off
calloffs-headroom-runs-out = { $percent }% of the ceiling is called off; at the pace of the last six months it runs out by { $day }
calloffs-headroom-lasts = { $percent }% of the ceiling is called off; at the pace of the last six months it lasts to the contract's end
calloffs-next-band = { $to_go } more reach the next price band: from { $from } on, { $price } per { $unit } instead of { $now }, { $cheaper } less
calloffs-next-band-declared = { $next }. If everybody orders what they declared, { $beyond } fall into it: { $saved } less altogether

## Pictures.
calloffs-chart = { $reference } { $lot }, { $whose }
calloffs-chart-everybody = all authorities
calloffs-chart-called-off = Called off
calloffs-chart-declared = Declared
calloffs-chart-ceiling = Ceiling
calloffs-chart-month = { $month ->
    [1] Jan
    [2] Feb
    [3] Mar
    [4] Apr
    [5] May
    [6] Jun
    [7] Jul
    [8] Aug
    [9] Sep
    [10] Oct
    [11] Nov
   *[12] Dec
} { $year }

## When it can't be recorded.
calloffs-recorded-already = { $authority } has already recorded order { $number }, with the same quantity, as call-off { $id } on { $on }.
calloffs-recorded-already-help = If it is another order, give it another order number. /calloff list shows what is recorded.
calloffs-typed-again = You recorded the same order for { $authority } a moment ago, as call-off { $id }.
calloffs-typed-again-help = If it is a second order, give it an order number. /calloff list shows what is recorded.
calloffs-beyond-ceiling = { $quantity } would go beyond the ceiling: { $ceiling } is the most that can be called off (ordered) over the whole contract.
calloffs-beyond-ceiling-help = You can still call off { $left } at most.
calloffs-none-left-help = Nothing is left: all of it has been called off.
calloffs-less-help = Call off less, or ask the lead how much is left.
calloffs-nothing-ordered = A call-off (an order) of { $quantity } orders nothing.
calloffs-nothing-ordered-help = Give the quantity you are ordering, such as 12.5; to take an order back, use /calloff correct.
calloffs-below-zero = A call-off (an order) can't be { $quantity }.
calloffs-below-zero-help = Give the right quantity: 0 takes the whole call-off back.
calloffs-stands-already = That call-off (order) is { $quantity } already.
calloffs-not-the-difference-help = Give the right quantity, not the difference.
calloffs-not-open = You can't call off (order) under { $reference } now, as it is at the stage “{ $stage }”.
calloffs-opens-after-award-help = Call-offs open once it is awarded and its contract has started, on { $day } at the earliest.
calloffs-opens-help = Call-offs open when its contract starts, on { $day }.
calloffs-ended-help = Its contract is over. /tender list shows which contracts are running.
calloffs-cancelled-help = /tender list shows which contracts are running.
calloffs-asked-to-join = { $authority } has asked to join { $reference }, and the lead hasn't let it in yet.
calloffs-asked-to-join-help = You can call off (order) once it is in; you'll be told.
calloffs-has-left = { $authority } has left { $reference }.
calloffs-takes-no-part = { $authority } isn't taking part in { $reference }.
calloffs-not-joined = { $authority } hasn't joined { $reference }.
calloffs-join-late-help = Ask to join late with /tender join: the lead can let it in if the notice allows it to order (it is “entitled”).
calloffs-no-such-year = The contract has no year { $year }.
calloffs-no-such-year-help = It has { $years ->
    [one] only one year
   *[other] { $years } years
}, from { $from } to { $to }.
calloffs-corrected-by-lead = { $reference } is over: only its lead can correct its call-offs now.
calloffs-corrected-by-lead-help = Ask the lead, and say what is right and why.
calloffs-say-why-undone = An order isn't taken back without a reason.
calloffs-say-why-undone-help = Say why in a few words, such as “ordered twice”.
calloffs-say-why = It is { $authority }'s order, and it will be told.
calloffs-say-why-help = Say why it is corrected, with `reason`.
calloffs-outside-term = { $day } isn't within the contract's term.
calloffs-outside-term-help = The contract runs from { $from } to { $to }.
calloffs-delivery-outside-term = Delivery on { $day } isn't within the contract's term.
calloffs-site-too-long = The site is too long.
calloffs-order-number-too-long = The order number is too long.
calloffs-reason-too-long = The reason is too long.
calloffs-too-long-help = It can have { $most } characters at most.
calloffs-unknown = { $reference } has no call-off (order) { $number } of an authority you act for.
calloffs-unknown-help = /calloff list shows those there are.
calloffs-no-award = { $lot } in { $reference } hasn't been awarded yet.
calloffs-no-award-help = Its lead, { $lead }, records the award with /tender award.
calloffs-too-much = That is more than griffin can add up.
calloffs-too-much-help = Check the quantity: no contract has that much.
calloffs-not-yours-to-see = You can't see what { $authority } calls off (orders) under { $reference }.
calloffs-not-yours-to-see-help = Only its own people, the lead's and the registrars can. If you work for it, ask to act for it with /mandate request.
calloffs-not-a-number = “{ $given }” isn't a call-off's number.
calloffs-not-a-number-help = /calloff list shows the numbers, such as 17.
calloffs-authority-gone = That authority isn't in the register any more.
calloffs-authority-gone-help = /authority list has them all.

## What griffin verify finds.
calloffs-miscount = The total kept for lot { $lot } in contract year { $year } is { $kept }, but its call-offs add up to { $counted }.
calloffs-miscount-authority = The total kept for lot { $lot } in contract year { $year }, authority { $authority }, is { $kept }, but its call-offs add up to { $counted }.
calloffs-miscount-price = The total kept for lot { $lot } in contract year { $year }, authority { $authority }, at { $price } is { $kept }, but its call-offs add up to { $counted }.

## What has happened, as /ledger show says it.
fact-calloff-recorded = Call-off recorded
fact-calloff-corrected = Call-off corrected
fact-calloff-headroom = A contract's ceiling came closer
calloffs-lot-ended = The contract for { $lot } ended on { $day }.
calloffs-lot-ended-help = Ask the lead what takes its place; the other lots go on.
