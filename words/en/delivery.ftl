# What the outbox adds by itself to what it sends.

delivery-late = { $messages ->
    [one] **Late:** griffin couldn't send this in time. It was due { $at }.
   *[other] **Late:** griffin couldn't send these { $messages } messages in time. The first was due { $at }.
}

## Why a message isn't sent, as the end of a sentence, and what helps.
delivery-why-passes = Discord can't take it just now.
delivery-cure-passes = griffin goes on trying; there is nothing you need to do.
delivery-why-permission = griffin isn't allowed to write there.
delivery-cure-permission = Give griffin's role the permissions View Channel, Send Messages and Send Messages in Threads there; `/griffin setup` says which ones it is missing.
delivery-why-channel = the channel isn't there any more.
delivery-cure-channel = If it was the registrars' channel, use `/griffin setup`; if it was a region's forum, open another one with `/forum open`.
delivery-why-channel-kind = the channel is of a kind that doesn't take it.
delivery-cure-channel-kind = Open the region's forum in another channel with `/forum open`.
delivery-why-tag-demanded = the forum demands a tag on each post, and griffin had none to set.
delivery-cure-tag-demanded = Remove one of the forum's tags so that griffin's fit, or turn off “Require people to select tags when posting”; then use `/forum open` for it again.
delivery-why-moderated-tags = the forum demands a tag on each post, and only moderators may set its tags.
delivery-cure-moderated-tags = Give griffin's role the permission Manage Threads (Manage Posts) there, or let everybody set one of the tags.
delivery-why-locked = somebody has locked the thread.
delivery-cure-locked = Unlock it, or give griffin's role the permission Manage Threads there.
delivery-why-filter = this server's own filter, AutoMod, stopped it.
delivery-cure-filter = Let griffin's role past that rule (Server Settings, AutoMod), or change the words that it stops.
delivery-why-direct-messages = this person takes no direct messages from griffin.
delivery-cure-direct-messages = Ask them to allow direct messages from members of this server.
delivery-why-fault = that is griffin's own fault. Whoever runs griffin finds it in its log under **{ $reference }**.
delivery-cure-fault = It is tried again when griffin next starts.

## What has happened, as /ledger show says it.
fact-delivery-failed = Message not sent
fact-delivery-held = Message held up
fact-delivery-sent-again = Message sent again by hand
fact-delivery-dismissed = Message dismissed
fact-member-left = Member left the server
