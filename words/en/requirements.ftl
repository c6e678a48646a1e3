# Requirements: what each authority says it needs.

command-requirement = What each authority needs of each lot, in each contract year
command-requirement-declare = Say how much an authority needs of a lot; that also joins the tender
    .tender = The tender's reference
    .lot = The lot's name or number
    .quantity = How much you expect to need in a contract year, such as 1,250.5
    .at_least = The least you would need
    .at_most = The most you would need
    .committed = Do you promise to buy it (committed), or is it your best estimate (indicative)?
    .year = The contract year, from 1; every year if you leave it out
    .as = Which authority it is for; only needed if you act for more than one
    .baseline = What you pay now for each unit, such as 142.50
    .supplier_now = Who supplies it now
    .note = Anything the lead should know
    .reason = If you lead the tender and change another's answer: why
command-requirement-none = Say that an authority needs none: that counts as a full answer
    .tender = The tender's reference
    .as = Which authority it is for; only needed if you act for more than one
    .reason = Why
command-requirement-show = Show what has been declared; with a lot and an authority, every revision
    .tender = The tender's reference
    .lot = Every revision of this lot; say the authority as well
    .as = Every revision by this authority; say the lot as well
command-requirement-withdraw = Take back what an authority declared
    .tender = The tender's reference
    .lot = Only this lot: its name or number
    .year = Only this contract year
    .as = Which authority it is for; only needed if you act for more than one
    .reason = If you lead the tender and change another's answer: why
command-requirement-import = Show what a file would change, and declare all of it once you say yes
    .tender = The tender's reference
    .file = A CSV with the columns lot and quantity, or the workbook of /export tender, filled in
    .as = Which authority it is for; only needed if you act for more than one
    .reason = If you lead the tender and change another's answer: why

## An authority that ceases, or was registered twice.
requirements-moving = { $lot }: { $quantity } a year → { $to }
requirements-moving-year = { $lot }, year { $year }: { $quantity } → { $to }
requirements-moving-stays = { $lot }, year { $year }: { $quantity } that it has called off stay in its name
requirements-moving-indicative = { $lot }: of { $heir } only a part is committed, so all of it counts as indicative
requirements-merge-both = { $from } and { $into } have both declared quantities for { $lot } in { $reference }, and griffin can't know whether they are the same ones.
requirements-merge-both-help = First have one of the two taken back with /requirement withdraw { $reference } as { $from } (after the deadline by the lead), or declared together by the one that stays. Then merge.

## What was declared, line by line.
requirements-every-year = every contract year
requirements-in-year = contract year { $year }
requirements-quantity = { $quantity } of { $lot }, { $when }
requirements-at-least = at least { $least }
requirements-at-most = at most { $most }
requirements-committed = committed
requirements-committed-explained = committed (a promise to buy it)
requirements-indicative = indicative
requirements-indicative-explained = indicative (an estimate, not a promise)
requirements-paid-now = pays { $price } per { $unit } now
requirements-supplied-now = supplied now by { $supplier }
requirements-late = **late**
requirements-note = note: “{ $note }”
requirements-was = (it was { $quantity })
requirements-in-place-of = in place of what was declared for { $years }

