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

servers-only-managers = Only a manager of this server can set griffin up.
servers-only-managers-help = Ask someone with the permission Manage Server to use /griffin setup.
servers-everyone = @everyone means every member, so you can't choose it here.
servers-everyone-help = Choose a role that only the right people have.
servers-only-registrars = Only a registrar can do that, and you don't have the registrars' role.
servers-only-registrars-help = Ask a registrar, or ask a manager of this server for the role.
servers-only-managers-yet = Only a registrar can do that; in this server, its managers are the registrars.
servers-only-managers-yet-help = Ask a manager of this server to do it, or to choose a registrars' role with /griffin setup.
servers-which-nation = Which nation's procurement law do your tenders run under?
servers-which-nation-help = Choose one, or give it as the option nation; nothing has been set up yet.
servers-not-set-up = griffin isn't set up in this server yet.
servers-not-set-up-help = A manager of this server can do it with /griffin setup.
servers-may-not-see-channels = griffin isn't allowed to see this server's channels.
servers-may-not-make-a-channel = griffin isn't allowed to make a channel here.
servers-may-not-help = Give griffin's role these permissions, then use /griffin setup again: { $permissions }.

## Cards.
servers-set-up = **griffin is set up.**
servers-changed = **The settings have changed.**
servers-nation = Nation: { $nation }
servers-time-zone = Time zone: { $zone }
servers-language = Language: { $language }
servers-registrars = Registrars: { $registrars }
servers-registrars-managers = anyone who manages this server (`registrar_role` chooses a role)
servers-registrars-channel = Their channel: { $channel }
servers-registrars-topic = griffin's questions and news for the registrars.
servers-category = Category: { $category }
servers-no-channel = none
servers-next = Next: `/authority register` or `/authority import`, then `/forum open` for each region.
servers-permissions-missing = **griffin is missing permissions**: { $permissions }. Give them to its role.
servers-manage-roles = Manage Roles (to let the registrars' role see their channel)
servers-version = **griffin { $version }**
servers-database = Database: { $kind }
servers-unknown-events = Messages from Discord that griffin couldn't read since it started: { $number }

## Channels that griffin makes.
servers-category-name = Procurement
servers-registrars-name = registrars
servers-audit-reason = griffin is being set up

## Messages that wait for somebody.
servers-nothing-waits = Nothing is waiting for anybody: griffin has sent all it could.
servers-waits-for-others = { $messages ->
    [one] **One message is waiting for somebody.** A registrar, or anyone who manages this server, can see to it with `/griffin status`.
   *[other] **{ $messages } messages are waiting for somebody.** A registrar, or anyone who manages this server, can see to them with `/griffin status`.
}
servers-waits = { $messages ->
    [one] **One message is waiting for you.**
   *[other] **{ $messages } messages are waiting for you.**
}
servers-waits-one = **{ $number }.** griffin can't send { $what }, due { $since }: { $why } { $cure }
servers-send-again-button = { $all ->
    [one] Send again
   *[other] { $number }. Send again
}
servers-dismiss-button = { $all ->
    [one] Dismiss
   *[other] { $number }. Dismiss
}
servers-page-before-button = Back
servers-page-after-button = Next
servers-sent-again = griffin is trying to send { $what } again.
servers-dismissed = **Dismissed:** { $what } won't be sent. The ledger keeps that you said so.
servers-send-after-all-button = Send it after all
servers-waits-no-more = That message isn't waiting any more: it was sent or dismissed meanwhile, or griffin is trying it just now.
servers-only-who-sees-to-it = Only a registrar, or a manager of this server, decides about messages that are waiting.
servers-only-who-sees-to-it-help = Ask one of them to use /griffin status.

## What has happened, as /ledger show says it.
fact-server-set-up = Server set up
