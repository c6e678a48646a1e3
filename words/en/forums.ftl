# Forums: the regional forums.

command-forum = The regional forums
command-forum-open = Open a region's forum, where its tenders are posted
    .region = The region's name
    .channel = A forum, or a text channel if this server has no forums
    .digest = When its digest is posted, such as every monday 9am
    .language = The language griffin posts in there: en or cy

forums-region-has-one = The region “{ $region }” already has a forum.
forums-region-has-one-help = Change its digest with /digest schedule, or open a forum for another region. Name its own channel to have griffin put right what is amiss there; if that channel has been deleted, this command gives the region a new one.
forums-channel-taken = That channel is already the forum of “{ $region }”.
forums-channel-taken-help = Choose another channel: each region has its own.
forums-none-open = No forum is open yet. A registrar can open one with /forum open.
forums-unknown-region = “{ $given }” isn't a region with a forum.
forums-choose-region = Choose { $regions }.
forums-without-digest = The forum of “{ $region }” has no digest.
forums-without-digest-help = Give it a schedule with /digest schedule.
forums-digest-paused-already = The digest of “{ $region }” is already paused.
forums-digest-paused-already-help = Start it again with /digest schedule.
forums-digest-not-paused = The digest of “{ $region }” isn't paused.
forums-digest-not-paused-help = Pause it with /digest pause.
forums-digest-start = Digest,

## Cards.
forums-opened = **Open.** Tenders for { $region } will be posted in { $channel }.
forums-digest-comes = Its digest, a summary of them, will be posted { $schedule }.
forums-no-digest-yet = `/digest schedule` gives it a digest, a regular summary of them.
forums-mended = **Looked over.** This forum was open already: tenders for { $region } are posted in { $channel }.
forums-mended-posts = Every post of a tender that is missing there is being made, and every card brought up to date.
forums-mended-waited = { $messages ->
    [one] One message that was waiting is being sent again.
   *[other] { $messages } messages that were waiting are being sent again.
}
forums-mended-tags = Its tags are set up again.
forums-tags-full = Its posts carry no stage tag: it has { $own ->
    [one] one tag
   *[other] { $own } tags
} of its own, and Discord allows { $most }. Remove some and use this command again if you want them.
forums-tags-some = Posts carry no tag in these stages: { $stages }. It has { $own ->
    [one] one tag
   *[other] { $own } tags
} of its own, and Discord allows { $most } in all. Remove some and use this command again if you want them.
forums-tags-not-now = Its tags couldn't be set just now; use this command again to try once more.
forums-tag-instead = It demands a tag on each post, so where there is no tag of griffin's for the stage, a post gets the forum's own “{ $tag }”.
forums-tag-wanting = It demands a tag on each post and has none that griffin could set, so no post can be made there: add a tag, or turn off “Require people to select tags when posting”.
forums-no-tags = Its posts have no tags yet: griffin needs the permission Manage Channels there, and adds the tags as soon as it has it.
forums-last-digest = { $region }: { $at }
forums-never-a-digest = { $region }: none yet
forums-last-digests = Last digests: { $digests }

## What has happened, as /ledger show says it.
fact-forum-opened = Forum opened
fact-forum-moved = Forum moved to another channel
fact-forum-mended = Forum looked over
fact-forum-tagged = Forum tags set up
fact-digest-scheduled = Digest scheduled
fact-digest-paused = Digest paused
fact-digest-resumed = Digest resumed
