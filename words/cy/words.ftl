# Wedi'u cyfieithu hyd yma, a pha mor bell yw hynny.

words-progress = Testunau yn { $language } hyd yma: { $done } o { $of }. Mae'r gweddill yn Saesneg.
