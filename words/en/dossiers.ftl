# Dossiers: all that can be read of one tender.

command-tender-show = Show a tender: its card, who has answered, and what your authorities have declared
    .tender = The tender's reference
command-tender-timeline = Show a tender's dates, past and to come
    .tender = The tender's reference

## The card.
dossiers-declare-button = Declare requirement
dossiers-none-button = We need none
dossiers-join-button = Join
dossiers-call-off-button = Call off
dossiers-balance-button = My balance
dossiers-details-button = Details
dossiers-next-declare = Declare what you need, or say that you need none, by { $by }.
dossiers-next-publish = They are fixed now. Next, the lead publishes the notice.
dossiers-next-bids = Bids are due { $by }.
dossiers-next-award = Next comes the award.
dossiers-next-standstill = The standstill, the wait before the contract may be signed, runs until the end of { $last }.
dossiers-next-starts = The contract starts on { $starts }.
dossiers-next-call-off = Call off (order) what you need, whenever you need it, until { $ends }.
dossiers-next-ended = The contract ended on { $ends }.
dossiers-next-cancelled = It goes no further.
dossiers-next-withdrawn = It was withdrawn before anybody had declared: it wasn't meant to be announced.
dossiers-reason = Reason: { $reason }
dossiers-deadline-reason = The lead moved the deadline: { $reason }
dossiers-collected-reason = The lead's note: { $reason }
dossiers-lead-field = Lead
dossiers-answered-field = Answered
dossiers-answered = { $answered } of { $invited } ({ $percent }%)
dossiers-answered-late = { $rate }, and { $late } joined late
dossiers-contract-field = Contract
dossiers-declared-field = Declared, per contract year
dossiers-declared-more-field = Declared, continued
dossiers-more-lots = … and { $more } more: `/requirement show`
dossiers-none-declared = nothing yet ({ $unit })
dossiers-declared = **{ $quantity }** by { $by }
dossiers-declared-all-committed = **{ $quantity }** by { $by }, all of it committed
dossiers-declared-part-committed = **{ $quantity }** by { $by }, { $part } of it committed
dossiers-declared-hidden = total shown once three others have declared, for everybody who reads this ({ $unit })
dossiers-year-declared = { $quantity } in year { $year }
dossiers-year-none = nothing yet in year { $year }
dossiers-year-hidden = not shown for year { $year }
dossiers-indicative-field = Indicative price: { $lot }
dossiers-indicative = -# What the lead expects to pay; it isn't an offer or a promise.
dossiers-indicative-bands = { $bands } price bands by what everybody orders in a contract year, from { $first } to { $last } a { $unit }
dossiers-indicative-declared = With what is declared for contract year 1: { $next }.
dossiers-award-field = Award: { $lot }
dossiers-award-short = Supplier: { $supplier }. `/calloff balance` shows the prices.
dossiers-called-off = Called off so far: { $quantity }
dossiers-next-band = Contract year { $year }: { $next }.
dossiers-more-awards-field = Awards, continued
dossiers-more-awards = … and { $more } more: `/calloff balance` shows each.
dossiers-category-field = Category
dossiers-open-book-field = Open book
dossiers-open-book = Everybody can see each authority's quantities.
dossiers-notice-field = Notice
dossiers-value-field = Value in the notice
dossiers-value = { $value }, excluding VAT

## Details.
dossiers-needs = { $who } needs { $quantity } of { $lot } in every contract year
dossiers-needs-in-year = { $who } needs { $quantity } of { $lot } in contract year { $year }
dossiers-last-time = Last time ({ $reference }), { $who } declared { $declared } of { $lot } a year, and called off (ordered) { $ordered }
dossiers-need-too = { $count ->
    [one] … and { $count } line more: `/requirement show`
   *[other] … and { $count } lines more: `/requirement show`
}
dossiers-have-answered = **Answered**: { $names }
dossiers-to-confirm-names = **To confirm, as the terms have changed**: { $names }
dossiers-have-joined = **Joined, but still to declare**: { $names }
dossiers-not-heard-from = **Not heard from**: { $names }
dossiers-have-declined = **Not taking part**: { $names }
dossiers-have-asked = **Asking to join late**: { $names }

