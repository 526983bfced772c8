/// What a word can do in a statement, whatever its language.
struct Roles: OptionSet, Hashable, Sendable {
  let rawValue: UInt64

  init(rawValue: UInt64) { self.rawValue = rawValue }
  private init(bit: UInt64) { rawValue = 1 << bit }

  // MARK: What holds a sentence together

  /// Says nothing by itself: articles, prepositions, auxiliaries.
  static let function = Roles(bit: 0)
  /// May be left out: `new`, `successfully`, `관련`.
  static let optional = Roles(bit: 1)
  /// Is, has, does: what makes a clause finite.
  static let auxiliary = Roles(bit: 2)
  /// But, however, 다만.
  static let contrast = Roles(bit: 3)
  /// If, when, 경우, 시.
  static let condition = Roles(bit: 4)
  /// May, might, 가능성.
  static let modal = Roles(bit: 5)
  /// Previously, 이전에.
  static let formerly = Roles(bit: 6)
  /// Now, 이제.
  static let now = Roles(bit: 7)
  /// It, this, both: what stands for something said before.
  static let pronoun = Roles(bit: 8)
  static let and = Roles(bit: 9)

  // MARK: What denies

  /// Denies a verb: not, 않, не.
  static let not = Roles(bit: 10)
  /// Denies that something is there: no, 없음, нет.
  static let no = Roles(bit: 11)
  /// As `no`, for the words behind it only: without.
  static let without = Roles(bit: 12)
  /// Says by itself that something was not done: skipped, 미완료.
  static let undone = Roles(bit: 13)
  /// Will, later, 예정.
  static let planned = Roles(bit: 14)
  /// Tried, prepared: not the thing itself.
  static let attempt = Roles(bit: 15)
  /// No longer, 더 이상.
  static let longer = Roles(bit: 16)

  // MARK: Amounts

  static let all = Roles(bit: 17)
  static let only = Roles(bit: 18)
  static let except = Roles(bit: 19)
  /// Some, partly, 일부.
  static let part = Roles(bit: 20)
  /// The rest, 나머지.
  static let rest = Roles(bit: 21)
  /// Of, 중: between two numbers.
  static let of = Roles(bit: 22)
  static let atMost = Roles(bit: 23)
  static let atLeast = Roles(bit: 24)
  /// 개, 건: behind a number.
  static let counter = Roles(bit: 25)
  /// ms, MB, 초.
  static let unit = Roles(bit: 26)

  // MARK: Verbs

  /// Add, implement: any completed deed that brings something about.
  static let make = Roles(bit: 27)
  static let update = Roles(bit: 28)
  static let fix = Roles(bit: 29)
  static let remove = Roles(bit: 30)
  static let verify = Roles(bit: 31)
  /// Run, execute: also shown by a result.
  static let run = Roles(bit: 32)
  /// Pass, succeed, green.
  static let pass = Roles(bit: 33)
  /// Work, start, respond: what a product ought to do.
  static let works = Roles(bit: 34)
  /// Occur, remain, 발생.
  static let occur = Roles(bit: 35)
  /// A verb that is none of those.
  static let verb = Roles(bit: 36)

  // MARK: Markers

  /// Failed, crash, TODO.
  static let failure = Roles(bit: 37)
  /// Error, bug, missing: a failure when it is there.
  static let trouble = Roles(bit: 38)
  static let blocked = Roles(bit: 39)
  /// Stopped, 막혀, 중단.
  static let stopped = Roles(bit: 40)
  /// Proceed, continue.
  static let proceed = Roles(bit: 41)
  /// Approval, credentials, licence: what only others can give.
  static let resource = Roles(bit: 42)
  static let wait = Roles(bit: 43)
  static let escalate = Roles(bit: 44)
  static let need = Roles(bit: 45)
  /// Grant, issue, approve, answer: what others have to do.
  static let grant = Roles(bit: 46)
  /// Others: vendor, admin, 담당자.
  static let party = Roles(bit: 47)
  /// What work is checked with or done as: test, build, task.
  static let check = Roles(bit: 48)

  // MARK: Forms of Korean words

  /// Stands before a noun: 실패한.
  static let modifier = Roles(bit: 49)
  /// Goes on to another clause: -고, -며.
  static let connective = Roles(bit: 50)
  /// Ends a sentence.
  static let final = Roles(bit: 51)
  /// So that: 않도록.
  static let purpose = Roles(bit: 52)
  /// In this clause as its topic or doer: 은, 는, 이, 가.
  static let subject = Roles(bit: 53)
  /// 것, 상태: makes a clause of what stands before it.
  static let nominal = Roles(bit: 54)
  static let done = Roles(bit: 55)
  /// Should, has to, asks to: what is wanted, and no fact.
  static let intent = Roles(bit: 57)
  /// On purpose: forced, simulated, 강제.
  static let provoked = Roles(bit: 59)
  /// Is being done: しています.
  static let progress = Roles(bit: 58)
  /// Cannot, unable, 불가.
  static let cannot = Roles(bit: 56)
}
