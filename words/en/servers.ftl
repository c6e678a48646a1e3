# Servers: set-up, settings, status, registrars.

command-griffin = Set griffin up in this server, or see how it is doing
command-griffin-setup = Set griffin up here, or change its settings; it makes the channels it needs
    .category = The category for griffin's channels; griffin makes one if you leave it out
    .nation = Whose procurement law applies
    .time_zone = The time zone for dates, such as Europe/London
    .registrar_role = The role of the registrars, who keep the register of authorities
    .language = The language griffin posts in: en or cy
command-griffin-status = Show griffin's version and how it is doing here

servers-a-language = a language that griffin speaks
servers-languages = Choose { $languages }.

servers-given-up = Messages that couldn't be sent: { $messages }
servers-given-up-one = no. { $number } ({ $kind }), due { $due }: { $why }
servers-given-up-more = and { $more } more
