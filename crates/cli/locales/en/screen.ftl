### Texts of the screens. Places are filled with text: Fluent rewrites no number.

## Words and amounts

language = English
semicolon = ;{" "}
other-reading = {" "}alt
list = ,{" "}
colon = :{" "}
comma = ,{" "}
of-hundred = { $share } of 100
range = { $low } to { $high }
arm = { $policy }
less = {" "}less{" "}
number-scales = T 1e12, B 1e9, M 1e6
number-power = { $digits }e{ $power }
hundredths-few = <1
hundredths-nearly = >99
amount = { $number } { $unit }
amount-percent = { $number } per cent
amount-ratio = { $number } times
amount-share = { $number } of the whole
date-quarter-1 = { $year }Q1
date-quarter-2 = { $year }Q2
date-quarter-3 = { $year }Q3
date-quarter-4 = { $year }Q4
date-day = { $date }
date-month = { $date }
date-year = { $year }

## Names

assumption = { $label } ({ $key })
school-named = { $label } ({ $chosen })
verdict-holds = holds
verdict-fails = fails
verdict-leans-against = leans against
verdict-leans-towards = leans towards
verdict-open = open
status-prior-only = prior only
status-in-sample = in sample
status-by-assumption = by assumption
status-too-few = too few
status-finding = finding
status-not-run = not run
status-waits-for = waits for { $parts }
bloc-US = United States
bloc-CN = China
observable-arena-gap-points = gap in users' ratings
observable-open-arena-gap-points = gap in users' ratings of open models
observable-eci-best = capability index
observable-eci-lag-months = lag on the capability index
observable-compute-stock-h100e = chips sold
observable-chip-imports-h100e = Chinese chip imports
observable-training-compute-max-flop = largest training runs
observable-firms-using-ai-share = firms using AI
observable-gdp = output of the economy
observable-people-using-ai-share = people using AI
observable-token-price-usd = price of use
observable-laboratory-revenue-usd = laboratories' revenue
observable-electricity-twh = electricity
bloc-US-narrow = US
bloc-ROW-narrow = others
reading-main = main
reading-alternative = alternative
part-S1 = cities
part-S2 = the state
part-S3 = private capital and talent
part-S4 = the financial system
part-S5 = chips
part-S6 = the frontier
part-S7 = adoption
part-S8 = what pays
part-S9 = openness
part-S10 = discovery
part-S11 = applications and world markets
part-S12 = growth and legitimacy
part-S13 = the breakthrough
part-S14 = leadership
part-S15 = institutions
label-switch = which published model of { $name } is right
label-open = { $label }, fixed by every school but { $school }
lack-a-mechanism = a mechanism
lack-an-uncertainty = an uncertainty
lack-a-lever-or-shock = a lever or shock
lack-an-outcome = an outcome
mechanism-is-full = full
mechanism-is-thin = thin
kind-measured = measured
kind-estimated = estimated
kind-judgement = judgement
kind-plan = plan
family-lognormal = lognormal
family-loguniform = loguniform
family-normal = normal
family-uniform = uniform
family-pareto = pareto
family-one-of = one of
family-beta = beta
family-fixed = fixed

## The head of the first screen

head-not-all = , not all of them in every future
head = { $futures } plausible futures of the study { $name }, { $start } to { $end }, under { $policies } { $policies_are ->
    [one] policy
   *[many] policies
    }{ $all }: { $trajectories } trajectories.
head-not-probabilities = Shares of simulated futures, not probabilities. Not calibrated: nothing was fitted to the record.
head-broke = { $broken } trajectories broke and count as undefined; most often: { $reason }.
head-thin-mechanism = "{ $sentence }" ({ $key })
head-thin = Thin, where dated paths stand in for some equations: { $told }.
head-records = Records to compare with end at: { $records }

## Claims