## What is said in a tender's post.
dossiers-chase = { $tender }: answers are due { $by }. Still to answer here: { $names }. Press **{ $declare }** here, or **{ $none }**.
dossiers-and-more = { $names } and { $more } more
dossiers-asked = { $tender }: { $who } asks to join late. The lead can let it in with `/tender admit`.
dossiers-an-authority = an authority
dossiers-headroom = { $tender }, { $lot }: { $headroom }. You are told as you still need some, or lead it.
dossiers-headroom-hidden = { $tender }, { $lot }: the contract's ceiling is coming closer. You are told as you still need some, or lead it; the lead sees with `/calloff balance` how much is left.
dossiers-lead-passed-on = { $tender }: { $lead } leads it now; { $from } has passed it on. From now on the lead sees every authority's quantities.
dossiers-region-left = { $tender }: { $region } isn't one of its regions any more, so nobody can answer here. `/tender show` has it.
dossiers-region-left-answers = What you had answered no longer counts; it stays in the record.
dossiers-corrected = { $tender }: the lead has corrected what was published.
dossiers-corrected-bids = - Bids were due { $from }, and are now due { $to }
dossiers-corrected-contract = - The contract was { $from }, and is now { $to }
dossiers-corrected-gained = { $count ->
    [one] - { $names } may order (call off) now too
   *[other] - { $names } may order (call off) now too
}
dossiers-corrected-lost = { $count ->
    [one] - { $names } may not order (call off) any more
   *[other] - { $names } may not order (call off) any more
}
dossiers-lot-removed = { $tender }: the lead has removed the lot { $lot }. What you had declared of it no longer counts; what you declared of other lots stands. If you need another lot in its place, press **{ $declare }** above.
dossiers-amended = { $tender }: the lead has changed what { $who } said. Press **{ $see }** to see it before and after, or **{ $object }**.
dossiers-objected = { $tender }: { $who } says that what the lead changed of its answer or order isn't right. It stands until you put it right: talk to them, and change it with a reason. The registrars know.
dossiers-terms-changed = { $tender }: the lead has changed the terms on which you answered.
dossiers-to-confirm = { $names }: does your answer still hold? Press **{ $right }**, or **{ $change }**. Until you do, what you promised (committed) is for the contract years that you promised it for, and no more; in any others it counts as an estimate.
dossiers-admitted = { $tender }: { $who } was admitted.
dossiers-admitted-to-call-off = { $tender }: { $who } was admitted and may call off (order under the contract).
dossiers-extended = { $tender }: answers are now due { $by }.
dossiers-reopened = { $tender } is open again: answers are due { $by }.
dossiers-restored = { $tender } is on again: it was cancelled by mistake. Every answer stands.
dossiers-open-again = { $tender } is open again: it was closed by mistake.
dossiers-answers-due = Answers are due { $by }.
dossiers-collected = { $tender }: the requirements are in and fixed.
dossiers-closed-early = { $tender }: the lead has closed it before the deadline. The requirements are in and fixed.
dossiers-cut-off = Not heard from here: { $names }. If you need some, tell the lead now: until the notice is published it can open it again, or take your quantities late.
dossiers-collected-next = Next, the lead goes out to tender; `/export tender` gives the requirement schedule as a workbook.
dossiers-published = { $tender } is out to tender; bids are due { $by }.
dossiers-published-no-day = { $tender } is out to tender.
dossiers-was-published = { $tender } went out to tender.
dossiers-not-awarded = { $tender }: there is no award for { $lot } ({ $why }). The other lots go on.
dossiers-timeline-varied = Varied: { $told }
dossiers-varied = { $tender }: the contract has changed. { $told }.
dossiers-no-award = No award: { $why }
dossiers-awarded = { $tender }: { $lot } was awarded to { $supplier }. The card above has the price.
dossiers-awarded-anew = { $tender }: { $lot } was awarded again, to { $supplier }. The card above has the price.
dossiers-had-begun = { $tender }: the contract has begun.
dossiers-call-offs-open = Call-offs (orders under the contract) are open.
dossiers-ended = { $tender }: the contract has ended.
dossiers-renewal = { $tender } ends on { $day }: time to plan the next round.
dossiers-cancelled = { $tender } was cancelled.

## What is sent, as registrars read of it when it can't be.
## Messages that aren't sent: what they are, why, and what helps.
dossiers-stuck-post = the post of **{ $reference }** in { $region }
dossiers-stuck-post-gone = the removal of the post of **{ $reference }** in { $region }
dossiers-stuck-card = the newest card of **{ $reference }** in { $region }
dossiers-stuck-notice = news for the post of **{ $reference }** in { $region }
dossiers-why-permission = griffin isn't allowed to write in the forum of { $region }.
dossiers-cure-permission = Give griffin's role the permissions View Channel, Send Messages and Send Messages in Threads there; `/griffin setup` says which ones it is missing.
dossiers-why-channel = the forum of { $region } isn't there any more.
dossiers-cure-channel = Give { $region } another one with `/forum open`.
dossiers-why-tag-demanded = the forum of { $region } demands a tag on each post, and griffin has none that it could set there: a forum has 20 tags at most.
dossiers-cure-tag-demanded = Remove one of its tags or turn off “Require people to select tags when posting”; then use `/forum open` for it again.

letter-tender-post = a tender's post
letter-tender-post-left = the last word in the post of a region that isn't invited any more
letter-tender-post-gone = the removal of a withdrawn tender's post
letter-tender-card = a tender's card
letter-tender-notice = news in a tender's post
