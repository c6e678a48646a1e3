# The record as people read it.

command-ledger = The record: who did what, when, and for whom
command-ledger-show = Show the record, newest first; for registrars and a tender's lead
    .tender = Only what is about this tender
    .authority = Only what was done for this authority
    .since = Only from this day on, such as 1 December
command-ledger-verify = Check that nobody has changed the record; for registrars and a tender's lead
    .tender = The tender you lead; registrars can leave it out
    .anchor = The last line of a digest; if you leave it out, griffin reads the latest digests itself
    .receipt = A receipt, from the answer to a declaration, an award or a call-off

## A page of entries.
records-none = No entries match that.
records-page = { $entries ->
    [one] **The record**: 1 entry, page { $page } of { $pages }
   *[other] **The record**: { $entries } entries, page { $page } of { $pages }
}
records-hashes = -# At the end of each line: how the entry's hash begins, as in its receipt.
records-entry = `{ $number }` { $at } { $who }: { $done }
records-entry-for = `{ $number }` { $at } { $who } for { $whom }: { $done }
records-newer-button = Newer
records-older-button = Older
records-reference = reference { $value }
records-title-of = title { $value }
records-name = name { $value }
records-region = region { $value }
records-role = role { $value }
records-lot = lot { $value }
records-notice = notice { $value }
records-from = from { $value }
records-before = before { $value }
records-now = now { $value }
records-reason = reason { $value }
records-officer = officer { $value }
records-error = error { $value }
records-declared = declared { $value }
records-quantity = quantity { $value }
records-supplier = supplier { $value }
records-price = price { $value }
records-ceiling = ceiling { $value }
records-of-lot = { $quantity } of lot { $lot }

## Whether it is whole.
records-nothing-yet = Nothing has been recorded in this server yet.
records-entries-read = { $entries ->
    [one] 1 entry was read
   *[other] { $entries } entries were read
}
records-rows-checked = { $rows ->
    [one] 1 row of the database was checked against it
   *[other] { $rows } rows of the database were checked against it
}
records-whole = **The record is whole: nobody has changed it.** { $entries }, and each carries the hash of the one before it. { $rows }, and all of them are as it says.
records-whole-in-itself = **The record is whole in itself**, but read on. { $entries }, and each carries the hash of the one before it. { $rows }, and all of them are as it says.
records-head = The hash of its last entry is `{ $head }`. Keep that: if the record still has it later on, nothing before it has been changed.
records-broken = **Somebody has changed the record.** { $entries }. { $wrong } Please tell whoever runs griffin.
records-database-changed = **Somebody has changed the database behind griffin's back.** { $entries }, and the record itself is whole, but this isn't as the record says:
records-more-rows = - and { $left } more
records-tell-the-operator = Please tell whoever runs griffin.
records-has = It has { $anchor }, as the receipt or digest says.
records-has-and-whole = It has { $anchor }, as the receipt or digest says: nothing up to there has been changed, replaced or removed.
records-lacks = **It doesn't have { $anchor }.** If that's what a receipt or one of this server's digests says, entries have been replaced or removed since. Please tell whoever runs griffin.

## What the digests in the forums say of it.
records-digest-says = { $digest } says { $anchor }
records-digest-differs = - { $says }
records-forums-agree = The digests in the forums agree: { $says }, and the record has that.
records-forums-agree-others = { $others ->
    [one] The digests in the forums agree: { $says }, and the record has that; so does 1 other that was read.
   *[other] The digests in the forums agree: { $says }, and the record has that; so do { $others } others that were read.
}
records-forums-differ = **It doesn't have what these digests say**: entries have been replaced, or removed from its end, since. Please tell whoever runs griffin.
records-restored = An older copy of the database was restored on { $at }. What was recorded between that copy and then is missing from the record, so digests from that time say more than it has.
records-no-digest = No digest in the forums confirms it yet. Set one up with `/digest schedule`: each digest carries the record's latest entry.
records-unread = { $forums ->
    [one] The digests of 1 forum couldn't be read.
   *[other] The digests of { $forums } forums couldn't be read.
}

## What can't be done.
records-unknown-button = griffin doesn't recognise this button.
records-unknown-button-help = Use /ledger show again.
records-day-to-come = That day hasn't come yet, so nothing has been recorded since.
records-day-to-come-help = Give a past day with its year, such as 2026-12-01.
records-not-for-you = Only the registrars and its lead, { $lead }, can read the record of { $reference }.
records-not-for-you-help = Ask one of them.
records-no-anchor = “{ $given }” is neither a receipt nor the last line of a digest.
records-no-anchor-help = Copy it exactly, such as 1234-0123456789ab, or Record: entry 1234, 0123456789abcdef0123456789abcdef.
