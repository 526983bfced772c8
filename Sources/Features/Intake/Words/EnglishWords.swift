enum EnglishWords {
  /// Verbs that begin tasks, and are rarely nouns.
  static let verbs: WordList = """
    adapt add adjust adopt align allow analyse analyze announce apply approve archive arrange ask
    assemble assert assign attach audit automate avoid back backfill benchmark bind boost bring
    build bump bundle calculate cancel capture catch change check choose clarify clean cleanup
    clear close collect combine commit compare compile complete compress compute configure confirm
    connect consolidate convert correct create crop crawl customize debug decide decouple decrease
    deduplicate define delete deliver deploy deprecate describe detect determine develop diagnose
    disable discuss distribute do download drain drop edit eliminate email embed enable encrypt
    enforce enhance ensure escape establish estimate evaluate examine exclude expand explain
    explore export expose extend extract fetch file fill finalize find finish fix flatten follow
    format forward gather generate get give grant handle harden hide highlight identify ignore
    implement import improve include increase inform initialize inject inline insert inspect install
    instrument integrate introduce invalidate investigate invite isolate iterate join keep kill
    launch leave lengthen let lint load localize look lower make manage measure mention merge
    migrate
    minify minimize mirror mock modify monitor move mute normalize notify open optimise optimize
    organise organize outline overhaul override package paginate parallelize parse paste patch
    perform ping pin polish populate port prepare prevent prioritize profile promote propose
    protect provide provision prune publish pull purge push put raise re-run read rearrange rebase
    reboot rebuild recheck recommend reconcile reconnect record recover recreate redact redeploy
    redesign redirect reduce refactor refine refresh regenerate register reindex reinstall reject
    release reload relocate remind remove rename render reopen reorder reorganize repair replace
    reply report reproduce rerun reschedule research reset resize resolve respond restart restore
    restrict restructure restyle resume retire retrieve retry reuse revamp revert review revise
    revoke rewire rewrite roll rollback rotate run sanitize save scaffold scan schedule scrub seed
    select send separate serialize serve set setup sharpen ship shorten show shrink shut silence
    simplify simulate skip smoke-test solve sort specify speed spin split squash stabilize
    standardize start stop store strengthen strip submit suggest summarise summarize suppress
    swap switch sync synchronize tag take teach tell test throttle tidy tighten toggle train
    transform translate trim triage trigger troubleshoot truncate tune turn tweak unblock
    undo unify uninstall unlock unmute unpack unsubscribe update upgrade upload use validate verify
    visualize wait warn watch widen wipe wire wrap write zip double-check lazy-load preload
    preconnect dockerize transcode vendor reword rework retest
    """

  /// Verbs that are equally often nouns. They are read as nouns unless a verb precedes them or a
  /// definite object follows them.
  static let nounVerbs: WordList = """
    access address batch block book branch cache call cap chart code comment contact copy cover cut
    demo design diff display document draft dump email export figure file filter flag fork
    format group guard guide help import index input install issue label limit link list lock log
    look mail map mark mask match message mirror mock model monitor name note number offer order
    outline output package page patch pause phone place plan plot port post present preview price
    print process profile program prompt prototype query queue rank rate record release report
    request research reset return reverse review round sample scale schedule score screen search
    seed set share shift sign sketch snapshot sort spec speed split spread stage start state step
    stop store stream stress study style support switch sync table tag target template test text
    theme ticket time title toggle touch trace track train transfer trigger type upload use value
    version view visit vote watch work wrap change download drag clear correct open
    """

  static func mayBeVerb(_ word: String) -> Bool { verbs.contains(word) || nounVerbs.contains(word) }

  /// Particles after a verb, and first words of a definite object.
  static let determiners: WordList = """
    the a an this these those all every each any its our their my your his her both some no it them
    everything everyone us me him one two three only more up out off down over back away through
    together ahead
    """

  static let prepositions: WordList = """
    for to in on at by with of from into as about after before than via per without within against
    between across during until and or so is are
    """

  /// Words of statements, questions and clauses. A phrase with such a word does not begin a task,
  /// and an "and" in it joins its own words.
  static let clauses: WordList = """
    is are was were be been has have had will would should could can may might must i we you he she
    they who which that where when why how what whose if while because whenever unless until does
    did don't doesn't didn't isn't aren't hi hello thanks sorry я мы вы они это есть был была были
    нет чтобы который которая которые где когда если
    """

  /// The first words of a condition or a reason.
  static let conditions: WordList = """
    if when once unless whenever while after before since because although though until as in on at
    если когда после при чтобы пока поскольку
    """

  /// Verbs for the actions of another person or thing.
  static let causatives: WordList = """
    allow enable let help support permit teach encourage forbid prevent describe explain
    разрешить позволить научить запретить дать
    """

  /// Polite words before a verb, by their first word.
  static let requests = Dictionary(
    grouping: """
      could you,can you,would you,will you,can we,could we,let's,let us,you should,we should,\
      we need to,you need to,i need you to,i want you to,be sure to,make sure to,remember to,\
      try to,need to,don't forget to,do not forget to,don't,do not,we must,you must,we have to,\
      i want to,i need to,go ahead and,hey,hi,please,kindly,also,just,finally,lastly,next,then,\
      and,again,simply,пожалуйста,ещё,еще,нужно,надо,необходимо,давай,давайте,следует,наконец,\
      сначала,просто,прошу
      """.split(separator: ",").map { $0.split(separator: " ").map(String.init) }
  ) { $0[0] }
}
