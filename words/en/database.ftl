# What goes wrong with the database, where people are told.

database-gone = griffin can't record anything at the moment: its database is missing.
database-gone-help = Nothing has been changed. Please tell whoever runs griffin, and try again once it's back.