claims-heading = CLAIMS
claims-how-to-read = How to read: "73 of 100" says that the sentence is true in 73 of every hundred simulated futures that have an answer; a sentence about every quarter is false after one exception. Three ranges say how firm the number is. Sampling: where it lies with other random draws. Schools: its least and its greatest under any one of rival published models, where they differ. Prior band: its least and its greatest if the weights of all futures are changed at once, each by up to half as much again or as much less. Holds or fails: all three lie on one side of 50; leans: two do; open: fewer; a range that is not known counts on neither side. No verdict: the claim rests on speculative measures, or too few futures answer. Prior only: about what is to come, which no record can test yet; in sample: about the past, known when the assumptions were written; by assumption: its direction is built in. Effects: plus is more, minus is less. An influence says how much, not which way, and the largest can be small. The frontier is the best published model; a lag says how long ago another bloc was first as good.
claim-other-reading = ANOTHER READING, ANOTHER ANSWER: { $counted }, { $verdict }: { $text }
claim-no-verdict-speculative = no verdict: speculative
claim-no-verdict-few = no verdict: too few futures
claim-undefined = undefined
claim-status = {"  "}({ $status })
claim-effect = median effect { $effect } ({ $arms })
claim-answered = answered in { $some } of { $all } futures
claim-direction = direction fixed: { $why }
influence-none = largest single influence: none stands out from chance
influence = largest single influence: { $label } ({ $key }), { $effect }% of what decides it ({ $low }–{ $high })
told-depends = Depends most on, under { $policy }, in per cent of what decides it (95% interval):
told-held-out-one = It foretells { $held_out }% in futures held out.
told-held-out = Together they foretell { $held_out }% in futures held out. Their own shares do not add up to that: where two go together, as a school and what it believes, they overlap, and what two do only together is in neither.
told-title = { $name } ({ $reading }, { $owner })
told-direction = Direction fixed: { $why }
told-lowest = , lowest under { $low }
told-highest = , highest under { $high }
told-schools = From school to school, under { $policy }: { $range } of 100{ $low }{ $high }
told-schools-not-compared = Schools cannot be compared: it takes { $least } futures, and two rivals with { $few } each in which the claim says something
widths-schools = , schools { $range }
widths-schools-not-compared = , schools not compared
widths = sampling { $sampling }{ $schools }, prior band { $band }
table-status = { $status }: { $names }
table-how-to-read = Share, sample, schools and prior in hundredths of the futures that say something. Sample: 95% over random draws; schools: under any one of the rival schools, a dash where they cannot be compared; prior: if the weights of all futures may be wrong at once, each by half as much again; rest: too small an effect to count, or undefined. A dash for a verdict: the claim rests on speculative measures or on too few futures.
table-more = A row a claim, under its main policy: `overtake claims --all` has every policy, `overtake claims C4` the sentence of one and what decides it.
claim-verdict = { $verdict }
claim-true = { $counted }
table-claim = claim
table-policy = policy
table-share = share
table-sample = sample
table-schools = schools
table-prior = prior
table-true = true
table-false = false
table-rest = rest
table-verdict = verdict
table-silent = why there is no answer

## Checks against the past

checks-heading = CHECKS AGAINST THE PAST
checks-how-to-read = Holds and fails speak of the sentence in the simulated futures, not of the program; compare it with the fact.
check-fact-range = , range { $low } to { $high }
check-fact = fact: { $what } = { $value }{ $range } ({ $date })
check-no-fact = no recorded figure to compare with
record-of-bloc = { $name }, { $bloc }
record-all-below = , all below it
record-all-above = , all above it
record-part = { $name } ({ $out } of its { $all }{ $side })
record-outside = Of { $all } observed points { $out } lie outside the range of nine in ten simulated futures{ $most }.
record-most = , most often: { $named }
money-heading = MONEY ON RECORD, in billions of dollars, beside what nine in ten simulated futures span (and their middle)
money-record-below = ; the record lies below
money-record-above = ; the record lies above
money-line = { $bloc }: { $what }: { $value } ({ $date }); simulated { $low } to { $high } ({ $middle }){ $side }.
money-billions = { $billions }

