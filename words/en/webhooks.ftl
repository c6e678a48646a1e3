# Webhooks: the same news told outside this server.

command-webhook = Tell a region's news somewhere else too
command-webhook-add = Tell a region's news at another address too; a form asks for it; for registrars
    .region = The region's name
    .service = What is at that address
    .topics = What to tell there; both if you leave it out
command-webhook-list = List where this server's news is told; for registrars
command-webhook-remove = Stop telling news at an address; for registrars
    .name = Its name
command-webhook-test = Send a test message to an address; for registrars
    .name = Its name

webhooks-failed-help = Try it with `/webhook test`, or take it away with `/webhook remove`.
webhooks-was-published = it went out to tender
