# Awards: who won a lot, at what price.

command-tender-award = Record who won a lot, and at what price
    .tender = The tender's reference
    .lot = The lot's name or number
    .supplier = Who won it
    .price = A price for each unit, such as 142.50, or bands by volume: 0:150; 500:142.50; 1000:138
    .ceiling = The most that may be ordered over the whole contract
    .sme = Is the supplier a small or medium-sized enterprise?
    .local = Is the supplier local?
    .notice_on = The day the award notice is published; today if you leave it out
command-tender-indicate = Give the price you expect for a lot, so that others see what joining may bring them
    .tender = The tender's reference
    .lot = The lot's name or number
    .price = A price for each unit, or bands by volume: 0:150; 500:142.50; “none” takes it back

awards-bands-example = For bands by volume: 0:150; 500:142.50.
