# Exports: a tender or a region as a file.

command-export = A tender or a region as a file
command-export-tender = Get a tender as a workbook, tables, open contracting data or a calendar
    .tender = The tender's reference
    .format = What kind of file
command-export-region = Get all of a region's tenders as a workbook, tables, open contracting data or a calendar
    .region = The region's name
    .format = What kind of file

exports-xlsx-choice = Workbook (xlsx)
exports-csv-choice = Tables (csv, zipped)
exports-ocds-choice = Open contracting data (ocds, JSON)
exports-ics-choice = Calendar (ics)
exports-format = a format
exports-format-help = Choose { $formats }.

## What is answered.
exports-begun = Exporting …
exports-progress = Exporting: { $done } of { $of } tenders so far …
exports-exported = **Exported** { $of }.
exports-exported-none = **Exported** { $of }: no tenders have been announced there yet.
exports-exported-several = { $tenders ->
    [one] **Exported** { $of }: 1 tender.
   *[other] **Exported** { $of }: { $tenders } tenders.
}
exports-everything = It has every authority's figures.
exports-own = It has the figures of the authorities you act for, and the totals that everybody may see.
exports-to-fill-in = -# The last sheets are for your authorities to fill in. Hand the workbook in with `/requirement import`.
exports-calendar-note = -# If you import a newer file later, it moves the dates already in your calendar.
exports-ocds-note = -# Open Contracting Data Standard 1.1. Before you publish it, ask whoever runs griffin to set the registered prefix of its identifiers.
exports-too-large = The export is { $size } MiB, and Discord takes up to { $most } MiB.
exports-too-large-help = Export one tender at a time, or ask whoever runs griffin: the command griffin export writes files of any size.
exports-too-many-rows = A sheet holds { $most } rows, and “{ $sheet }” needs more.
exports-too-many-rows-help = Choose csv, or export one tender at a time.
exports-not-for-you = Exports are for authorities' officers and the registrars.
exports-not-for-you-help = Ask to act for your authority with /mandate request. /tender show and /tender timeline are for everybody.

## Sheets: Excel takes names of up to 31 characters.
exports-summary-sheet = Summary
exports-schedule-sheet = Requirement schedule
exports-tenders-sheet = Tenders
exports-lots-sheet = Lots
exports-declared-sheet = Declared
exports-requirements-sheet = Requirements
exports-call-offs-sheet = Call-offs
exports-savings-sheet = Savings
exports-by-call-off-sheet = Savings by call-off
exports-timeline-sheet = Timeline
exports-page = Page { $page } of { $pages }

## Headings of columns and rows.
exports-tender = Tender
exports-title-of = Title
exports-description = Description
exports-stage = Stage
exports-lead = Lead
exports-regions = Regions
exports-cpv = CPV
exports-regime = Procurement law
exports-invited = Invited
exports-answered-heading = Answered
exports-answered = { $answered } of { $invited }
exports-starts = Contract starts
exports-ends = Contract ends
exports-included = What's included
exports-sees-everything = Every authority's figures.
exports-sees-own = The figures of the authorities you act for, and the totals that everybody may see.
exports-made = Exported
exports-time-zone = Time zone
exports-lot-number = Lot number
exports-lot = Lot
exports-unit = Unit
exports-supplier = Supplier
exports-price = Price (£ per unit)
exports-sme = SME
exports-local = Local
exports-ceiling-heading = Ceiling
exports-called-off-by-all = Called off by everybody
exports-contract-year = Contract year
exports-every-year = every
exports-authorities = Authorities
exports-authority = Authority
exports-declared = Declared
exports-committed = Committed
exports-quantity = Quantity
exports-at-least = At least
exports-at-most = At most
exports-baseline = Baseline (£ per unit)
exports-supplier-now = Current supplier
exports-note = Note
exports-late = Late
exports-declared-at = Declared at
exports-call-off = Call-off
exports-placed = Placed
exports-cost = Cost (£)
exports-deliver-on = Deliver on
exports-site = Site
exports-order-number = Order number
exports-corrects = Corrects call-off
exports-financial-year = Financial year
exports-price-paid = Price paid (£ per unit)
exports-saving = Saving (£)
exports-what = What
exports-day = Day
exports-time = Time
exports-year = Year { $year }
exports-whole-term = Whole term
exports-called-off = Called off
exports-left = Left
exports-all-authorities = All authorities
exports-all-authorities-total = All authorities (griffin's total)
exports-total = Total
exports-all-years = All years (£)
exports-without-baseline = Called off without a baseline (£)
exports-all-shown = All shown here
exports-no-baseline = no baseline
exports-savings-note = Saving = (baseline − price paid) × quantity called off, where the baseline is the price paid before. Each figure is rounded once, half up, from exact amounts. Anything without a baseline is counted separately, never as a saving.

## A date in a calendar.
exports-event = Led by { $lead }. Stage: { $stage }.

## Open contracting data.
exports-notice-title = Notice { $notice }
exports-amended-extended = The response deadline was extended.
exports-amended-edited = The tender was edited.
exports-amended-restored = A cancellation, or an early close, was taken back.
exports-amended-reopened = The tender was reopened for requirements.
exports-amended-lot-removed = A lot was removed.
exports-amended-lot-added = A lot was added.
exports-band = from { $from } { $price }
exports-price-by-volume = Price per { $unit }, by how much all the authorities together order in a contract year: { $bands }.
exports-ceiling = At most { $most } over the whole contract.

## What changed while a contract ran.
exports-variations-sheet = Variations
exports-varied = Changed
exports-from-day = From
exports-before = Before
exports-from-then-on = From then on
exports-ground = Ground
exports-reason = Reason
exports-recorded-at = Recorded
