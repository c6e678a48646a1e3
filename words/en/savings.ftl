# Savings: what was saved against the price paid before.

command-savings = What buying together has saved
command-savings-report = Show a financial year's savings: your authorities' and the total; all of them for registrars
    .year = The financial year, such as 2027-28; this one if you leave it out
    .authority = Only this authority
    .region = Only the authorities of this region
    .tender = Only what was ordered under this tender
command-savings-target = Set how much an authority aims to save each year, as a percentage of what it paid before
    .percent = Such as 3 or 2.5
    .as = Which authority it is for; only needed if you act for more than one
command-savings-cost = Set what one tender costs an authority to run, for savings in work; for registrars
    .region = The region's name
    .amount = In pounds: officers' time and fees for one tender, such as 5000

## A year's report.
savings-head = **Cash savings { $year }** (April to March)
savings-head-of = **Cash savings { $year }**, { $of } (April to March)
savings-none-in-year = Nothing was ordered in that year.
savings-none-of-yours = No authority you act for ordered anything.
savings-line = - **{ $authority }**: { $this }; in { $before } { $last }
savings-and-more = … and { $left } more. Choose a region or an authority to see them.
savings-total = **All { $count } authorities**: { $saved }
savings-total-beside-last = **All { $count } authorities**: { $saved }; in { $before } { $last }
savings-total-hidden = You'll see the total once three others have ordered, and none of them nearly all of it.
savings-how = -# Saving = (baseline − price paid) × quantity ordered, where the baseline is the price paid before. Each total is rounded once, half up, from exact amounts.
savings-open-button = Show the call-offs

## What was saved, and against what.
savings-saved = { $money } ({ $percent } of what was paid before)
savings-too-much-to-show = more than can be shown
savings-no-baseline = { $lots ->
    [one] no baseline for 1 lot
   *[other] no baseline for { $lots } lots
}
savings-no-baseline-of = { $lots ->
    [one] no baseline for 1 lot, { $paid } ordered
   *[other] no baseline for { $lots } lots, { $paid } ordered
}
savings-nothing-ordered = nothing ordered
savings-target-of = { $saved }, target { $target }
savings-target-reached = { $saved }, target { $target } reached
savings-target-missed = { $saved }, target { $target } **not reached**

## Where it went, and the work saved.
savings-suppliers = **Suppliers**: { $sme } went to SMEs, { $local } to local suppliers
savings-suppliers-of = **Suppliers**: { $sme } of the { $all } ordered went to SMEs, { $local } to local suppliers
savings-process = **Process savings** (work saved by sharing tenders; never added to cash): { $spared }
savings-spared = { $spared ->
    [one] 1 separate tender avoided, { $saved }
   *[other] { $spared } separate tenders avoided, { $saved }
}
savings-spared-unpriced = { $spared ->
    [one] 1 separate tender avoided; no region has set what one costs
   *[other] { $spared } separate tenders avoided; no region has set what one costs
}
savings-spared-some-unpriced = { $spared ->
    [one] 1 separate tender avoided, { $saved }; { $unpriced } more in regions that haven't set a cost
   *[other] { $spared } separate tenders avoided, { $saved }; { $unpriced } more in regions that haven't set a cost
}

## A report opened down to its call-offs.
savings-opened = **Call-offs (orders) of { $year }**, page { $page } of { $pages }. Saving: (price paid before − price) × quantity
savings-opened-none = None of your authorities' orders are in that report.
savings-opened-line = - no. { $number } { $day } { $reference } { $authority }, { $lot }: { $saved }
savings-opened-no-baseline = no price paid before; { $price } × { $quantity }
savings-earlier-button = Earlier
savings-later-button = Later
savings-unknown-button = griffin doesn't recognise this button.
savings-unknown-button-help = Use /savings report again.

## Targets and costs.
savings-target-set = **Set.** { $authority } ({ $short_name }) aims to save { $target } a year of what it paid before.
savings-target-before = Until now it was { $before }.
savings-target-then = `/savings report` shows how each year compares.
savings-cost-set = **Set.** Running one tender costs an authority in { $region } { $cost }. Joining somebody else's tender saves that work: `/savings report` shows it as process savings, apart from cash.
savings-cost-too-low = Running a tender can't cost { $cost }.
savings-cost-too-low-help = Give what one costs an authority in officers' time and fees, such as 5000.

## Whose figures.
savings-of-others = Only its own officers and the registrars can see what { $authority } has saved.
savings-of-others-help = Leave the authority out to see your own savings, and the total.
savings-no-such-region = There's no region “{ $region }” in the register.
savings-no-such-region-help = /authority list shows the regions there are.

## The picture.
savings-all-authorities = all authorities
savings-chart = Cash savings, { $whose }
savings-chart-saved = Saved
savings-chart-target = Target { $target }

## What has happened, as /ledger show says it.
fact-savings-target-set = Savings target set
fact-savings-cost-set = Cost of running a tender set
