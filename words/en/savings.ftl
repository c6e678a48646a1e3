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
