# What is said of several things, and of griffin's languages.

words-and = { $first } and { $last }
words-or = { $first } or { $last }
words-progress =
    { $done } of { $of } { $of ->
        [one] text is
       *[other] texts are
    } in { $language } so far; the rest stays in English.