## Answers.
requirements-declared = **Declared** for { $who } in { $tender }:
requirements-declared-late = **Declared** for { $who } in { $tender }, and marked as late:
requirements-preview = **Not declared yet.** This is what the file would change for { $who } in { $tender }.
requirements-preview-late = It would be marked as late.
requirements-preview-told = { $authority }'s officers are told at once, before and after, and can say that it isn't right. Why (everybody in the forum can read this): { $reason }
requirements-preview-odd = Is this right?
requirements-declare-preview = Declare this for { $authority } in { $reference }?
requirements-not-declared = nothing declared
requirements-needs-none = needs none
requirements-as-every-year = as for every contract year
requirements-answer = The answer
requirements-odd-baseline = { $lot }: { $price } per { $unit } is next to nothing to pay now.
requirements-odd-before = { $lot }: { $quantity } is ten times the { $before } that { $authority } said before, or more.
requirements-odd-year-before = { $lot }: { $quantity } is ten times the { $before } of the contract year before, or more.
requirements-odd-others = { $lot }: { $quantity } a year is at least ten times what the others say.
requirements-still-right-button = Still right
requirements-change-button = Change
requirements-confirmed = **Confirmed.** The answer of { $who } to { $tender } holds on the terms as they are now:
requirements-nothing-to-confirm = There is nothing to confirm in { $reference } for you: it has been said already, or nobody asked.
requirements-nothing-to-confirm-help = /requirement show shows what is declared.
requirements-term-changes = Contract: { $before_from } to { $before_to } ({ $before_years ->
    [one] 1 contract year
   *[other] { $before_years } contract years
}) → { $from } to { $to } ({ $years ->
    [one] 1 contract year
   *[other] { $years } contract years
})
requirements-lot-renamed = The lot “{ $was }” is called “{ $is }” now
requirements-lot-new = { $lot }, in { $unit }, is new
requirements-book-closes = The book is closed: each authority sees its own quantities and totals, no longer everybody's
requirements-committed-becomes = { $lot }: { $was } promised (committed) over the whole contract → { $is }, and { $all } once everybody has said that theirs still holds
requirements-committed-hidden = { $lot }: some is promised (committed); how much altogether isn't shown
requirements-unchanged = { $count ->
    [one] 1 line is the same as before.
   *[other] { $count } lines are the same as before.
}
requirements-nothing-to-declare = **Nothing to declare.** The file has the same quantities that { $who } has already declared in { $tender }.
requirements-import-button = Declare all of this
requirements-no-import-button = Change nothing
requirements-not-imported = **Nothing has changed.** Correct the file and send it again, whenever you like.
requirements-in-file = The whole list is in the file.
requirements-none = **Noted: { $who } needs none** in { $tender }. That counts as a full answer.
requirements-none-instead = What it had declared before no longer counts.
requirements-withdrawn = **Withdrawn** for { $who } in { $tender }. { $count ->
    [one] One quantity no longer counts.
   *[other] { $count } quantities no longer count.
}
requirements-shown = **Requirements** for { $tender }
requirements-lot-none = { $lot }: nothing declared yet
requirements-lot-a-year = { $lot }: { $quantity } a contract year, { $committed } of it committed
requirements-lot-a-year-alone = { $lot }: { $quantity } a contract year
requirements-lot-a-year-all-committed = { $lot }: { $quantity } a contract year, all of it committed
requirements-lot-a-year-indicative = { $lot }: { $quantity } a contract year, none of it committed
requirements-year-total = { $quantity } in contract year { $year }
requirements-year-hidden = total for contract year { $year } shown once three others have declared
requirements-lot-hidden = { $lot }: total shown once three others have declared
requirements-others-hidden = Only the lead and the registrars can see other authorities' quantities. A total is shown once three authorities other than each reader's own have declared, and moves when three more have or when collecting closes: so nobody can work out another's.
requirements-no-revisions = Nothing has been declared for { $lot } in { $tender }.
requirements-revisions = **Revisions** in { $tender }, newest first
requirements-revision = - revision { $revision }, { $at }: { $said }
requirements-revision-current = - revision { $revision }, { $at }: { $said }, **counts now**

## What is shown before something is dropped.
requirements-stands = { $quantity } of { $lot }, { $when }, { $bound }
requirements-none-preview = Say that { $authority } needs none of { $reference }?
requirements-withdraw-preview = Withdraw what { $authority } declared in { $reference }?
requirements-nothing-left = With nothing left, it counts as not having answered
requirements-back = What was declared stays in the record. It can declare again until { $by }
requirements-back-late = What was declared stays in the record. It can be declared again, marked as late, until the notice is published

## The menus and the form.
requirements-for-whom = { $tender }: you act for more than one authority. Which one is this for?
requirements-for-whom-placeholder = Which authority?
requirements-which-lots = { $tender }: which lots does { $who } need?
requirements-which-lots-placeholder = Which lots? Up to five at a time.
requirements-declare-form = { $reference }: what { $who } needs
requirements-lot-input = { $lot } ({ $unit })
requirements-last-time-placeholder = Last time { $quantity } a year ({ $reference })
requirements-not-declared-placeholder = How much a year, such as 1,250.5
requirements-declared-placeholder = Empty: what is declared stays
requirements-by-year-placeholder = A number here is for every year
requirements-form-lot-gone = One of the form's lots is no longer in the tender.
requirements-form-lot-gone-help = Press Declare requirement again.
requirements-form-unchanged = Nothing has changed: those quantities are declared already.
requirements-authority-gone = That authority isn't in the register any more.
requirements-authority-gone-help = Choose another one.

## Pictures.
requirements-chart = { $reference }: declared
requirements-chart-first-year = { $reference }: declared for contract year 1
requirements-chart-others = Others
requirements-chart-more = { $count ->
    [one] 1 other
   *[other] { $count } others
}

## What a line can't say.
requirements-least-too-large = The least you would need, { $least }, is more than the { $expected } you expect.
requirements-least-too-large-help = Give { $expected } or less as at_least, or a larger quantity.
requirements-most-too-small = The most you would need, { $most }, is less than the { $expected } you expect.
requirements-most-too-small-help = Give { $expected } or more as at_most, or a smaller quantity.
requirements-no-such-year = The contract has no year { $year }.
requirements-no-such-year-help = { $years ->
    [one] It has only one year, so leave the year out.
    [2] It has 2 years: write 1 or 2, or leave the year out for every year.
   *[other] It has { $years } years: write 1 to { $years }, or leave the year out for every year.
}
requirements-supplier-too-long = The supplier's name has { $length } characters.
requirements-note-too-long = The note has { $length } characters.
requirements-too-long-help = It can have { $max } at most.
requirements-twice = “{ $lot }” is there twice for the same year.
requirements-twice-help = Give each lot and year once.
requirements-no-quantity = You haven't given a quantity.
requirements-no-quantity-help = Give one, or say that you need none with /requirement none.

