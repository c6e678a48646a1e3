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
command-authority-list = List the authorities
    .region = Only those of this region
    .kind = Only those of this kind
    .page = Which page of the list
command-authority-show = Show an authority and who acts for it
    .authority = Its name or short name
command-authority-import = Add every authority in a file to the register, or none if anything in it is wrong
    .file = A CSV file with the columns name,kind,region,short_name,address,email,identifier
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
