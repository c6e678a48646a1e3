# Tenders: from the announcement to their end.

command-tender = Joint tenders, each led by one authority
command-tender-announce = Announce a tender in the forum of every region you invite
    .title = What you are buying
    .respond_by = When answers are due, such as 18 Dec or in 3 weeks
    .starts = The contract's first day
    .ends = The contract's last day
    .lot = What it is, a comma and its unit, such as House coal, tonne; semicolons between several
    .lead = The authority that leads; only needed if you act for more than one
    .category = A CPV code, or a word to look one up
    .regions = The regions you invite, separated by commas, or all; your own if you leave it out
    .description = More about it
    .open_book = Open book: may everybody see each authority's quantities?
    .reference = A reference of your own, such as SF-2027-01
command-tender-copy = Announce the next round of a tender with what stood in the last
    .tender = The tender, whatever has become of it: a cancelled one will do as a template
command-tender-drafts = List the announcements that you have begun, and go on with one
command-tender-list = List the tenders, newest first
    .stage = Only those at this stage
    .region = Only those announced in this region
    .mine = Only those your authorities lead or have joined
command-tender-join = Join a tender; if it is too late for that, ask its lead to let you in
    .tender = The tender's reference
    .as = Which authority it is for; only needed if you act for more than one
    .reason = Why
command-tender-decline = Say that an authority won't take part in a tender
    .tender = The tender's reference
    .as = Which authority it is for; only needed if you act for more than one
    .reason = Why
command-tender-leave = Leave a tender while quantities are still being collected
    .tender = The tender's reference
    .as = Which authority it is for; only needed if you act for more than one
    .reason = Why
command-tender-edit = Correct a tender's details
    .tender = The tender's reference
    .title = What you are buying
    .description = More about it
    .category = A CPV code, or a word to look one up
    .starts = The contract's first day
    .ends = The contract's last day
    .open_book = Open book: may everybody see each authority's quantities?
    .notice = The notice's number or address, once it is published
    .bids_by = When bids are due, once the notice is published
    .lead = The authority that is to lead it, until it is published
    .regions = All regions invited, separated by commas, or all; until it is published
    .entitled = While bids are out: all others that may order, separated by commas, or none
    .reason = Why; those concerned will read it. Needed once others have declared and you change the dates or the book
command-tender-extend = Give everybody more time to answer
    .tender = The tender's reference
    .respond_by = The new deadline, such as 18 Dec or in 3 weeks
    .reason = Why; everybody invited will read it
command-tender-close = Stop collecting quantities before the deadline
    .tender = The tender's reference
    .reason = Why
command-tender-reopen = Start collecting quantities again, as long as no notice is published
    .tender = The tender's reference
    .respond_by = The new deadline, such as 18 Dec or in 3 weeks
    .reason = Why; everybody invited will read it
command-tender-cancel = Cancel a tender
    .tender = The tender's reference
    .reason = Why; everybody invited will read it
command-tender-publish = Record that the notice is published: from now on it is fixed who may order
    .tender = The tender's reference
    .notice = The notice's number or address; griffin reads it if it is on Find a Tender
    .bids_by = When bids are due, such as 12 Feb or in 5 weeks, if the notice doesn't say
    .entitled = Other regions or authorities that may order, separated by commas
command-tender-withdraw = Withdraw a tender announced by mistake, before anybody has declared
    .tender = The tender's reference
    .reason = Why
command-tender-admit = Let in an authority that asked to join late
    .tender = The tender's reference
    .authority = The authority that asked
command-tender-chase = See who hasn't answered yet, and remind them
    .tender = The tender's reference
command-lot = A tender's lots, while quantities are being collected
command-lot-add = Add a lot while quantities are being collected
    .tender = The tender's reference
    .lot = What it is, a comma and its unit, such as House coal, tonne
command-lot-edit = Correct a lot's title or unit while quantities are being collected
    .tender = The tender's reference
    .lot = The lot's name or number
    .title = Its new title
    .unit = Its new unit of measure
command-lot-remove = Remove a lot while quantities are being collected
    .tender = The tender's reference
    .lot = The lot's name or number
    .reason = Why; needed once somebody has declared, and they will read it

