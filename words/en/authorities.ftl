# Authorities: the register, and who acts for whom.

command-authority = The register of authorities: the councils and other bodies that buy together
command-authority-register = Add an authority to the register
    .name = Its full name
    .kind = What sort of body it is
    .region = The region it belongs to
    .short_name = A short name for it, such as ABW
    .role = The Discord role its officers have
    .address = Its postal address; a joint notice has to give it
    .email = Its email address; a joint notice has to give it
    .identifier = Its PPON or another identifier; a joint notice has to give it
    .name_cy = Its name in Welsh
command-authority-edit = Correct what the register says of an authority
    .authority = Its name or short name; the one it had before will do
    .name = Its full name; the old one still finds it
    .name_cy = Its name in Welsh
    .kind = What sort of body it is
    .region = The region it belongs to
    .short_name = A short name for it, such as ABW; the old one still finds it
    .role = The Discord role its officers have
    .address = Its postal address; “none” takes it away
    .email = Its email address; “none” takes it away
    .identifier = Its PPON or another identifier; “none” takes it away
command-authority-list = List the authorities
    .region = Only those of this region
    .kind = Only those of this kind
    .page = Which page of the list
command-authority-show = Show an authority and who acts for it
    .authority = Its name or short name
command-authority-import = Add the authorities in a file to the register, and correct those already there
    .file = A CSV file with the columns name,kind,region,short_name,address,email,identifier,name_cy
command-authority-succeed = Say when an authority ceases and who succeeds it; what will move is shown first
    .authority = The authority that ceases
    .on = Its last day, such as 31 March 2027
    .successors = Who succeeds it: one name, or several with shares, such as “Eastshire 60%; Westshire 40%”
command-authority-merge = Make one authority of two entries; what will move is shown first
    .authority = The entry that was one too many
    .into = The entry that stays
command-mandate = Who acts for which authority: a mandate lets an officer act, or read, for one
command-mandate-request = Ask the registrars to let you act for an authority
    .authority = The authority you buy for
    .reason = Anything the registrars should know
command-mandate-grant = Let an officer act for an authority, or only read what it sees
    .officer = The officer
    .authority = The authority
    .role = An officer acts, an observer only reads; an officer if you leave it out
command-mandate-revoke = Stop an officer acting for an authority
    .officer = The officer
    .authority = The authority
command-mandate-mine = Show which authorities you act for
command-mandate-list = List who acts for an authority
    .authority = The authority; all of them if you leave it out
command-griffin-language = Choose the language griffin answers you in
    .language = The language

authorities-language-chosen = From now on, griffin answers you in { $language }.

## Finding an authority, and who acts for which.
authorities-none-yet = No authority is registered yet. A registrar can add one with /authority register.
authorities-unknown-help = Give its short name, such as ABW; /authority list shows them all.
authorities-did-you-mean = Did you mean { $names }?
authorities-an-authority = an authority in this server
authorities-which = You act for more than one authority, so say which one this is for.
authorities-which-help = Choose { $names }.
authorities-only-observes = You're an observer for { $authority }: observers read, officers act.
authorities-undecided = You have already asked to act for { $authority }, and no registrar has decided yet.
authorities-undecided-help = You'll be told as soon as one has.
authorities-does-not-act = You don't act for { $authority }.
authorities-does-not-act-help = A registrar can let you: use /mandate request { $short_name }.
authorities-acts-for = You act for { $names }.
authorities-asked-only = You don't act for an authority yet: you have asked for { $names }.
authorities-asked-only-help = A registrar still has to confirm it; you'll be told.
authorities-acts-for-none = You don't act for any authority.
authorities-acts-for-none-help = Ask the registrars to let you act for one (a mandate) with /mandate request.
authorities-and-more = { $names } and { $more } more
authorities-acts-already = You already act for { $authority }.
authorities-acts-already-help = /mandate mine shows which authorities you act for.
authorities-observes-already = You're already an observer for { $authority }.
authorities-observes-already-help = To act, ask a registrar to use /mandate grant with the role officer.
authorities-no-request = That request isn't in this server's register.
authorities-no-request-help = You can let the officer act with /mandate grant.
authorities-confirmed-already = The request of { $who } for { $whom } has already been confirmed.
authorities-confirmed-already-help = /mandate revoke takes it back.
authorities-refused-already = The request of { $who } for { $whom } has already been refused.
authorities-refused-already-help = /mandate grant lets them act after all.
authorities-revoked-already = The mandate of { $who } for { $whom } has already been taken back.
authorities-is-officer = { $who } is already an officer for { $whom }.
authorities-is-observer = { $who } is already an observer for { $whom }.
authorities-has-role-help = Choose the other role to change it, or use /mandate revoke to take it back.
authorities-has-only-asked = { $who } has asked to act for { $whom }, and doesn't yet.
authorities-has-only-asked-help = Press Refuse on the request.
authorities-acts-not = That person has no mandate (the right to act or read) for { $whom }.
authorities-acts-not-help = /mandate list { $short_name } shows who does.

