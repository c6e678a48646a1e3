# Call-offs: orders under an award, and what is left.

command-calloff = Call-offs: orders under a contract
command-calloff-record = Record a call-off: an order under a contract
    .tender = The tender's reference
    .lot = The lot's name or number
    .quantity = How much, such as 1,250.5
    .as = Which authority it is for; only needed if you act for more than one
    .deliver_on = When you want it, such as 18 Dec
    .site = Where you want it
    .order_number = Your own order number
command-calloff-list = List the call-offs you're allowed to see
    .tender = The tender's reference
    .lot = Only this lot: its name or number
    .authority = Only this authority's
    .page = Which page of the list
command-calloff-balance = Show how much is left of what you declared, and of the contract's ceiling
    .tender = The tender's reference
    .lot = Only this lot: its name or number
    .as = Whose balance; only needed if you act for more than one authority
    .year = The contract year: 1, 2 …; the current one if you leave it out
command-calloff-correct = Correct one of your call-offs; the old figure stays on record
    .tender = The tender's reference
    .call_off = The call-off's number, as the list shows it
    .quantity = The right quantity, not the difference; 0 takes all of it back
    .reason = Why
