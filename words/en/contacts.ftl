# Contacts: whom to ask about a tender.

fact-contact-named = Contact named
fact-contact-taken-back = Contact taken back
letter-contact-told = a note on whom to ask about a tender

command-contact = Whom to ask about a tender
command-contact-set = Say whom to ask about a tender that you lead
    .tender = The tender
    .name = The person, as they want to be called

contacts-name-wrong = That name can't be kept.
contacts-name-help = Give a name of up to { $most } characters.
contacts-nobody = Nobody is named there.
contacts-nobody-help = /contact set names somebody.
contacts-set = Whoever has a question about { $reference } is told to ask **{ $name }**.
contacts-taken-back = { $name } isn't named for { $reference } any more.
contacts-told = Questions about { $reference }? Ask **{ $name }**.
contacts-take-back-button = Take it back
contacts-field = Questions to
