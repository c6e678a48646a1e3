# Dossiers: all that can be read of one tender.

command-tender-show = Show a tender: its card, who has answered, and what your authorities have declared
    .tender = The tender's reference
command-tender-timeline = Show a tender's dates, past and to come
    .tender = The tender's reference

dossiers-admitted = { $tender }: { $who } was admitted.
dossiers-collected = { $tender }: the requirements are in, and frozen.
dossiers-had-begun = { $tender }: the contract has begun.
dossiers-was-published = { $tender } went out to tender.