## What the lead is told.
tenders-announced = **Announced.** { $tender }, led by { $lead }, in { $regions }.
tenders-announced-due = Requirements are due { $by }.
tenders-announced-totals = -# Each authority sees its own quantities, and a lot's total once three others have declared, moved when three more have or when collecting closes; `open_book` would show everybody everything.
tenders-announced-open-book = -# Open book: everybody sees each authority's quantities.
tenders-extended = **Extended.** { $tender }: requirements are now due { $by }.
tenders-reopened = **Reopened.** { $tender }: requirements are now due { $by }.
tenders-closed = **Closed.** { $tender }: the requirements are in. Next: `/tender publish`.
tenders-cancelled = **Cancelled.** { $tender }. Reason: { $reason }
tenders-moving-lead = { $count ->
    [one] It leads { $tenders }: { $lead } will.
   *[other] It leads { $tenders }: { $lead } will lead these { $count } tenders.
}
tenders-moving-parts = { $count ->
    [one] Its place in { $tenders } moves.
   *[other] Its places in { $count } tenders move: { $tenders }.
}
tenders-moving-more = { $more } more
tenders-leads-it = It leads { $reference } { $title } ({ $stage }).
tenders-takes-part = It takes part in { $reference } { $title } ({ $stage }).
tenders-restored = **Taken back.** { $tender } is at “{ $stage }” again. Everybody invited is told.
tenders-undo-button = Undo
tenders-edited = **Changed.** { $tender }: { $stage }. Contract: { $contract }.
tenders-edited-bids = Bids are due { $bids }.
tenders-edited-card = The card in each forum post will follow.
tenders-chased = { $count ->
    [one] **Reminded.** 1 authority hasn't answered for { $tender }:
   *[other] **Reminded.** { $count } authorities haven't answered for { $tender }:
}
tenders-lots-now = **Added.** The lots are now:
tenders-lot-changed = **Changed.** The lot is now:
tenders-lot-removed = **Removed.** Lot { $number }, { $lot }, is no longer part of { $tender }.
tenders-lot-removed-told = { $count ->
    [one] The officers of the one authority that had declared it are told, with your reason.
   *[other] The officers of the { $count } authorities that had declared it are told, with your reason.
}
tenders-lots-left = The lots are now, each with the number it had:
tenders-withdrawn = **Withdrawn.** { $tender }: its posts go, and it is listed nowhere any more. The record keeps it.
tenders-admitted = **Admitted.** { $who } takes part in { $tender }.
tenders-admitted-late = **Admitted.** { $who } takes part in { $tender } from now on, as a late joiner.