## What is typed of an authority.
authorities-too-long = Write 1 to { $max } characters.
authorities-a-name = an authority's name
authorities-a-region-name = a region's name
authorities-a-reason = a reason
authorities-an-address = an address
authorities-an-identifier = an identifier
authorities-a-short-name = a short name
authorities-short-name-help = Write 2 to 10 letters (A to Z) and digits, such as ABW.
authorities-an-email = an email address
authorities-email-help = Write it like procurement@aberwen.gov.example.
authorities-a-region = a region in this server
authorities-no-regions = No region has an authority or a forum yet.
authorities-choose-region = Choose { $regions }.
authorities-name-taken = “{ $name }” is already registered, as { $short_name }.
authorities-name-twice = “{ $name }” is in line { $line } already.
authorities-name-taken-help = If it is a different body, add something to its name that tells them apart.
authorities-no-short-name = griffin can't make a short name out of “{ $name }”.
authorities-no-short-name-help = Give it one: 2 to 10 letters (A to Z) and digits, such as ABW.
authorities-short-name-taken = { $owner } already has the short name { $short }.
authorities-short-name-twice = Line { $line } already has the short name { $short }.
authorities-short-name-taken-help = Choose another one, such as { $free }.
authorities-another-short-name = Choose another one.
authorities-nothing-registered = Nothing was registered.
authorities-nothing-changed = Nothing was changed.
authorities-as-it-is = That is what the register says of { $authority } already.
authorities-as-it-is-help = Give what is to be different: its name, kind, region, short name, role, address, email or identifier.
authorities-region-near = { $typed }: do you mean { $near }?
authorities-region-new = { $typed } is a new region: there is no forum for it yet.
authorities-register-preview = Register { $name }?
authorities-register-preview-line = { $kind }, { $region }
authorities-edit-preview = Change what the register says of { $authority }?
authorities-nothing-there = nothing
authorities-change = { $what }: { $before } → { $after }
authorities-what-name = Name
authorities-what-name-cy = Welsh name
authorities-what-kind = Kind
authorities-what-region = Region
authorities-what-short-name = Short name
authorities-what-role = Role
authorities-what-address = Address
authorities-what-email = Email
authorities-what-identifier = Identifier

## A file of authorities.
authorities-file-too-large = That file is too large: it has { $given } KiB.
authorities-file-too-large-help = It can have { $most } KiB and { $lines } lines at most; send it in parts.
authorities-not-utf8 = griffin can't read that file: it isn't text in UTF-8.
authorities-not-utf8-help = Save it as “CSV UTF-8” and send it again.
authorities-unreadable = griffin can't read that file: { $error }.
authorities-too-many-lines = The file has more than { $most } lines below its header.
authorities-too-many-lines-help = Send it in parts.
authorities-file-empty = The file is empty.
authorities-only-a-header = The file has a header and nothing below it.
authorities-file-help = Put one authority on each line, below the header { $header }.
authorities-column-twice = The column “{ $column }” is there twice.
authorities-column-missing = The column “{ $column }” is missing.
authorities-more-cells = { $more ->
    [one] It has one more cell than the header.
   *[other] It has { $more } more cells than the header.
}
authorities-more-cells-help = Put quotation marks around anything that contains a comma.
authorities-cell-too-long = The cell in “{ $column }” has more than { $most } characters.
authorities-lines-wrong = { $count ->
    [one] 1 line is wrong, so nothing was registered.
   *[other] { $count } lines are wrong, so nothing was registered.
}
authorities-lines-wrong-help = Correct the file and send all of it again.
authorities-line = Line { $number }: { $what }
authorities-import-preview = Take in this file?
authorities-import-adds = { $count ->
    [one] 1 authority is new:
   *[other] { $count } authorities are new:
}
authorities-import-changes = { $count ->
    [one] 1 authority changes: { $columns }
   *[other] { $count } authorities change: { $columns }
}
authorities-import-column = { $what } ({ $count })
authorities-import-change = { $authority }: { $changes }
authorities-import-more = … and { $more } more
authorities-import-same = { $count ->
    [one] 1 line says what the register says already.
   *[other] { $count } lines say what the register says already.
}
authorities-import-passes-over = Columns that griffin passes over: { $columns }
authorities-import-leaves-out = { $count ->
    [one] 1 line is wrong and is left out:
   *[other] { $count } lines are wrong and are left out:
}
authorities-lines-too = These lines are wrong too: { $lines }.

