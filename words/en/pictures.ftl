# Pictures: the text for whoever can't see one.

pictures-alt = { $title }, in { $unit }. { $values }.
