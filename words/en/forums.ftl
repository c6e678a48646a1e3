# Forums: the regional forums.

command-forum = The regional forums
command-forum-open = Open a region's forum, where its tenders are posted
    .region = The region's name
    .channel = A forum, or a text channel if this server has no forums
    .digest = When its digest is posted, such as every monday 9am
    .language = The language griffin posts in there: en or cy
