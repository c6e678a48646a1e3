# Reminders to call off, on an officer's own schedule.

command-reminder = Reminders to order, on a schedule you choose
command-reminder-calloff = Remind you to order (call off) under a contract, on a schedule
    .tender = The tender's reference
    .schedule = Such as monthly on the 1st 09:00, every monday 9am, or a cron line
    .lot = Only this lot: its name or number
    .as = The authority you act for
    .message = What it should say
command-reminder-list = List the reminders of the authorities you act for
command-reminder-pause = Pause a reminder
    .reminder = Its number
command-reminder-resume = Start a paused reminder again
    .reminder = Its number
command-reminder-delete = Delete a reminder
    .reminder = Its number

## An authority that ceases, or was registered twice.
reminders-moving = { $count ->
    [one] 1 reminder moves.
   *[other] { $count } reminders move.
}
reminders-moving-to-each = { $count ->
    [one] 1 reminder moves: each successor has it.
   *[other] { $count } reminders move: each successor has them.
}

## A reminder in a line.
reminders-line = `{ $number }` **{ $tender }** for { $authority }, { $schedule }
reminders-line-lot = `{ $number }` **{ $tender }**, { $lot } for { $authority }, { $schedule }
reminders-line-next = { $what }, next on { $next }
reminders-line-paused = { $what }, paused
reminders-line-deleted = { $what }, deleted
reminders-and-more = … and { $left } more.
reminders-none = The authorities you act for have no reminders yet. Set one with `/reminder calloff`.

## What became of it.
reminders-set = **Set.** { $what }
reminders-paused = **Paused.** { $what }
reminders-resumed = **Resumed.** { $what }
reminders-put-off = **Put off for a week.** { $what }
reminders-stopped = **Stopped.** { $what }
reminders-place-changed = **Changed.** { $place }
reminders-place-direct = Your reminders come as direct messages, or in the tender's post if you don't accept direct messages.
reminders-place-post = Your reminders come in the tender's post and mention only you.
reminders-in-post-button = Remind me in the post instead
reminders-direct-button = Remind me by direct message

## What a reminder says.
reminders-due = **{ $tender }: time to place an order** for { $authority }
reminders-due-lot = **{ $tender }, { $lot }: time to place an order** for { $authority }
reminders-left = { $lot }: { $left } left of the { $declared } declared for this contract year
reminders-left-of-nothing = { $lot }: nothing declared for this contract year
reminders-nothing-declared = You declared nothing for this contract year.
reminders-see-balance = `/calloff balance` shows you what's left.
reminders-how-to-stop = To stop these, use `/reminder pause { $number }` or `/reminder delete { $number }` in the server.
reminders-open-post-button = Open the tender's post
reminders-call-off-button = Call off
reminders-week-button = Remind me in a week
reminders-stop-button = Stop these

## Schedules to choose from: griffin reads them as they stand here.
reminders-monthly-choice = monthly on the 1st 09:00
reminders-weekly-choice = every monday 9am
reminders-working-day-choice = first working day of the month 8:30

## What can't be done.
reminders-set-already = You already have this reminder: number { $number }, { $schedule }.
reminders-set-already-help = /reminder list shows yours. For another one, change the schedule or the message.
reminders-is-deleted = Reminder { $number } has been deleted.
reminders-is-deleted-help = Set a new one with /reminder calloff.
reminders-is-paused = Reminder { $number } is paused.
reminders-is-paused-help = Use /reminder resume first.
reminders-over = { $reference } is over (stage: { $stage }), so nothing more can be ordered.
reminders-over-help = /tender list shows the tenders that are still running.
reminders-no-part = { $authority } isn't taking part in { $reference }.
reminders-no-part-help = Use /tender join first.
reminders-message-too-long = Your message is { $length } characters long.
reminders-message-too-long-help = It can have up to { $most }.
reminders-unknown = None of the authorities you act for has a reminder “{ $given }”.
reminders-unknown-help = Give its number; /reminder list shows them.

## What has happened, as /ledger show says it.
fact-reminder-set = Reminder set
fact-reminder-paused = Reminder paused
fact-reminder-resumed = Reminder resumed
fact-reminder-put-off = Reminder put off for a week
fact-reminder-deleted = Reminder deleted
fact-reminder-ended = Reminder ended with its contract

## What is sent, as registrars read of it when it can't be.
reminders-stuck = a reminder to order from **{ $reference }**
letter-reminder-calloff = a reminder to order
