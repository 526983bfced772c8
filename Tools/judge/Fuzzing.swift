import Gate
import Intake
import Model
import TestSupport

/// Gives mutated cases to the rules until the time is over. There must never be a crash, an answer
/// that takes long, or a PASS for a report that is empty or about something else.
struct Fuzzing {
  /// A problem, with the texts that cause it.
  struct Finding {
    let problem: String
    let input: [String]
  }

  /// The longest time that a text of this size may take, even on a busy machine.
  private static let slowest = Duration.seconds(20)
  /// The number of scalars in the longest texts.
  private static let longest = 60_000

  private let cases: [ReviewCase]
  private let requests: [IntakeCase]
  private var random: SeededGenerator
  private(set) var rounds = 0
  private(set) var findings: [Finding] = []

  init(_ sets: [CaseSet], seed: UInt64) {
    cases = sets.flatMap(\.reviews)
    requests = sets.flatMap(\.intakes)
    random = SeededGenerator(seed: seed)
  }

  mutating func run(for duration: Duration) {
    let clock = ContinuousClock()
    let end = clock.now + duration
    while clock.now < end, findings.count < 10 {
      rounds += 1
      review()
      intake()
    }
  }

  // MARK: The reviewer gate

  private mutating func review() {
    guard let one = cases.randomElement(using: &random),
      let other = cases.randomElement(using: &random)
    else { return }
    let criteria = Bool.random(using: &random) ? one.criteria : mutated(one.criteria)
    let report = mutated(Bool.random(using: &random) ? one.report : other.report)
    _ = judged(criteria, report)
    let unrelated = Self.unrelated.shuffled(using: &random).prefix(3).joined(separator: " ")
    for empty in ["", " \n\t", "[REPORT X]\nStatus: DONE\n", unrelated, "\(unrelated)\nDONE"] {
      if judged(criteria, empty) == .pass {
        findings.append(Finding(problem: "PASS", input: [criteria, empty]))
      }
    }
  }

  private mutating func judged(_ criteria: String, _ report: String) -> Verdict.Result {
    timed([criteria, report]) {
      Gate.evaluate(criteria: criteria, report: Report(reading: report, of: "X")).verdict.result
    }
  }

  /// Sentences that are about no project's work.
  private static let unrelated = [
    "The weather was lovely by the lake.", "Grandmother baked three plum cakes.",
    "어제는 바닷가에서 조개를 구웠습니다.", "고양이가 창가에서 낮잠을 잤습니다.",
    "昨日は山で鳥の声を聞きました。", "春天的花园里有很多蝴蝶。", "Вчера мы гуляли в лесу.",
    "👍", "12345", "…", "ok",
  ]

  // MARK: The intake

  private mutating func intake() {
    guard let one = requests.randomElement(using: &random) else { return }
    let request = mutated(one.request)
    let proposal = timed([request]) { Proposal.propose(request) }
    if proposal.texts.contains("") {
      findings.append(Finding(problem: "an empty item", input: [request]))
    }
  }

  // MARK: Texts

  /// Runs `body`, and records a finding if it takes too long.
  private mutating func timed<Result>(_ input: [String], _ body: () -> Result) -> Result {
    let clock = ContinuousClock()
    let start = clock.now
    let result = body()
    let taken = clock.now - start
    if taken > Self.slowest {
      findings.append(Finding(problem: "took \(taken)", input: input))
    }
    return result
  }

  private mutating func mutated(_ text: String) -> String {
    var scalars = Array(text.unicodeScalars)
    for _ in 0..<Int.random(in: 1...4, using: &random) { mutate(&scalars) }
    var view = String.UnicodeScalarView()
    view.append(contentsOf: scalars.prefix(Self.longest))
    return String(view)
  }

  private mutating func mutate(_ scalars: inout [Unicode.Scalar]) {
    let start = Int.random(in: 0...scalars.count, using: &random)
    let end = Int.random(in: start...min(scalars.count, start + 40), using: &random)
    switch Int.random(in: 0..<6, using: &random) {
    case 0: scalars.removeSubrange(start..<end)
    case 1: scalars.insert(contentsOf: scalars[start..<end], at: start)
    case 2: scalars.insert(contentsOf: Self.pieces.randomElement(using: &random) ?? [], at: start)
    case 3: scalars.insert(contentsOf: (0..<8).map { _ in scalar() }, at: start)
    case 4: scalars[start..<end].shuffle(using: &random)
    default:
      let piece = Array(scalars[start..<end])
      let count = Int.random(in: 1...2000, using: &random)
      if piece.count * count < Self.longest {
        scalars.insert(contentsOf: (0..<count).flatMap { _ in piece }, at: start)
      }
    }
  }

  private mutating func scalar() -> Unicode.Scalar {
    let value = UInt32.random(
      in: 0...(Bool.random(using: &random) ? 0x2FF : 0x10FFFF), using: &random)
    return Unicode.Scalar(value) ?? "?"
  }

  /// Pieces of text that the rules look for.
  private static let pieces: [[Unicode.Scalar]] = [
    "\n", ";", "•", " 1) ", "```", "`", "\"", "(", "「", "https://", " and ", ", ", " then ", " → ",
    "그리고", " 후 ", "、", "，", "не ", "not ", "no ", "0 failed", "10 failed", "실패 0건", "없음",
    "blocked", "승인 대기", "Status: DONE", "\nRisks:\n- ", "\nNext:\n- ", "[REPORT X]", "만 ", "예정",
    "\u{202E}", "\u{0}", "\u{FEFF}", "\u{1100}\u{1161}", "e\u{301}",
  ].map { Array($0.unicodeScalars) }
}
