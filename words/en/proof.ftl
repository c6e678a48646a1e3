# What is wrong with the record, or with the data that it answers for: for registrars, and for whoever runs griffin.

fact-record-sealed = Existing data added to the record

## The chain of entries.
proof-below-first = There is an entry numbered { $seq }, below the first.
proof-missing-first = Entry { $seq } is missing: the first one there is entry { $after }.
proof-missing-entry = Entry { $seq } is missing: entry { $after } comes straight after entry { $before }.
proof-unlinked = Entry { $seq } doesn't carry the hash of the one before it.
proof-changed-entry = Entry { $seq } was changed after it was written.
proof-ends-elsewhere = The last entry there is { $seq }, but the last one written was { $head }.
proof-no-head = The last entry there is { $seq }, but the note of which one was written last is missing.
proof-no-entries = There is data in the database, but no entry says where it came from.

## Rows of the database.
proof-added-row = Row { $key } of “{ $table }” was added: no entry wrote it.
proof-returned-row = Row { $key } of “{ $table }” is there, although { $entry } removed it.
proof-missing-row = Row { $key } of “{ $table }” is missing: { $entry } wrote it.
proof-changed-row = Row { $key } of “{ $table }” was changed after { $entry } wrote it.
proof-changed-columns = { $count ->
    [one] Row { $key } of “{ $table }” was changed after { $entry } wrote it, in the column { $columns }.
   *[other] Row { $key } of “{ $table }” was changed after { $entry } wrote it, in the columns { $columns }.
}
proof-unreadable-row = Row { $key } of “{ $table }” was changed after { $entry } wrote it: what is in the column “{ $column }” can't be read.
proof-strays = { $rows ->
    [one] 1 of the { $of } rows of “{ $table }” belongs to no server.
   *[other] { $rows } of the { $of } rows of “{ $table }” belong to no server.
}
# The end of the record, as answers name it; and the last line of a digest, which griffin reads again: if it is reworded,
# digests from before aren't recognised any more.
proof-anchor = entry { $seq }, { $hash }
proof-anchor-line = Record: { $anchor }
proof-entry = entry { $seq } ({ $what }, { $at })
proof-entry-gone = entry { $seq }
proof-moment = { $day }, { $time } UTC