## An authority that ceases, or was registered twice.
authorities-successors = the authorities that succeed it
authorities-successors-help = Write one name, or up to { $most } with their shares, such as “Eastshire 60%; Westshire 40%”. Register them first.
authorities-succeeds-itself = { $whom } can't take over from itself.
authorities-succeeds-itself-help = Name another authority; register it first, if it is new.
authorities-successor-twice = { $whom } is named twice.
authorities-successor-twice-help = Name each successor once, with its share.
authorities-share-missing = How much goes to { $whom }?
authorities-shares-wrong = The shares come to { $sum }.
authorities-shares-help = Give each successor its share of the quantities, so that they come to 100%, such as “Eastshire 60%; Westshire 40%”.
authorities-succession-circle = { $heir } is itself to be succeeded by { $whom }, or by one that is.
authorities-succession-circle-help = Take that back first, with Undo in /authority show.
authorities-several-now = “{ $name }” has ended, and { $names } took over from it.
authorities-several-now-help = Name the one you mean.
authorities-heir = { $name } { $percent }
authorities-succeed-preview = Does { $whom } end on { $day }, and { $heirs } take over?
authorities-merge-preview = Is { $whom } the same as { $heirs }, and all it has moves there for good?
authorities-moves-mandates = { $count ->
    [one] 1 mandate moves, with its officer.
   *[other] { $count } mandates move, with their officers.
}
authorities-moves-mandates-to-each = { $count ->
    [one] 1 mandate moves: the officer acts for each successor, until you revoke what doesn't apply.
   *[other] { $count } mandates move: the officers act for each successor, until you revoke what doesn't apply.
}
authorities-moves-nothing = It has nothing that would move.
authorities-moves-names = { $name } stays in the record; whoever types its name is led on.
authorities-ending-at-once = { $day } isn't ahead: all of it moves at once, for good.
authorities-ending-replaced = This takes the place of what was settled: { $day }, { $heirs }.
authorities-ending-undo = It moves at the end of that day, as it stands then. Until then a registrar can take it back with Undo.
authorities-does-not-end = Nothing says that it is to end.
authorities-does-not-end-help = Somebody may have taken it back already; /authority show says how it stands.
authorities-ended-already = { $authority } has ended, and what it had has moved.
authorities-ended-already-help = Register it again, or correct its successors one by one.