## What waits, and what to try next

waiting = { $count_is ->
    [one] One claim waits
   *[many] { $count } claims and parts of claims wait
    } for what is not built, most for { $list }; `overtake claims --all` lists what waits.
next-explain = one future, year by year
next-change = change an assumption
next-compare = two runs side by side
next-see = and see what that changed
next-heading = TRY NEXT
next-files =
    Files: { $folder }/futures.parquet (a row a trajectory), paths.parquet, ledger.parquet, claims.json,
      study.json

## A future as a story

story-title = Future { $future } under { $policy }
story-broke = It broke: { $broken }.
story-school = Its school of { $switch }: { $label }
story-unusual-heading = What makes it unusual
story-lines-told = Of each year the { $most } lines of the ledger that moved most against the year before, { $told } of { $all }; --full tells all.
story-unusual = { $name }: { $value }, { $percentile }{ $ending } percentile of the belief; centre { $central } ({ $unit })
story-rules = rules:
story-breakthrough = breakthrough:
story-market = market:
story-leads = leadership:
story-releases = releases:
story-outcome = { $outcome } ({ $unit }):
story-event-first = , first of all
story-event = { $who }, { $how } ({ $when }{ $first })
story-crash = { $who }: crash, AI firms lose { $lost }% of their valuation ({ $when }, { $part })
story-sweep = { $who }: leads all seven dimensions by 5% ({ $when }, { $part })
story-sweep-ends = { $who }: no longer leads all seven ({ $when }, { $part })
story-release-first = first release
story-release-opened = , opened
story-release = { $who } { $what } ({ $rise }, { $when }{ $open })
story-line = { $head } { $rest }
story-lag = { $outcome } ({ $unit }):
story-value = { $member } { $value }
story-lag-leads = { $member } { $value }
story-lag-trails = { $member } { $value }
story-rule-in-force = in force
story-rule-ends = ends

## Runs and pictures

run-left-alone = { $other } holds { $why } and was left alone.
run-reused = This run was found finished in { $folder }; nothing had to be computed.
run-elsewhere = This run is in { $folder }.
way-other-run = another run
way-other-build = this run by another build of the program, which gives other numbers,
way-unfinished = this run, unfinished (--resume would have gone on with it),
way-damaged = a damaged run ({ $what })
way-else = `{ $entry }`, which is of no run,
run-picture-seen = : { $all } observed points, { $outside } outside the band from 5% to 95% of futures
run-picture = Picture: { $file }{ $seen }
plot-code = en
plot-outer = 5% to 95% of futures
plot-inner = 25% to 75%
plot-median = median
plot-observed = observed, ± one standard deviation
plot-forced = observed, ± one standard deviation; forced: a path of the model rests on it
plot-log = ; logarithmic
plot-zero = zero in 95 of 100 futures or more
plot-nothing = nothing reported in these years
plot-outside = { $outside } of { $all } observed outside 5–95%
plot-caption = Shares of { $futures } simulated futures, not probabilities: priors, not calibrated to the record. Each panel of a row has the same scale; on a logarithmic one, what is at or below the foot is drawn at the foot. Study { $study }, policy “{ $policy }”, seed { $seed }; overtake { $version }, results { $digest }.

## Comparing runs

compare-inputs-heading = INPUTS THAT DIFFER
compare-none = none
compare-input = input
compare-claims-heading = CLAIMS, in hundredths of the futures that say something
compare-claim = claim
compare-policy = policy
compare-difference = B less A (95%)
compare-verdict = verdict
compare-interval = { $d } ({ $low } to { $high })

## Evidence

evidence-check =
    Every parameter has a belief and every belief a parameter; every source is in the bibliography.
    { $parameters } parameters, { $beliefs } beliefs: { $measured } measured, { $estimated } estimated, { $judged } judgement ({ $fixed } of them constants)
    { $pairs } pairs of beliefs that go together
    { $facts } facts, { $targets } targets ({ $forced } forced), { $claims } claims and readings, { $works } sources