## What is shown before something is dropped.
tenders-preview-dropped = Dropped: { $what }
tenders-preview-dropped-of = Dropped: { $who }'s { $what }
tenders-preview-reason = Reason: { $reason }
tenders-edit-preview = Change { $tender }?
tenders-move-lead = { $lead } leads it in place of { $old }
tenders-move-lead-sees = { $lead } sees every authority's quantities from then on; { $old } sees its own and the totals
tenders-move-lead-told = The officers of both are told in the tender's post
tenders-odd-lead = { $lead } has no officer yet: nobody could act as the lead.
tenders-move-regions = Regions: { $from } → { $to }
tenders-move-post-comes = A post comes in { $regions }
tenders-move-post-goes = The post in { $regions } says so, and is closed
tenders-move-gain = { $count ->
    [one] 1 more may declare: { $names }
   *[other] { $count } more may declare: { $names }
}
tenders-move-gain-late = { $count ->
    [one] 1 more may ask to join late: { $names }
   *[other] { $count } more may ask to join late: { $names }
}
tenders-move-lose = { $count ->
    [one] 1 can't declare any more, nor be named in the notice by taking part: { $names }
   *[other] { $count } can't declare any more, nor be named in the notice by taking part: { $names }
}
tenders-move-told = They read your reason: { $reason }
tenders-move-back = To take it back, use /tender edit again
tenders-move-back-lead = To take it back, { $lead } has to pass it on again with /tender edit
tenders-move-back-not-answers = /tender edit brings the regions back, but not the answers: they stay in the record only
tenders-correct-preview = Correct what was published of { $tender }?
tenders-correct-bids = Bids are due: { $from } → { $to }
tenders-correct-contract = Contract: { $from } → { $to }
tenders-correct-gain = { $count ->
    [one] 1 more may order (call off): { $names }
   *[other] { $count } more may order (call off): { $names }
}
tenders-correct-lose = { $count ->
    [one] 1 may not order (call off) any more: { $names }
   *[other] { $count } may not order (call off) any more: { $names }
}
tenders-correct-told = { $count ->
    [one] The one authority concerned is told, old and new, with your reason: { $reason }
   *[other] All { $count } authorities concerned are told, old and new, with your reason: { $reason }
}
tenders-law-of-changes = Changes to a tender notice: Procurement Act 2023, section 31. The notice has to be published again with them, and its time limits looked at again.
tenders-lot-remove-preview = Remove lot { $number } ({ $lot }) from { $reference }?
tenders-lot-remove-preview-nobody = Nobody has declared any of it
tenders-lot-remove-preview-again = { $count ->
    [one] { $names } will have declared nothing then, and is asked again
   *[other] { $names } will have declared nothing then, and are asked again
}
tenders-lot-remove-preview-told = Their officers are told in the tender's post, with your reason: { $reason }
tenders-lot-remove-preview-numbers = The other lots keep their numbers and what was declared of them
tenders-lot-remove-preview-back = /lot add brings it back, under a new number
tenders-lot-remove-preview-for-good = /lot add brings the lot back, but not the quantities: they stay in the record only
tenders-withdraw-preview = Withdraw { $tender }?
tenders-withdraw-preview-nobody = Nobody has declared a quantity
tenders-withdraw-preview-posts = { $count ->
    [0] It has no post
    [one] Its post goes: { $regions }
   *[other] Its { $count } posts go: { $regions }
}
tenders-withdraw-preview-kept = It is listed nowhere any more; the record keeps it, and { $reference } stays taken
tenders-leave-preview = Leave { $reference } for { $authority }?
tenders-decline-preview = Say that { $authority } won't take part in { $reference }?
tenders-leave-preview-back = What was declared stays in the record. It can join and declare again until { $by }