## Cards.
authorities-registered = **Registered:** { $authority }, { $kind }, { $region }. Its officers can now ask to act for it with `/mandate request`.
authorities-imported = { $count ->
    [one] **1 authority registered:** { $names }.
   *[other] **{ $count } authorities registered:** { $names }.
}
authorities-import-changed = { $count ->
    [one] **1 authority changed:** { $names }.
   *[other] **{ $count } authorities changed:** { $names }.
}
authorities-import-nothing = **Nothing to do.** The register says all of that already.
authorities-import-left-out = Left out, because they are wrong, by line number: { $lines }. Correct them and send the file again.
authorities-edited = **Changed:** { $authority }
authorities-edited-line = - { $what }: { $before } → { $after }
authorities-ends = **{ $whom } ends on { $day }.** { $heirs } will take over at the end of that day.
authorities-succeeded = **{ $whom } has ended.** What it had has moved to { $heirs }.
authorities-merged = **{ $whom } and { $heirs } are one now.** What the first had has moved to the second, which is found by both names.
authorities-kept = **Taken back.** { $whom } doesn't end after all.
authorities-ending-told = { $count ->
    [0] There is nobody to tell.
    [one] 1 officer is told.
   *[other] { $count } officers are told.
}
authorities-ending-undo-button = Undo
authorities-shown-ends = Ends on { $day }; then { $heirs } take over
authorities-told-ends = **{ $whom } ends on { $day }.** At the end of that day its mandates, places in tenders, declared quantities and reminders move to { $heirs }, and what it leads is led on. Orders placed by then stay in its name. Order before then what it still needs in its own name, and tell a registrar if the day or the shares are wrong.
authorities-told-succeeded = **{ $whom } has ended.** Its mandates, places in tenders, declared quantities and reminders have moved to { $heirs }. Its past orders stay in its name; whoever acts for a successor can read them. `/mandate mine` lists what you act for now.
authorities-told-merged = **{ $whom } and { $heirs } were the same authority**, registered twice. All that the first had has moved to the second, its orders too. `/mandate mine` lists what you act for now.
authorities-told-kept = { $whom } doesn't end after all: nothing moves.
authorities-in-welsh = In Welsh: { $name }
authorities-in-english = In English: { $name }
authorities-formerly = Called before: { $names }
authorities-page-empty = No authority is registered yet. A registrar can add one with `/authority register`.
authorities-page = **Authorities: { $total }**, page { $page } of { $pages }
authorities-not-given = not given yet (a joint notice needs it)
authorities-address = Address: { $address }
authorities-email = Email: { $email }
authorities-identifier = Identifier: { $identifier }
authorities-role = Role: { $role }
authorities-who-observes = { $who } (observes)
authorities-nobody-acts = Nobody acts for an authority yet. Ask for a mandate, the right to act for one, with `/mandate request`.
authorities-more-lines = … and { $more } more: say which authority.
authorities-nobody = nobody
authorities-officers = Officers: { $names }
authorities-observers = Observers: { $names }
authorities-mine-none = You don't act for any authority yet. Ask for a mandate, the right to act for one, with `/mandate request`.
authorities-mine = **Your mandates: the authorities you act or read for**
authorities-mine-asked = - { $authority }: asked for; no registrar has decided yet
authorities-mine-officer = - { $authority }: you act for it
authorities-mine-observer = - { $authority }: you observe it
authorities-asked = **Asked.** The registrars have your request to act for { $authority }. You'll be told what they decide.
authorities-ask-button = Ask for a mandate
authorities-ask-region = In which region is the authority you act for?
authorities-ask-region-placeholder = Choose its region
authorities-ask-authority = Which authority do you act for? The registrars will be asked to confirm it.
authorities-ask-authority-placeholder = Choose the authority
authorities-revoke-preview = Take back the mandate of { $who } for { $whom }?
authorities-revoke-preview-last = { $count ->
    [one] Nobody else acts for { $whom }, and it has something under way:
   *[other] Nobody else acts for { $whom }, and it has { $count } things under way:
}
authorities-granted-officer = **Granted.** { $who } now acts for { $whom }.
authorities-granted-observer = **Granted.** { $who } now observes { $whom }: observers read, officers act.
authorities-revoked = **Taken back.** { $who } no longer has a mandate (the right to act or read) for { $whom }.
authorities-decided-yes = You now act for { $authority }. `/mandate mine` lists all the authorities you act for.
authorities-decided-no = A registrar decided that you can't act for { $authority }.
authorities-request = { $who } ({ $name }) asks to act for **{ $authority }**.
authorities-a-registrar = a registrar
authorities-request-confirmed = **Confirmed** by { $by }.
authorities-request-refused = **Refused** by { $by }.
authorities-request-revoked = **Taken back** by { $by }.
authorities-confirm-button = Confirm
authorities-refuse-button = Refuse

## What registrars are told.
authorities-objected = { $authority } says that what { $lead }, the lead of **{ $reference }**, changed of its answer or order isn't right. The lead is told too. `/requirement show` and `/calloff list` show what was said before and what stands now.
authorities-post-lost = Somebody deleted the post of **{ $reference }** in { $region }. griffin has posted it again, with the card as it is now; anything else that was said in it is lost. To end a tender, use `/tender cancel`.
authorities-departed = { $count ->
    [one] **{ $who }** (`{ $id }`) is no longer in this server, and isn't mentioned any more. They hold this mandate:
   *[other] **{ $who }** (`{ $id }`) is no longer in this server, and isn't mentioned any more. They hold these { $count } mandates:
}
authorities-departed-last = - officer of **{ $authority }**: nobody else in this server acts for it
authorities-departed-officer = - officer of **{ $authority }**
authorities-departed-observer = - observer of **{ $authority }**
authorities-departed-help = `/mandate grant` lets somebody else act, and `/mandate revoke` takes a mandate back. If they return, they are mentioned again within a day.
authorities-message-held = griffin can't send { $what }: { $why } { $cure } It is kept, together with what comes after it, and goes as soon as it can. `/griffin status` lists what waits, with **Send again**.
authorities-message-failed = griffin couldn't send { $what }: { $why } { $cure } It is kept: `/griffin status` lists it, with **Send again** and **Dismiss**.

## What has happened, as /ledger show says it.
fact-authority-registered = Authority registered
fact-authority-edited = Authority corrected
fact-authority-ending-planned = Authority to end
fact-authority-ending-withdrawn = Authority not to end after all
fact-authority-succeeded = Authority ended, and succeeded
fact-authority-merged = Two entries made one authority
fact-mandate-requested = Mandate asked for
fact-mandate-confirmed = Mandate confirmed
fact-mandate-refused = Mandate refused
fact-mandate-granted = Mandate granted
fact-mandate-revoked = Mandate taken away
fact-officer-preferred = Own settings changed

## What is sent, as registrars read of it when it can't be.
letter-mandate-request = a request to act for an authority
letter-officer-departed = a note to the registrars on somebody who has left
letter-mandate-decided = the answer to a request to act for an authority
letter-authority-ending = word that an authority ends
letter-registrars-line = a note to the registrars
