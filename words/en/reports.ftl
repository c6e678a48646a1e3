# Reports: how tenders and regions are answered and used.

command-report = How tenders are answered, and how contracts are used
command-report-tender = Show how a tender was answered, how long it took, and how much has been ordered
    .tender = The tender's reference
command-report-region = Show how a region's tenders were answered, and which contracts nobody uses
    .region = The region's name
    .year = The financial year they were announced in, such as 2027-28; this one if you leave it out

## A tender's report.
reports-tender = **{ $reference }** { $title }: { $stage }
reports-answered = **Answered**: { $answered }
reports-rate = { $answered } of { $invited } ({ $rate })
reports-rate-late = { $rate }, and { $late } joined late
reports-nobody-asked = nobody was asked
reports-times = **Time in each stage**: { $times }
reports-time = { $stage } { $days }
reports-less-than-a-day = less than a day
reports-days = { $days ->
    [one] 1 day
   *[other] { $days } days
}
reports-lot = **{ $number }** { $lot }: { $ordered }
reports-ordered = { $ordered } ordered
reports-ordered-of = { $ordered } ordered of the { $declared } declared up to this contract year
reports-ordered-share = { $ordered } ordered of the { $declared } declared up to this contract year ({ $share })
reports-ordered-hidden = shown once three others have ordered
reports-buyer = - { $authority }: { $ordered } of { $declared }
reports-buyer-late = - { $authority }: { $ordered }, and nothing declared (joined late, no baseline)
reports-buyer-share = - { $authority }: { $ordered } of { $declared } ({ $share })
reports-buyer-quiet = { $bought } **nothing for { $months } months**, last order on { $last }: bought elsewhere?
reports-buyer-never = { $bought } **nothing in { $months } months**: bought elsewhere?
reports-others-hidden = -# Only the lead and the registrars see other authorities' quantities.
reports-in-the-file = The file has the whole report.

## A region's report.
reports-region = { $tenders ->
    [one] **{ $region }**, 1 tender announced in { $year }
   *[other] **{ $region }**, { $tenders } tenders announced in { $year }
}
reports-region-none = **{ $region }**: no tenders were announced in { $year }.
reports-collected = **Collecting answers** took { $days } for a typical tender (the median)
reports-unused = **Open, but nothing ordered yet**: { $tenders }
reports-region-line = - { $reference } { $title }: { $stage }, answered { $answered }
reports-see-savings = -# For savings, and how much went to small and local suppliers, see `/savings report`.

## What an officer is asked whose authority has ordered nothing for long.
reports-quiet = **{ $reference } { $title }**: { $authority } has recorded no orders in the last { $months } months for:
reports-quiet-lot = - { $lot }: { $ordered } ordered of the { $declared } you declared, last on { $last }
reports-quiet-lot-never = - { $lot }: none ordered of the { $declared } you declared
reports-more-lots = { $left ->
    [one] … and 1 more lot
   *[other] … and { $left } more lots
}
reports-quiet-help = If you bought it under this contract, record it with `/calloff record`. If you buy it elsewhere, please tell the lead, { $lead }: the price was agreed for everything that was declared.
reports-quiet-in-post = { $who } **{ $reference }**: griffin has a question for you, and couldn't send it as a direct message. `/report tender` shows it.
reports-open-post-button = Open the tender's post

## What is sent, as registrars read of it when it can't be.
letter-contract-quiet = a question about a contract nobody orders from
