# Digests: what a region's forum is told on its schedule.

command-digest = A region's digest: a summary of its tenders, posted in its forum
command-digest-schedule = Say when a region's digest is posted; a paused one starts again
    .region = The region's name
    .schedule = Such as every monday 9am, monthly on the 1st 09:00, or a cron line
command-digest-preview = Show you a region's digest as it would be posted now
    .region = The region's name
command-digest-now = Post a region's digest now
    .region = The region's name
command-digest-pause = Pause a region's digest
    .region = The region's name

## What is asked for.
digests-scheduled = **Scheduled.** { $region }'s digest will be posted in { $channel } { $schedule }.
digests-paused = **Paused.** { $region }'s digest won't be posted until you give it a schedule again with `/digest schedule`.
digests-on-its-way = **On its way.** { $region }'s digest will be posted in { $channel } shortly.
digests-preview = -# Preview: { $title }
digests-preview-nothing = { $region }'s digest has nothing to say at the moment, so it wouldn't be posted.
digests-nothing = The digest of “{ $region }” has nothing to say at the moment.
digests-nothing-help = Try again once a tender there is open, out to tender, awarded or running.

## Its sections.
digests-open = Open: say what you need
digests-out-to-tender = Out to tender
digests-awarded = Awarded
digests-call-off = Open for orders (call-offs)
digests-ends-soon = Ending within nine months
digests-next = Coming up
digests-continued = **{ $heading }** (continued)

## Its lines.
digests-tender = { $tender } (led by { $lead })
digests-about = { $tender }: { $what }.
digests-all-answered = { $tender }: answers are due { $at }; everybody has answered.
digests-answers-due = { $missing ->
    [one] { $tender }: answers are due { $at }; { $missing } of { $invited } hasn't answered yet.
   *[other] { $tender }: answers are due { $at }; { $missing } of { $invited } haven't answered yet.
}
digests-bids-due = { $tender }: bids are due { $at }.
digests-bids-were-due = { $tender }: bids were due { $at }.
digests-bids-awaited = { $tender }.
digests-won = { $lot } to { $supplier }
digests-in-standstill = { $tender }: { $won }; the standstill ends { $at }.
digests-ordered = { $lot }: { $ordered } ordered of the { $declared } { $unit } declared for contract year { $year } ({ $percent }%)
digests-ordered-of-nothing = { $lot }: { $ordered } { $unit } ordered in contract year { $year }, none declared
digests-ends = { $tender }: the contract ends { $at }.
digests-next-answers = { $at }: { $tender }: answers are due.
digests-next-bids = { $at }: { $tender }: bids are due.
digests-next-standstill = { $at }: { $tender }: the standstill ends.
digests-next-start = { $at }: { $tender }: the contract starts.
digests-next-end = { $at }: { $tender }: the contract ends.

## What has happened, as /ledger show says it.
fact-digest-due = Digest due
fact-digest-asked = Digest asked for

## What is sent, as registrars read of it when it can't be.
digests-stuck = the digest of { $region }
letter-digest-post = a digest
letter-digest-more = the rest of a digest