## What the lead is shown first.
tenders-announce-preview = Announce { $reference } { $title }?
tenders-announce-preview-to = { $count ->
    [one] Led by { $lead }, in { $regions }: 1 authority is invited
   *[other] Led by { $lead }, in { $regions }: { $count } authorities are invited
}
tenders-preview-lot = Lot { $number }: { $lot }, in { $unit }
tenders-preview-due = Answers are due { $by }
tenders-preview-contract = { $years ->
    [one] Contract: { $from } to { $to }, 1 contract year
   *[other] Contract: { $from } to { $to }, { $years } contract years
}
tenders-odd-weekend = { $day } is at a weekend.
tenders-odd-holiday = { $day } is a bank holiday.
tenders-odd-holiday-of-a-part = { $day } is a bank holiday in a part of the UK.
tenders-odd-lot-joined = “{ $lot }” will be one lot, in { $unit }. Separate lots with semicolons.
tenders-odd-lots-alike = “{ $one }” and “{ $other }” are nearly the same name.
tenders-odd-title = { $reference } { $title } has the same title, and is still under way.
tenders-odd-start = The contract starts on { $starts }. Even if the award notice were published on { $earliest }, the standstill would last until the end of { $last }.
tenders-preview-answered = { $answered ->
    [one] 1 of { $invited } has answered
   *[other] { $answered } of { $invited } have answered
}
tenders-preview-told = Everybody invited is told, with your reason: { $reason }
tenders-close-preview = Close { $tender } now?
tenders-close-preview-due = Answers were due { $by }
tenders-close-preview-cut-off = { $count ->
    [one] { $names } hasn't answered and would be cut off.
   *[other] { $names } haven't answered and would be cut off.
}
tenders-close-preview-undo = Quantities are fixed from then on. Until the deadline you can take it back with Undo.
tenders-cancel-preview = Cancel { $tender }?
tenders-cancel-preview-answers = Their answers stay in the record, but nobody can answer or order any more
tenders-cancel-preview-undo = You can take it back for 24 hours, with Undo or /tender reopen
tenders-chase-preview = { $count ->
    [one] Remind 1 authority that hasn't answered for { $tender }?
   *[other] Remind { $count } authorities that haven't answered for { $tender }?
}
tenders-chase-preview-whom = Their officers are mentioned in the tender's post: { $names }
tenders-terms-preview = Change the terms of { $reference }, on which others have answered?
tenders-terms-preview-asked = Everybody who has answered is asked whether their answer still holds. Until they say so, what was promised (committed) is for the contract years that it was promised for.
tenders-lot-add-preview = Add { $lots } to { $tender }?
tenders-lot-edit-preview = Call the lot “{ $was }” “{ $is }” in { $tender }?
tenders-look-again = { $count ->
    [one] { $names } has answered already, and is asked whether that answer still holds
   *[other] { $names } have answered already, and are asked whether their answers still hold
}
tenders-amend-preview = Change what { $authority } said in { $reference }?
tenders-amend-change = { $what }: { $was } → { $is }
tenders-amend-preview-told = { $authority }'s officers are told at once, before and after, and can say that it isn't right
tenders-amend-preview-reason = Why (everybody in the forum can read this): { $reason }
tenders-publish-preview = Publish { $tender }?
tenders-publish-preview-notice = Notice: { $notice }
tenders-publish-preview-bids = Bids are due { $by }
tenders-publish-preview-entitled = { $count ->
    [one] 1 may order (call off) under the contract: { $names }
   *[other] { $count } may order (call off) under the contract: { $names }
}
tenders-publish-preview-left-out = { $count ->
    [one] 1 that was invited may not: { $names }
   *[other] { $count } that were invited may not: { $names }
}
tenders-publish-preview-for-good = Who may order is fixed from then on. Name others with entitled now; while bids are out, /tender edit corrects it with a reason

## The notice is published.
tenders-published = **Published.** { $tender }: bids are due { $bids }.
tenders-published-entitled = **These may order (call off) under the contract** ({ $count }), fixed from now on: { $names }
tenders-nothing-taken = Nothing was taken from the notice.
tenders-unread-not-there = Find a Tender has no notice with that number yet.
tenders-unread-unreachable = Find a Tender couldn't be reached.
tenders-unread-odd = griffin couldn't read what Find a Tender answered.
tenders-notice-read = **Not published yet.** Here is what Find a Tender says in notice { $number }, for { $tender }:
tenders-notice-names = Title: { $title } ({ $here })
tenders-notice-bids = Bids are due: { $by }
tenders-notice-bids-typed = Bids are due: { $by }; you typed { $typed }
tenders-notice-contract = Contract: { $days } ({ $here })
tenders-notice-value = Value: { $value }, excluding VAT
tenders-as-here = the same as here
tenders-differs-here = here: { $here }
tenders-publish-as-read-button = Use these details
tenders-publish-as-typed-button = Use what I typed
tenders-not-yet-button = Not yet
tenders-not-published = **Nothing was published.** Use `/tender publish` again whenever you like.

## What an officer is told.
tenders-none-listed = No tenders match that. An officer can announce one with `/tender announce`.
tenders-listed = **Tenders**: { $total }, page { $page } of { $pages }
tenders-listed-due = { $tender }, due { $by }
tenders-newer-button = Newer
tenders-older-button = Older
tenders-joined = **Joined.** { $who } takes part in { $tender }. Declare what it needs by { $by }.
tenders-joined-already = { $who } has already joined { $tender }.
tenders-asked = **Asked.** { $who } has asked to join { $tender }; { $lead } decides.
tenders-declined = **Declined.** { $who } won't take part in { $tender }.
tenders-declined-already = { $who } has already declined { $tender }.
tenders-left = **Left.** { $who } no longer takes part in { $tender }.
tenders-left-already = { $who } has already left { $tender }.
tenders-for-whom = { $tender }: you act for more than one authority. Which one is this for?
tenders-days = { $from } to { $to }
tenders-contract = { $years ->
    [one] { $days } (1 contract year)
   *[other] { $days } ({ $years } contract years)
}
tenders-authorities = { $count ->
    [one] 1 authority
   *[other] { $count } authorities
}

