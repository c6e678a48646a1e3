# Coflenni: popeth y gellir ei ddarllen am un tendr.

dossiers-declare-button = Cyflwyno gofyniad
dossiers-none-button = Nid oes angen dim arnom
dossiers-join-button = Ymuno
dossiers-call-off-button = Archebu yn ôl y gofyn
dossiers-details-button = Manylion
