# Awards: who won a lot, at what price.

command-tender-award = Record who won a lot, and at what price
    .tender = The tender's reference
    .lot = The lot's name or number
    .supplier = Who won it
    .price = A price for each unit, such as 142.50, or bands by volume: 0:150; 500:142.50; 1000:138
    .ceiling = The most that may be ordered over the whole contract
    .sme = Is the supplier a small or medium-sized enterprise?
    .local = Is the supplier local?
    .notice_on = The day the award notice is published; today if you leave it out
    .outcome = Only for a lot without an award: why it has none
    .reason = For a lot without an award: what to tell everybody
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
awards-preview-standstill = Standstill: until the end of { $last }
awards-preview-instead-of = Instead of { $supplier } at { $price }
awards-odd-nothing = { $price } per { $unit } is next to nothing.
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
awards-while-running-help = The contract is running, so its awards stay as they are.
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
awards-ceiling-in-pounds = The ceiling is how many { $unit } may be ordered, not an amount of money.
awards-ceiling-in-pounds-help = { $amount } buys { $quantity } at { $price }: write that, if you mean it.
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
