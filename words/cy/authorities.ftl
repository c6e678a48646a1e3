# Awdurdodau: y gofrestr, a phwy sy'n gweithredu dros bwy.

authorities-language-chosen = O hyn ymlaen, dyma'r iaith y bydd griffin yn eich ateb ynddi: { $language }.

authorities-confirm-button = Cymeradwyo
authorities-refuse-button = Gwrthod
