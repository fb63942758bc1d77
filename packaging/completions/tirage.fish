# Completion of tirage for fish.
set -l commands build check test autogen thumb example preview deploy gc merge why bench cpu doctor help
complete -c tirage -n "not __fish_seen_subcommand_from $commands" -a build -d 'build a gallery of photos'
complete -c tirage -n "not __fish_seen_subcommand_from $commands" -a check -d 'look for mistakes'
complete -c tirage -n "not __fish_seen_subcommand_from $commands" -a autogen -d 'write sections of all pictures'
complete -c tirage -n "not __fish_seen_subcommand_from $commands" -a thumb -d 'make thumbnails'
complete -c tirage -n "not __fish_seen_subcommand_from $commands" -a example -d 'make example photos'
complete -c tirage -n "not __fish_seen_subcommand_from $commands" -a preview -d 'show the gallery in a browser'
complete -c tirage -n "not __fish_seen_subcommand_from $commands" -a deploy -d 'send the gallery to a web server'
complete -c tirage -n "not __fish_seen_subcommand_from $commands" -a gc -d 'files that are no longer wanted'
complete -c tirage -n "not __fish_seen_subcommand_from $commands" -a merge -d 'join the shards of a build'
complete -c tirage -n "not __fish_seen_subcommand_from $commands" -a why -d 'where a file comes from'
complete -c tirage -n "not __fish_seen_subcommand_from $commands" -a bench -d 'how fast this machine is'
complete -c tirage -n "not __fish_seen_subcommand_from $commands" -a cpu -d 'which processor features are used'
complete -c tirage -n "not __fish_seen_subcommand_from $commands" -a doctor -d 'is everything as it should be'
complete -c tirage -n "not __fish_seen_subcommand_from $commands" -a help -d 'a summary'

complete -c tirage -s j -l jobs -x -d 'worker processes'
complete -c tirage -l cpu -x -a 'c ssse3 sse41 avx2 avx512 neon best' -d 'processor features up to a level'
complete -c tirage -s q -l quiet -d 'no progress'
complete -c tirage -s v -l verbose -d 'say more'
complete -c tirage -l json -d 'report as JSON'
complete -c tirage -s h -l help -d 'a summary'
complete -c tirage -s V -l version -d version

# "build" may be left out.
set -l build "not __fish_seen_subcommand_from check test autogen thumb example preview deploy gc merge why bench cpu doctor help"
complete -c tirage -n "not __fish_seen_subcommand_from autogen thumb example merge cpu doctor help" -s o -l output -r -d 'the gallery'
complete -c tirage -n "not __fish_seen_subcommand_from autogen thumb example bench cpu doctor help" -l state -r -d 'where the state is kept'
complete -c tirage -n "$build; or __fish_seen_subcommand_from check test thumb merge" -l strict -d 'stop at the first failure'
complete -c tirage -n "$build; or __fish_seen_subcommand_from check test thumb merge" -l require-sandbox -d 'nothing without it'
complete -c tirage -n "$build; or __fish_seen_subcommand_from check test thumb merge" -l timeout -x -d 'seconds for one photo'
complete -c tirage -n "$build; or __fish_seen_subcommand_from check test thumb merge" -l memory -x -d 'of all workers together'
complete -c tirage -n "$build; or __fish_seen_subcommand_from check test thumb merge" -l isolation -x -a 'album photo' -d 'photos of a worker process'
complete -c tirage -n "$build; or __fish_seen_subcommand_from check test autogen thumb merge" -l max-pixels -x -d 'refuse larger photos'
complete -c tirage -n "$build; or __fish_seen_subcommand_from thumb" -l subsampling -x -a 'keep 420 444' -d 'colour resolution'
complete -c tirage -n "$build; or __fish_seen_subcommand_from thumb" -l srgb -d 'convert to sRGB'
complete -c tirage -n "$build; or __fish_seen_subcommand_from thumb" -l background -x -d 'under transparent pixels'
complete -c tirage -n "$build; or __fish_seen_subcommand_from autogen merge deploy" -l force -d 'write into any folder, over any section'
complete -c tirage -n "$build; or __fish_seen_subcommand_from deploy" -l dry-run -d 'only list'
complete -c tirage -n "$build; or __fish_seen_subcommand_from merge" -l verify -d 'read everything again'
complete -c tirage -n "$build; or __fish_seen_subcommand_from merge" -l max-load -x -d 'one worker only above this load'
complete -c tirage -n "$build; or __fish_seen_subcommand_from check test merge" -l include -x -d 'only names like this'
complete -c tirage -n "$build; or __fish_seen_subcommand_from check test merge" -l exclude -x -d 'no names like this'
complete -c tirage -n "$build; or __fish_seen_subcommand_from check test merge preview deploy autogen" -l follow-links -d 'out of the source too'
complete -c tirage -n "$build" -l shard -x -a auto -d 'a share of the photos, I/N'
complete -c tirage -n "$build; or __fish_seen_subcommand_from check test" -l original -d 'add photos in full size'

complete -c tirage -n '__fish_seen_subcommand_from autogen' -s d -l directory -r -d 'of the gallery'
complete -c tirage -n '__fish_seen_subcommand_from autogen' -l all -d 'every gallery'

complete -c tirage -n '__fish_seen_subcommand_from thumb' -s s -l size -x -d sizes
complete -c tirage -n '__fish_seen_subcommand_from thumb' -s o -l output -r -d 'name of outputs'
complete -c tirage -n '__fish_seen_subcommand_from thumb' -l fit -x -a 'inside cover exact' -d 'into the size'
complete -c tirage -n '__fish_seen_subcommand_from thumb' -l format -x -a 'same jpeg png webp' -d 'of outputs'
complete -c tirage -n '__fish_seen_subcommand_from thumb' -s Q -l quality -x -d '1 to 100'
complete -c tirage -n '__fish_seen_subcommand_from thumb' -l progressive -d JPEG
complete -c tirage -n '__fish_seen_subcommand_from thumb' -l baseline -d JPEG
complete -c tirage -n '__fish_seen_subcommand_from thumb' -l fast -d JPEG
complete -c tirage -n '__fish_seen_subcommand_from thumb' -l keep -x -a 'exif xmp exif,xmp' -d metadata
complete -c tirage -n '__fish_seen_subcommand_from thumb' -s 0 -l null -d 'names from standard input'
complete -c tirage -n '__fish_seen_subcommand_from thumb' -l skip-existing -d 'leave outputs alone'

complete -c tirage -n '__fish_seen_subcommand_from preview' -s p -l port -x -d port
complete -c tirage -n '__fish_seen_subcommand_from preview' -l bind -x -d address
complete -c tirage -n '__fish_seen_subcommand_from preview' -l watch -d 'rebuild on changes'
complete -c tirage -n '__fish_seen_subcommand_from deploy' -l to -r -d 'where to'
complete -c tirage -n '__fish_seen_subcommand_from gc deploy' -l delete -d 'remove what is gone'
complete -c tirage -n '__fish_seen_subcommand_from merge' -l source -r -d 'the photos'
complete -c tirage -n '__fish_seen_subcommand_from bench' -l photos -r -d 'to measure with'
complete -c tirage -n '__fish_seen_subcommand_from bench' -l scale -x -d 'of the made-up photos, in percent'
complete -c tirage -n '__fish_seen_subcommand_from bench' -l rounds -x -d 'how often'
complete -c tirage -n '__fish_seen_subcommand_from bench' -l table -x -a 'text markdown csv' -d 'of a comparison'
