# What all commands share: refusals, faults, /help.

command-help = List the commands, or explain one
    .command = A command, such as tender announce

discord-refused = **Not done.** { $wrong }
discord-fault = **Something went wrong inside griffin.** Please try again. If it happens again, give this reference to whoever runs griffin here: `{ $reference }`.

discord-only-in-a-server = This only works in a server.
discord-only-in-a-server-help = Use the command in a channel of your region's server.
discord-option-unreadable = “{ $given }” isn't one of the choices.
discord-an-option-unreadable = One of your choices isn't on the list.
discord-option-unreadable-help = Choose from what the option offers.
discord-part-missing = That command needs a second word.
discord-part-missing-help = Choose one of those that Discord shows as you type.
discord-too-soon = That was too soon after the last time.
discord-too-soon-help = { $seconds ->
    [one] Try again in a second.
   *[other] Try again in { $seconds } seconds.
}
discord-griffin-may-not = griffin isn't allowed to do that here.
discord-permission-needed = It needs the permission { $permission }.
discord-you-may-not-here = You're not allowed to do that here.
discord-your-permission-needed = You need the permission { $permission }.
discord-you-may-not = You're not allowed to do that.
discord-you-may-not-help = Ask a registrar of this server.
discord-permissions-unknown = Discord didn't say what you're allowed to do here.
discord-in-a-minute = Try again in a minute.
discord-only-direct = This only works in a direct message.
discord-only-direct-help = Send it to griffin there.
discord-not-in-this-channel = That doesn't work in this channel.
discord-another-channel = Try another one.
discord-unknown = griffin doesn't know how to do that.
discord-unknown-help = /help lists what it can do.
discord-command-changed = This command has changed since your Discord last looked.
discord-command-changed-help = Type it again in a minute; /help lists every command.

discord-done-or-too-old = This has already been done, or it's too old.
discord-give-the-command-again = Use the command again.
discord-preview-changed = Something has changed since you looked. Please check again.
discord-preview-odd = Is this right?
discord-preview-nothing-done = -# Nothing has been done yet.
discord-go-ahead = Go ahead
discord-change = Change…
discord-leave-it = Leave it
discord-keep-draft = Keep for later
discord-throw-away = Throw away
discord-draft-kept = Kept for later, as it is: `/tender drafts` lists what you have begun. Nobody else has heard of it.
discord-draft-thrown-away = Thrown away. Nobody has heard of it.
discord-left = Left as it was. Nothing has changed.
discord-try-again = Try again
discord-yes-or-no = yes or no
discord-form-more = Everything else, a line each
discord-choose-for-option = For { $option }, write { $choices }.
discord-for-whom = You act for more than one authority. Which one is this for?
discord-for-whom-placeholder = Which authority?
discord-choose-placeholder = Choose one

discord-help-title = **griffin**: councils that buy together.
discord-help-more = For more about one of them, use `/help` with its name.
discord-help-optional = { $what } (optional)
discord-no-such-command = There is no command “{ $name }”.
discord-no-such-command-help = /help on its own lists them all.

discord-file-in-hand = griffin is still reading another file of yours.
discord-file-in-hand-help = Send this one as soon as you have the answer to that.
discord-file-too-large = That file is too large.
discord-file-too-large-help = It can have { $most } KiB at most.
discord-file-elsewhere = That file isn't on Discord.
discord-file-elsewhere-help = Attach it to the command itself.
discord-file-not-given = griffin couldn't get that file from Discord.
discord-file-not-given-help = Attach it again in a minute.
discord-button-of-another-version = That button is from another version of griffin.
discord-button-unknown = griffin doesn't know that button.
discord-button-help = Commands do the same: /help lists them.
discord-receipt = -# Receipt { $receipt }: keep it, and /ledger verify shows at any time that this is still in the record.