## A tender's dates.
tenders-to-come = { $day }, to come
tenders-date-announced = Announced
tenders-date-respond-by = Response deadline
tenders-date-published = Notice published
tenders-date-bids-by = Bids due
tenders-date-award-notice = Award notice published
tenders-date-standstill = Last day of the standstill
tenders-date-starts = Contract's first day
tenders-date-renewal = Reminder to plan the next round
tenders-date-ends = Contract's last day

## What can't be found.
tenders-unknown = There is no tender “{ $given }”.
tenders-unknown-help = /tender list shows every tender with its reference.
tenders-unknown-near-help = Did you mean { $names }?
tenders-not-here = That tender isn't here.
tenders-not-here-help = See /tender list.
tenders-unknown-lot = There is no lot “{ $given }” in this tender.
tenders-unknown-lot-help = { $count ->
    [one] Its only lot is { $lots }.
   *[other] Its lots are { $lots }.
}
tenders-authority-gone = That authority is no longer in the register.
tenders-authority-gone-help = Choose another one.
tenders-unknown-page = griffin doesn't know this button.
tenders-unknown-page-help = Use /tender list.

## What can't be read or doesn't fit.
tenders-what-title = The title
tenders-what-description = The description
tenders-what-reason = The reason
tenders-what-notice = The notice
tenders-what-lot = The lot's title
tenders-empty = { $what } is empty.
tenders-empty-help = Please fill it in.
tenders-too-long = { $what } is too long: it has { $length } characters.
tenders-too-long-help = It can have at most { $most }.
tenders-reason-missing = The reason is missing.
tenders-reason-missing-help = Say why: everybody invited will read it.
tenders-a-lot = a lot
tenders-a-lot-help = Write what it is, a comma and its unit, such as House coal, tonne. Separate several with semicolons.
tenders-no-lot = A tender needs at least one lot.
tenders-lot-twice = “{ $lot }” is there twice: give each lot once.
tenders-too-many-lots = { $count } lots are too many for one tender.
tenders-too-many-lots-help = Give at most { $most }, and announce the rest as another tender.
tenders-more-lots = { $reference } would have more than { $most } lots.
tenders-more-lots-help = Announce the rest as another tender.
tenders-lot-there = { $reference } already has a lot “{ $lot }”.
tenders-lot-there-help = Give another title, or correct that lot with /lot edit.
tenders-another-lot-there-help = Give another title.
tenders-same = That changes nothing.
tenders-same-help = Give what should be different, such as a new title or another day.
tenders-same-lot-help = Give a new title or a new unit.
tenders-deadline-past = The deadline for answers, { $day }, has already passed.
tenders-deadline-past-help = Give a later day, such as in 3 weeks.
tenders-starts-before-deadline = The contract would start on { $starts }, before answers are due on { $due }.
tenders-starts-before-deadline-help = Give an earlier deadline for answers or a later start.
tenders-not-later = The deadline for { $reference } is already that late.
tenders-not-later-help = Give a later one. To end earlier, close it with /tender close.
tenders-bids-missing = It isn't clear when bids are due.
tenders-bids-missing-help = Give the day as bids_by, such as 12 Feb or in 5 weeks. If the notice has another title or other dates, change them first with /tender edit.
tenders-bids-not-said = The notice doesn't say.
tenders-bids-past = Bids would have been due on { $day }.
tenders-bids-past-help = Give a later day, such as in 5 weeks.
tenders-bids-after-start = Bids would be due when the contract has already started, on { $starts }.
tenders-bids-after-start-help = Give an earlier day, or move the contract's start with /tender edit first.
tenders-no-forum = This server has no regional forum yet.
tenders-no-forum-help = Ask a registrar to open one with /forum open.
tenders-reference-taken = The reference { $reference } is taken.
tenders-reference-taken-help = Give another, such as { $free }, or leave it out.