evidence-unused = Cited by nothing in the evidence: { $unused }
evidence-observable = observable
evidence-bloc = bloc
evidence-date = date
evidence-value = value
evidence-unit = unit
evidence-source = source
evidence-forced = {" "}(forced)
evidence-parameter = parameter
evidence-central = central
evidence-belief = belief
evidence-kind = kind
evidence-sources = sources
evidence-more = overtake evidence KEY tells all about one; overtake evidence facts, sources, rules, chips, policies or schools lists those
evidence-policy = Policy "{ $label }": { $sentence }; `overtake claims --policy { $key }` says what follows
evidence-school-line = { $name } ({ $key }): { $sentence }. Source: { $from }
evidence-choose = one by `--set { $alone }`; all alike by `--set { $all }`, which is the default; some by weight in the table [schools] of a study, as `{ $weights }`
evidence-school-on = on { $question } ({ $switch })
evidence-school-beliefs = central values: { $centres }
evidence-belief-line = { $shape } { $unit } ({ $kind }); central { $central }
evidence-gauge = ; stated in software of { $year }
evidence-part-line = of the mechanism { $mechanism } ({ $status }); known from { $from }
evidence-pair = { $of }{ $other }, rank correlation { $rho }: { $note }
evidence-fact-range = {" "}({ $range })
evidence-fact-value = { $value } on { $date } ({ $kind })
row-choose = choose
row-school = school
row-says = says
row-beliefs = beliefs
row-why = why
row-cited = cited
row-note = note
row-source = source
row-belief = belief
row-typical = typical
row-part = part
row-value = value
row-in = in
row-with = with
list-policy = policy
list-label = label
list-does = what it does
list-fact = fact
list-what = what
list-year = year
list-authors = authors
list-title = title
list-key = key
list-citation = citation

## Chip rules

rules-packages-heading = PACKAGES
rules-not-in-force = NOT IN FORCE HERE: { $rule } begins in { $from }; the study ends with { $date }
rules-package-key = ({ $key })
rules-chips-heading = WHAT MAY GO TO { $to } ({ $date }), while no rule is reversed and on the terms that stand under each package
rules-compute-heading = COMPUTE, thousand H100 equivalents: medians of { $futures } futures, ratios with their 5% and 95% quantiles
rules-published-heading = PUBLISHED, to be read beside `got`
rules-published-line = { $value }{ $range } : 1  { $what } ({ $source }; beside { $beside })
rules-not-probabilities =
    Counts over simulated futures, not probabilities; beliefs are priors, not calibrated. Money follows what AI is
    expected to earn: what rules keep a bloc from buying it does not set aside for others.
rules-terms = { $text }: { $chips }
rules-cap = at most { $cap }% of home sales
rules-quota = at most { $quota } a year
rules-fee = a fee of { $fee }%
rules-chip = chip
treatment-free = free
treatment-denied = denied
treatment-capped = capped
treatment-charged = charged
treatment-licence = licence
rules-reversals-heading = REVERSALS
rules-no-reversal = { $issuer }: no rule is reversed in these futures.
rules-reversal-share = { $share } by the end of { $year }
rules-reversal = { $issuer }: of 100 futures, a rule has been reversed in { $told }. `--set { $off }` keeps its rules.
rules-record-title =
    Chips that reached China, told by a model that knows nothing from each event on: { $futures } futures an arm.
    Score: CRPS of ln(1 + units/1000), mean over chips and quarters; less is better.
