// Verbs.

extension EnglishWords {
  /// In a request these begin a task, hardly ever a noun.
  static let verbs: WordList = """
    accept achieve acquire activate adapt add adjust adopt aggregate align allow analyse analyze
    animate annotate append apply approve archive arrange ask assemble assert assess assign attach
    authenticate authorize automate avoid balance batch begin benchmark bind block boost borrow
    bring broaden build bump bundle calculate call cancel capture catch centralize change check
    choose clarify classify clean clear clone close collapse collect combine commit compare compile
    complete compress compute condense configure confirm connect consolidate construct consume
    contact contain continue contribute convert copy correct correlate create crop customize
    debounce debug decide decode decommission decouple decrease decrypt dedupe deduplicate define
    delegate delete deliver denormalize deny deploy deprecate derive describe deserialize detach
    detect determine develop diagnose disable disallow discard disconnect discover discuss dismiss
    dispatch distribute divide dockerize double-check downgrade download downscale draft drain drop
    duplicate edit elaborate eliminate embed emit enable encapsulate encode encourage encrypt
    enforce enhance enlarge enqueue enrich ensure escalate escape establish estimate evaluate
    examine exclude execute exempt expand expire explain explore export expose extend extract fetch
    figure fill finalize find finish fix flatten follow forbid force formalize format forward freeze
    gather generate get give grant guarantee handle harden harmonize hide highlight hook identify
    ignore illustrate implement import improve include incorporate increase infer inform inherit
    initialize inject inline inline-edit insert inspect install instrument integrate internationalize
    introduce invalidate invert investigate invite invoke isolate iterate join keep kill
    launch lazy-load leave lengthen let lift lint listen load localize locate log-rotate look lower
    maintain make manage measure memoize mention merge migrate minify minimize minimise mirror mock
    modernize modify monitor move multiply mute normalize notify obtain omit onboard open optimise
    optimize organise organize outline overhaul override overwrite paginate parallelize
    parameterize parse paste patch perform permit persist pin ping polish populate port postpone
    prefetch preload prepare prepend present preserve prevent prioritize probe produce promote
    propagate propose protect prototype prove provide provision prune publish pull purge push put
    quantify raise randomize re-run re-enable reach read reassign rebase reboot rebuild recalculate
    recheck recommend reconcile reconfigure recover recreate redact redeploy redesign redirect
    reduce reenable refactor refine reflect reformat refresh refuse regenerate register regroup
    reimplement reindex reinstall reject relax release reload relocate remind remove rename render
    reopen reorder reorganize repair repeat rephrase replace replay replicate reply report-back
    repoint reproduce rerun rescale reschedule research reset reshape resize resolve respond restart
    restore restrict restructure restyle resubmit resume retain rethink retire retrieve retry reuse
    revamp reverse revert review revise revisit revoke rewire rewrite roll rollback rotate round run
    sanitize save scaffold scan schedule scrape scrub seed select send separate serialize serve set
    setup sharpen shorten shrink shut silence simplify simulate skip slice smoke-test snapshot solve
    sort specify speed spin split squash stabilise stabilize standardise standardize start stop
    strengthen strip stub submit subscribe substitute suggest summarise summarize support suppress
    swap switch sync synchronize tackle take teach tear tell terminate throttle tidy tighten
    toggle track train transcode transfer transform translate transpile trim triage trigger
    troubleshoot truncate tune turn tweak unblock undo unify uninstall unify unlock unmute unpin
    unsubscribe untangle unpack untar unzip unwrap update upgrade upload upscale use validate vendor verify visualize
    vectorize wait warm warn watch weigh widen wipe wire wrap write zip do go help plan prep rerender
    reword rework retest recolor recolour reassess unarchive unhide whitelist blacklist allowlist
    containerize modularize virtualize decompose crawl compose consider convert cover cut decorate
    delay demo diff direct display document dump expand extrapolate fork gate group guard guide halt
    drag ingest inquire interview map mark mask match mount obfuscate offer order overlay own pack pass
    pause pick place play plot pre-render print process profile prompt query queue quit quote rank
    rate rebrand record report request require return sample scale score screen search secure share
    shift ship show sign size sketch spread stage stash state step store stream study style tag
    target test time title touch trace tunnel type value version view visit wash work book draw
    bootstrap cache chart cluster code comment comply cap email filter flag freeze index label limit
    link list lock log mail message model name note number page phone preview price program
    project proof-read proofread release schedule sound spec stress-test subset table template text
    theme ticket trial vote archive back double chase investigate land onboard retarget
    """

  /// Of these, those that are nouns as often: alone before another noun they begin no task.
  static let nounVerbs: WordList = """
    access address batch block book cache call cap change chart clone cluster code comment contact
    copy cover cut delay demo design diff direct display document double draft dump edit email escape export
    figure filter flag fork format forward gate group guard guide help hook import index inline
    input invite issue label launch limit link list load lock log look mail map mark mask match
    message mirror mock model monitor mount name note number offer open order outline output overlay
    own pack page pass patch pause phone pick ping place plan play plot port present preview price
    print probe process profile program project prompt prototype proxy query queue quote rank rate
    read record release report request research return reverse review round run sample scale
    schedule score screen search seed select set share shift ship show sign size sketch slice
    snapshot sort sound spec speed spin split spread stage state step stop store stream study style
    support swap switch sync table tag target template test text theme ticket time title toggle
    touch trace track train transfer trial trigger tunnel turn type upload use value vendor version
    view visit vote wait watch work wire wrap zip back clear clean complete correct secure separate
    warm close live mute smart
    """
}
