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
