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
