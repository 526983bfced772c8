/// The words by which English phrases are told apart.
enum EnglishWords {
  /// What follows a verb and begins what it is done to.
  static let determiners: WordList = """
    the a an this that these those all every each any its our their my your his her both some no
    another it them everything everyone us me him one two three four five six only more less either
    """

  /// What follows a verb and belongs to it.
  static let particles: WordList = "up out off down over back away through together ahead"

  static let prepositions: WordList = """
    for to in on at by with of from into as about after before when where if so under over via per
    without within against between across among during until than like except including since because
    while whether that which who what why how unless although though once whenever upon toward towards
    """

  /// A part that begins with one of these is no task, and makes none of what stands before it.
  static let openers: WordList = """
    if when unless once whenever while after before since because although though until given as for
    in on at with without from by to of during hi hello hey dear thanks thank sorry ok okay so but or
    nor yet which who where that whether what why how i we you he she it they there here is are was
    were be been being has have had will would should could can may might must not no yes today
    tomorrow currently now maybe perhaps basically however otherwise unfortunately regarding
    """

  /// Polite words, and others that may stand before a task.
  static let fillers: WordList = """
    please kindly also just finally lastly next afterwards afterward additionally then and again simply
    always never maybe meanwhile quickly carefully
    """

  /// Ways to ask, by their first words; each is followed by a task.
  static let requests = Dictionary(
    grouping: [
      "could you", "can you", "would you", "will you", "can we", "could we", "let's", "lets",
      "let us", "you should", "we should", "we need to", "you need to", "i need you to",
      "i want you to", "i'd like you to", "i would like you to", "be sure to", "make sure to",
      "remember to", "try to", "need to", "don't forget to", "do not forget to", "don't", "do not",
      "we must", "you must", "we have to", "you have to", "i want to", "i need to", "go ahead and",
    ].map { $0.split(separator: " ").map(String.init) }
  ) { $0[0] }

  /// Verbs whose "to" leads on to what somebody else is to do.
  static let causatives: WordList = """
    allow enable let help require ask force tell want permit teach invite encourage remind instruct
    cause get configure set use extend make prevent forbid train prompt authorize
    """

  /// What stands on screens and in programs: with two verbs before it, these name it.
  static let heads: WordList = """
    button buttons guide guides page pages link links column columns field fields tab tabs screen screens icon
    icons action actions endpoint endpoints step steps command commands flow flows event events
    permission permissions option options form forms menu menus dialog dialogs state states script
    scripts job jobs stage stages hook hooks method methods function functions route routes label
    labels message messages pipeline pipelines operation operations feature features mode modes
    section sections module modules api apis handler handlers test tests view views tool tools
    requests request queries query input inputs widget widgets key keys path paths time times
    address addresses number numbers rate rates format formats status statuses
    """

  /// Conditions that a "then" answers.
  static let conditions: WordList = "if when once unless whenever если когда"

  /// What makes a phrase of the words behind it, whose "and" is its own.
  static let subordinators: WordList = """
    where when who which that if after before while because whenever unless until so whose
    """
}
