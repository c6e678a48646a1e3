# Exports: a tender or a region as a file.

command-export = A tender or a region as a file
command-export-tender = Get a tender as a workbook, tables, open contracting data or a calendar
    .tender = The tender's reference
    .format = What kind of file
command-export-region = Get all of a region's tenders as a workbook, tables, open contracting data or a calendar
    .region = The region's name
    .format = What kind of file
