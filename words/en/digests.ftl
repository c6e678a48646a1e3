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