arm-true = true dates
arm-early = a year early
arm-late = a year late
arm-none = no rules
rules-event = event
rules-quarters = quarters
event-october-2022 = October 2022
event-october-2023 = October 2023
event-april-2025 = April 2025
rules-all-events = all
rules-record-cells = By chip and quarter: thousand chips that came, then the median of each arm
rules-quarter = quarter
rules-came = came
rules-published-range = {" "}({ $low }–{ $high })
rules-year = year
rules-imports = imports
rules-smuggled = smuggled
rules-home-made = home-made
rules-rented = rented
rules-cn-in-all = CN in all
rules-us-in-all = US in all
rules-got = US/CN got
rules-published = published
rules-in-all = US/CN in all
rules-reversals-what = Rules are lifted at random, under every package: once the record of laws ends, the bloc that made a rule may reverse it for good, and what it denied is open from then on.

## When a threshold is crossed

when-flop = { $threshold } effective FLOP
when-own = each school's own threshold
when-none = no threshold
when-title = When the first bloc has published a model beyond { $named }: study { $study }, policy { $policy }, { $futures } futures.
when-not-probabilities = Shares of simulated futures, not probabilities.
when-school = school
when-futures = futures
when-not-by =
    not by
    { $horizon }
when-first = first
when-lead-months =
    lead,
    months
when-margin =
    margin,
    orders
when-how-to-read = Dates by which 10, 50 and 90 of 100 futures have crossed; leads and margins are medians over crossings.
when-not-breakthrough = Not the breakthrough itself: claims and outcomes that speak of crossing (threshold_crossed) mean finding the technique, which comes at random near the threshold, or never, and is rarer than a model beyond it.
when-broke = { $broken } futures broke and are left out.
when-all-schools = all schools
when-empty = No future here is one of { $schools }: a school is dealt to { $block } futures at a time, and these are { $futures }.{ $enough }
when-enough = {" "}Each school holds in some of { $futures } futures: ask for -n { $futures }.

## Audit

audit-law = law
audit-holds = holds
audit-seen = seen
audit-yes = yes
audit-law-broken = NO
audit-part = part
audit-mechanisms = mechanisms
audit-uncertain = uncertain
audit-levers = levers
audit-outcomes-headlines = outcomes (headlines)
audit-lacks = lacks
audit-parts-title = Parts of the mission: what stands for each, and what it lacks; a lack is a finding, no failure
audit-thin = {" "}(thin)
audit-starting-value = starting value
audit-should-move = should move
audit-moves-early = from 2024 on
audit-moves-last = in the last quarter
audit-tenfold-title = Starting values changed tenfold: the dozen whose outcome moves least in the end, over its own size
audit-quantity = quantity
audit-race = the race
audit-textbook = the textbook
audit-agree = agree
audit-why-they-differ = why they differ
audit-no = no
audit-agreement-title = The race and the textbook race from 2026 to the end, medians with 10% and 90%; they agree where each median lies between the other's
audit-steps-title = Moves of headline outcomes in the last quarter when the step is made shorter, in ensemble deviations
audit-loop = loop
audit-loop-moves = moves most, in deviations
audit-loop-sentence = how it goes round
audit-decorative = {" "}(decorative)
audit-loops-title =
    Feedback loops: how far headlines are, in the last quarter, from what they would be with the loop frozen at its path as
    things stand, when what enters it is disturbed in one bloc from 2026; below 0.02 of a deviation everywhere it is decorative
audit-matrix-title = The same by headline (the member that moves most), in hundredths of its deviation; a dot is less than one
audit-constraint = constraint
audit-binds = binds
audit-member-most-bound = member most bound
audit-constraint-sentence = when it does
audit-finding = {" "}(finding)
audit-constraints-title = Share of futures, quarters and members in which each constraint binds; above 95% or below 1% is a finding, no failure
audit-mechanism = mechanism
audit-operations = operations
audit-share = share
audit-operations-title = Operations of one trajectory with its luck, by the mechanism's file
audit-moves-nothing = Moves nothing
audit-no-reason-known = no reason is known
audit-lacks-equations = equations in { $mechanisms }

## Studies and schemas

new-written = Wrote { $file }. Run it with: overtake run { $file }
schema-names = Schemas: { $names }. Print one with `overtake schema NAME`.
