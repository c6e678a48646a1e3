# What the outbox adds by itself to what it sends.

delivery-late = { $messages ->
    [one] **Late:** griffin couldn't send this in time. It was due { $at }.
   *[other] **Late:** griffin couldn't send these { $messages } messages in time. The first was due { $at }.
}

## What has happened, as /ledger show says it.
fact-delivery-failed = Message not sent
fact-delivery-held = Message held up: no permission
