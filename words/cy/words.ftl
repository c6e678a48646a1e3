# Wedi'u cyfieithu hyd yma, a pha mor bell yw hynny.

words-progress = { $language }: { $done } o { $of } o destunau hyd yma. Mae'r gweddill yn Saesneg.
