# Webhooks: the same news told outside this server.

command-webhook = Send a region's news to another service too, such as Microsoft Teams
command-webhook-add = Send a region's news elsewhere too; a form asks for the address; for registrars
    .region = The region's name
    .service = What is at that address
    .topics = What to send there; both if you leave it out
command-webhook-list = List where this server's news is sent; for registrars
command-webhook-remove = Stop sending news to an address; for registrars
    .name = Its name
command-webhook-test = Send a test message to an address; for registrars
    .name = Its name

webhooks-failed-help = Try it with `/webhook test`, or remove it with `/webhook remove`.
webhooks-was-published = it went out to tender

## What takes messages at an address, and what goes there.
webhooks-discord-choice = Discord
webhooks-teams-choice = Microsoft Teams
webhooks-slack-choice = Slack
webhooks-discourse-choice = Discourse
webhooks-json-choice = Signed JSON
webhooks-all-choice = digests and tender milestones
webhooks-digests-choice = digests
webhooks-milestones-choice = tender milestones

## The form of /webhook add.
webhooks-form = { $service } for { $region }
webhooks-name-input = Name
webhooks-name-placeholder = Such as Teams of the Valleys
webhooks-address-input = Address
webhooks-key-input = Key
webhooks-discord-placeholder = https://discord.com/api/webhooks/…, from the channel's integrations
webhooks-teams-placeholder = The address the workflow shows
webhooks-slack-placeholder = https://hooks.slack.com/services/…
webhooks-discourse-placeholder = The category's page, such as https://forum.example.org/c/buying/12
webhooks-json-placeholder = An address such as https://intranet.example.org/griffin
webhooks-discourse-key-placeholder = User name and API key, such as griffin:0123abcd…
webhooks-json-key-placeholder = The key to sign with, 16 characters or more; whsec_… is base64

## What is answered.
webhooks-shown = **{ $name }** ({ $service } at { $host }), for { $region }'s { $topics }
webhooks-added = **Added.** { $webhook }. A test message is on its way there, so please check that it arrives. If it can't, griffin says so in the registrars' channel. Nobody will see the address and key again.
webhooks-removed = **Removed.** { $webhook }. Nothing more goes there.
webhooks-tested = **On its way.** A test message is going to { $webhook }.
webhooks-none = This server has no webhooks, so its news isn't sent anywhere else. Add one with `/webhook add`.
webhooks-listed = - **{ $name }**: { $region }'s { $topics }, to { $service } at { $host }; { $last }
webhooks-last-arrived = last arrived { $at }
webhooks-never-arrived = nothing has arrived yet
webhooks-and-more = … and { $left } more.

## What can't be done.
webhooks-no-forum = That region has no forum here.
webhooks-no-forum-help = Open one with /forum open.
webhooks-form-too-old = That form is too old.
webhooks-form-too-old-help = Use /webhook add again.
webhooks-name-taken = There's already a webhook called “{ $name }”.
webhooks-name-taken-help = Choose another name, or remove that one with /webhook remove.
webhooks-too-many = This server already has { $webhooks } webhooks, which is as many as it can have.
webhooks-too-many-help = Remove one with /webhook remove.
webhooks-unknown = There's no webhook called “{ $name }”.
webhooks-unknown-help = /webhook list shows them all.
webhooks-address-help = What to give: { $example }
webhooks-address-too-long = The address is too long.
webhooks-address-unreadable = That address can't be read.
webhooks-address-not-encrypted = The address must begin with https://.
webhooks-address-with-password = The address mustn't have a user name or password in it.
webhooks-address-not-public = That address isn't on the public internet.
webhooks-address-not-public-help = Whoever runs griffin can allow private networks: webhooks.private_networks in config.toml.
webhooks-address-of-another = That isn't an address of { $service }.
webhooks-needs-no-key = { $service } doesn't need a key.
webhooks-needs-no-key-help = Leave the key empty; the address is enough.
webhooks-key-help = What to give: { $key }
webhooks-key-missing = The key is missing.
webhooks-key-odd = The key is too long, or has characters in it that keys don't have.
webhooks-key-without-user = The key has to be a user name, a colon and an API key.
webhooks-key-too-short = The key is too short to sign with.
webhooks-name-missing = The name is missing.
webhooks-name-too-long = The name can have up to { $most } characters.
webhooks-name-help = Choose a short one, such as Teams of the Valleys.

## Why something couldn't be sent, for the registrars.
webhooks-in-private-network = its address is in a private network
webhooks-key-not-sent = its key can't be sent in a header
webhooks-redirected = it leads on to another address, which griffin doesn't follow; please give the final one
webhooks-given-up = it hasn't been reachable for three days: { $why }
webhooks-no-reason = no reason given

## What is told elsewhere: plain text.
webhooks-late = Late: griffin couldn't send this in time. It was due { $at }.
webhooks-sent-again = Sent again, as nobody knows whether it arrived the first time. You may already have it.
webhooks-test = This place now gets griffin's { $topics }
webhooks-test-why = A registrar added it as “{ $name }”, for news from { $region }.
webhooks-lines-left = { $left ->
    [one] … and 1 more line
   *[other] … and { $left } more lines
}
webhooks-more-in-discord = … and more, in Discord
webhooks-open = Open in Discord
webhooks-from-griffin = News from { $region }, sent by griffin.
webhooks-milestone = { $reference } { $tender }: { $headline }
webhooks-announced = collecting requirements
webhooks-extended = more time to answer
webhooks-reopened = collecting requirements again
webhooks-collected = the requirements are in
webhooks-collected-next = Next, the lead goes out to tender.
webhooks-published = out to tender
webhooks-awarded = { $lot } was awarded to { $supplier }
webhooks-awarded-again = { $lot } was awarded again, this time to { $supplier }
webhooks-varied = the contract has changed. { $told }
webhooks-not-awarded = no award for { $lot }: { $why }
webhooks-started = the contract has started
webhooks-renewal = the contract ends on { $day }
webhooks-renewal-next = It's time to plan the next round.
webhooks-ended = the contract has ended
webhooks-cancelled = cancelled
webhooks-withdrawn = withdrawn: it wasn't meant to be announced
webhooks-put-back = on again, as it was withdrawn by mistake
webhooks-restored = on again, as the last step was taken back
webhooks-answers-due = Answers are due { $at }.
webhooks-answers-now-due = Answers are now due { $at }.
webhooks-bids-due = Bids are due { $at }.
webhooks-standstill = The standstill, the wait before the contract may be signed, lasts until the end of { $day }.
webhooks-call-offs-open = Call-offs are open, so you can place orders.
webhooks-reason = Reason: { $reason }
webhooks-lead = Lead: { $name } ({ $short_name })
webhooks-contract = Contract: { $starts } to { $ends }
webhooks-notice = Notice: { $notice }
webhooks-lots = Lots: { $lots }
webhooks-lot = { $lot } ({ $unit })

## What has happened, as /ledger show says it.
fact-webhook-added = Webhook added
fact-webhook-removed = Webhook removed

## What is sent, as registrars read of it when it can't be.
letter-webhook-post = news for another service