## A file of requirements.
requirements-sheet = Declare { $authority }
requirements-line = Line { $line }: { $what }
requirements-cell = Line { $line } (cell { $cell }): { $what }
requirements-header-help = The first line should be { $columns }; only lot and quantity have to be there.
requirements-too-many-lines = The file has too many lines.
requirements-too-many-lines-help = It can have { $most } at most; send it in parts.
requirements-cell-too-long = It has more than { $most } characters.
requirements-table-too-large = That table is too large.
requirements-table-too-large-help = It can have { $most } KiB at most.
requirements-not-csv = griffin can't read that file as a CSV table.
requirements-too-many-columns = The file has more than { $most } columns.
requirements-column-unknown = griffin doesn't know the column “{ $column }”.
requirements-column-missing = The file has no column “{ $column }”.
requirements-file-unreadable = griffin can't read that file.
requirements-file-unreadable-help = Save it as CSV in UTF-8 and send it again.
requirements-not-utf8 = griffin can't read that file: it isn't text in UTF-8.
requirements-not-utf8-help = Save it as CSV in UTF-8, or as an Excel workbook (.xlsx).
requirements-more-cells = It has more cells than the first line.
requirements-yes-or-no = Write yes or no under “committed”.
requirements-no-line = The file has no line with a quantity.
requirements-lines-wrong = { $count ->
    [one] Nothing has changed, because one line is wrong.
   *[other] Nothing has changed, because { $count } lines are wrong.
}
requirements-more-lines = … and { $more } more.
requirements-lines-wrong-help = Correct the file and send it again.
requirements-sheet-of-another = The workbook has a sheet “{ $sheet }”, but none for { $authority }.
requirements-sheet-of-another-help = Give the authority of that sheet as “as”, or rename the sheet to “{ $own }”.
requirements-no-sheet = The workbook has no sheet “{ $own }”, and none with the columns lot and quantity.
requirements-no-sheet-help = Use /export tender while requirements are being collected: its workbook has a sheet to fill in.
requirements-several-sheets = More than one sheet of the workbook has the columns lot and quantity.
requirements-several-sheets-help = Name the one that counts “{ $own }”.
requirements-workbook-unreadable = griffin can't read that workbook.
requirements-workbook-unreadable-help = Save it as an Excel workbook (.xlsx), or as CSV in UTF-8.
requirements-workbook-too-large = That workbook holds more than a table of requirements can.
requirements-workbook-too-large-help = Give { $most } lines at most, in the sheet that /export tender made or as CSV.

## When it can't be declared or changed.
requirements-over = { $reference } is over (stage: { $stage }).
requirements-over-help = /tender list shows which tenders are collecting requirements now.
requirements-frozen = The deadline for answers to { $reference } has passed, so its requirements are fixed.
requirements-frozen-collected-help = Ask its lead: they can change yours late with /requirement declare and your authority as “as”, or collect again with /tender reopen.
requirements-frozen-call-off-help = You can still call off (order) what you need with /calloff record, as long as the contract's ceiling allows it.
requirements-frozen-published-help = The notice is published with the quantities as they were. Ask its lead what is still possible.
requirements-year-declared = Somebody has declared a quantity for contract year { $year }, which the new term doesn't have.
requirements-year-declared-help = Ask for it to be withdrawn first, or give a later end.
requirements-in-confidence = Others have declared on the promise that only the lead and the registrars see their quantities.
requirements-in-confidence-help = You can announce your next tender as open book, so that everybody sees each authority's quantities.
requirements-unit-declared = Requirements for “{ $lot }” have already been declared in { $unit }.
requirements-unit-declared-help = Add another lot with the right unit, and ask for them to be declared there.
requirements-nothing-declared = { $authority } hasn't declared anything in { $reference }.
requirements-nothing-like-it = { $authority } hasn't declared anything like that in { $reference }.
requirements-nothing-like-it-help = /requirement show lists what is declared. To withdraw a quantity for every year, leave the year out.
requirements-nothing-declared-help = Declare what it needs with /requirement declare.
requirements-not-yours-to-see = Only { $authority }'s own officers, the lead and the registrars see its quantities.
requirements-not-yours-to-see-help = /requirement show gives you the totals.
requirements-revisions-of-one-lot = Revisions are shown for one lot at a time.
requirements-revisions-of-one-lot-help = Give a lot as well, or leave the authority out.

## What has happened, as /ledger show says it.
fact-requirement-handed-on = Declared quantities moved to others
fact-requirement-declared = Requirement declared
fact-requirement-imported = Requirements imported
fact-requirement-none = Nil return: needs none
fact-requirement-withdrawn = Requirement withdrawn
fact-requirement-reopened = Terms changed: answers to be confirmed
fact-requirement-confirmed = Answer confirmed
