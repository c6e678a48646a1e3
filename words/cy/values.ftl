# Meintiau, arian, dyddiadau a'r gwerthoedd eraill.

values-stage-collecting-tag = Casglu gofynion
values-stage-collected-tag = Gofynion wedi dod
values-stage-out-to-tender-tag = Allan i dendr
values-stage-awarded-tag = Dyfarnwyd
values-stage-call-off-tag = Archebu ar agor
values-stage-ended-tag = Wedi dod i ben
values-stage-cancelled-tag = Wedi'i ganslo

values-regime-england = Lloegr
values-regime-wales = Cymru
values-regime-northern-ireland = Gogledd Iwerddon
values-regime-scotland = Yr Alban
values-regime-other = Arall

values-kind-college = Coleg
values-kind-university = Prifysgol
values-kind-other = Arall

values-day = { $number } { $month } { $year }
values-weekday-and-day = { $weekday } { $day }
values-january = Ionawr
values-february = Chwefror
values-march = Mawrth
values-april = Ebrill
values-may = Mai
values-june = Mehefin
values-july = Gorffennaf
values-august = Awst
values-september = Medi
values-october = Hydref
values-november = Tachwedd
values-december = Rhagfyr
values-monday = Dydd Llun
values-tuesday = Dydd Mawrth
values-wednesday = Dydd Mercher
values-thursday = Dydd Iau
values-friday = Dydd Gwener
values-saturday = Dydd Sadwrn
values-sunday = Dydd Sul