## What may not be done, or not now.
tenders-lead-only = Only officers of the lead can do that, and { $reference } is led by { $lead }.
tenders-lead-only-help = Ask them in the tender's post. To act for that authority yourself, ask for a mandate (the right to act for it) with /mandate request { $lead }.
tenders-has-ended = { $reference } has ended.
tenders-was-cancelled = { $reference } was cancelled.
tenders-over-help = /tender list shows those still collecting requirements.
tenders-stays-help = It stays as it is.
tenders-step-done = { $reference } is already at the stage “{ $stage }”.
tenders-step-wrong = { $reference } is at the stage “{ $from }”, so it can't go to “{ $to }”.
tenders-step-collecting-help = Close it first with /tender close, then publish.
tenders-step-still-collecting-help = To give everybody more time, use /tender extend.
tenders-step-collected-help = Its lead can reopen, publish or cancel it.
tenders-step-out-to-tender-help = Its lead can award or cancel it.
tenders-step-awarded-help = Ordering opens when the contract starts; until then you can still cancel it.
tenders-step-call-off-help = It runs until the contract ends.
tenders-step-over-help = Announce a new one with /tender announce.
tenders-not-in-your-region = { $reference } wasn't announced in your authority's region.
tenders-not-in-your-region-help = Ask its lead, who can name your authority as one that may order when the notice is published.
tenders-next-round = { $who } isn't one of the authorities { $reference } was published for, so it can't join this time.
tenders-next-round-help = What it needs is kept for the next round, and the lead sees it when the contract comes up for renewal.
tenders-lead-stays = { $who } leads { $reference }, so it can't drop out.
tenders-lead-stays-help = Cancel the tender with /tender cancel, or say that you need none with /requirement none.
tenders-nothing-to-decline = { $reference } wasn't announced in { $who }'s region, so there is nothing to decline.
tenders-nothing-to-decline-help = /tender list shows those in your region.
tenders-takes-no-part = { $who } isn't taking part in { $reference }.
tenders-takes-no-part-help = Say that it won't with /tender decline, or join with /tender join.
tenders-too-late-to-leave = { $reference } is at the stage “{ $stage }”, so it is too late for that.
tenders-too-late-to-leave-help = Only its lead can reopen it, and only until the notice is published.
tenders-already-part = { $who } already takes part in { $reference }.
tenders-has-not-asked = { $who } hasn't asked to join { $reference }.
tenders-has-not-asked-help = One of its officers can ask with /tender join { $reference }.
tenders-admit-over-help = What it needs can go into the next round.
tenders-admit-not-entitled = { $who } isn't one of the authorities { $reference } was published for.
tenders-admit-not-entitled-help = That was fixed when the notice was published; what it needs can go into the next round.
tenders-terms-fixed = The notice for { $reference } is published, so its dates can't change once bids are in, nor whether it is open book (everybody sees each authority's quantities).
tenders-terms-fixed-help = If they are wrong, the lead can cancel it until the contract starts, and announce another.
tenders-place-fixed = The notice for { $reference } is published, so its lead and its regions can't change any more.
tenders-place-fixed-help = While bids are out, its lead can correct who may order (call off) with entitled.
tenders-bids-were-due = { $reference } is at the stage “{ $stage }”, and its bids aren't out any more, so when they are due can't change.
tenders-bids-were-due-help = It stays in the record as it is.
tenders-entitled-fixed = Bids for { $reference } aren't out any more, so who may order (call off) can't change.
tenders-entitled-fixed-help = An authority that isn't one of them can have its need kept for the next round with /tender join.
tenders-no-notice = { $reference } isn't published yet.
tenders-no-notice-help = Give the notice and the day bids are due with /tender publish.
tenders-last-lot = That is the only lot of { $reference }.
tenders-last-lot-help = Add the right one first with /lot add, or give the tender up with /tender withdraw or /tender cancel.
tenders-withdraw-published = { $reference } is at the stage “{ $stage }”, so it can't be withdrawn.
tenders-withdraw-declared = { $count ->
    [one] { $names } has declared what it needs in { $reference }, so it can't be withdrawn.
   *[other] { $names } have declared what they need in { $reference }, so it can't be withdrawn.
}
tenders-withdraw-help = Cancel it, with a reason that everybody invited reads: /tender cancel { $reference }
tenders-lots-fixed = { $reference } is at the stage “{ $stage }”, so its lots are fixed.
tenders-lots-fixed-help = Until the notice is published, you can reopen it with /tender reopen.
tenders-too-late-to-extend = { $reference } is at the stage “{ $stage }”, so it is too late to extend it.
tenders-too-late-to-extend-help = Until the notice is published, you can reopen it with /tender reopen.
tenders-restore-too-late = { $reference } was cancelled more than { $hours } hours ago.
tenders-restore-too-late-help = It stays cancelled; announce it again with /tender announce.
tenders-deadline-was = The deadline of { $reference } has come, so it isn't open again by itself.
tenders-deadline-was-help = Give a new deadline with /tender reopen.
tenders-nothing-to-take-back = { $reference } is at the stage “{ $stage }”: there is nothing to take back.
tenders-nobody-to-chase = { $reference } is at the stage “{ $stage }”, so nobody is being waited for.
tenders-nobody-to-chase-help = Reminders go only to those who haven't answered, and only while requirements are being collected.
tenders-all-answered = Everybody has answered for { $reference }.

