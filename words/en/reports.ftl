# Reports: how tenders and regions are answered and used.

command-report = How tenders are answered, and how contracts are used
command-report-tender = Show how a tender was answered, how long it took, and how much has been ordered
    .tender = The tender's reference
command-report-region = Show how a region's tenders were answered, and which contracts nobody uses
    .region = The region's name
    .year = The financial year they were announced in, such as 2027-28; this one if you leave it out