## What has happened, as /ledger show says it.
fact-tender-handed-on = Place in a tender moved to others
fact-tender-announced = Tender announced
fact-tender-edited = Tender edited
fact-tender-regions = Regions changed
fact-tender-lead = Lead passed on
fact-tender-corrected = Published tender corrected
fact-tender-extended = Response deadline extended
fact-tender-chased = Reminder sent to those who haven't answered
fact-tender-closed = Collecting closed early
fact-tender-collected = Collecting closed at the deadline
fact-tender-reopened = Collecting reopened
fact-tender-published = Tender published
fact-tender-started = Contract started
fact-tender-renewal-due = Next round due to be planned
fact-tender-ended = Contract ended
fact-tender-cancelled = Tender cancelled
fact-tender-withdrawn = Tender withdrawn: announced by mistake
fact-tender-put-back = Withdrawal taken back
fact-tender-restored = Cancellation or early close taken back
fact-lot-added = Lot added
fact-lot-edited = Lot edited
fact-lot-removed = Lot removed
fact-tender-joined = Joined the tender
fact-tender-asked-to-join = Asked to join late
fact-tender-next-round = Need kept for the next round
fact-tender-declined = Declined to take part
fact-tender-left = Left the tender
fact-tender-admitted = Admitted by the lead
fact-tender-answer-amended = Answer changed by the lead
fact-tender-objected = “That's not right”, said of what the lead changed
fact-tender-post-lost = Post in a forum deleted
fact-tender-card-lost = Card in a forum deleted

## Next rounds and drafts.
tenders-no-next-round = The dates of { $reference } can't be moved on.
tenders-no-next-round-help = Announce the next round with `/tender announce`.
tenders-no-drafts = You have begun nothing that isn't announced. `/tender announce` begins a tender, `/tender copy` the next round of one.
tenders-drafts = { $count ->
    [one] You have begun an announcement. Nobody else sees it.
   *[other] You have begun { $count } announcements. Nobody else sees them.
}
tenders-draft = - **{ $title }**, answers by { $by }, from { $starts } (kept { $since })
tenders-drafts-placeholder = Go on with…

## What a lead changes of another authority's answer.
tenders-amend-why = That would change what { $authority } said, and you haven't said why.
tenders-amend-why-help = Give a reason: { $authority }'s officers are told at once what you changed and why.
tenders-amendment-button = What changed
tenders-object-button = That's not right
tenders-amendment = { $tender }: { $by } has changed what { $who } said, as its lead.
tenders-amendment-gone = There is nothing here that the lead has changed.
tenders-amendment-gone-help = `/requirement show` shows what is declared now.
tenders-amendment-not-yours = That is for the officers of { $authority }.
tenders-amendment-not-yours-help = Ask them, or the tender's lead.
tenders-objected = **Said.** The registrars and { $lead } have been told that this change in { $tender } isn't right. It stands until the lead changes it back.
tenders-objected-already = { $by } said on { $at } that this isn't right: the registrars and the lead know.
