import ReviewerGate
import TestSupport
import Testing

/// What no change to a report may bring about.
struct MutationTests {
  private func cases() throws -> [LabelledCase] {
    LongTests.sample(
      60, of: try LabelledCase.files.flatMap { try LabelledCase.all(in: $0) }, named: "cases")
  }

  private func passing() throws -> [LabelledCase] {
    try cases().filter {
      $0.expect == .pass && Gate.review(criteria: $0.criteria, report: $0.report).verdict == .pass
    }
  }

  /// The report without every line and sentence that covers `finding`.
  private func without(_ sentence: String, in report: String) -> String {
    report.replacing(sentence, with: "")
  }

  @Test func `A report without the covering sentence does not pass`() throws {
    for one in try passing() {
      var report = one.report
      // Another sentence may cover the criterion as well: until none is left.
      for _ in 0..<8 {
        let review = Gate.review(criteria: one.criteria, report: report)
        guard case .reported(let quotation)? = review.criteria.first?.outcome else { break }
        report = without(quotation.sentence, in: report)
      }
      #expect(Gate.review(criteria: one.criteria, report: report).verdict != .pass, "\(one.id)")
    }
  }

  @Test(
    "A statement that is denied, planned or partial does not pass",
    arguments: [
      ("Add a login form", "The login form was %not added."),
      ("Add a login form", "The login form has %not been added yet."),
      ("Add a login form", "%I did not add the login form."),
      ("Add a login form", "%No login form was added."),
      ("Add a login form", "The login form %will be added."),
      ("Add a login form", "Adding the login form %was skipped."),
      ("Add a login form", "The login form is %only half added."),
      ("Add a login form", "%Need to add the login form."),
      ("로그인 화면 추가", "로그인 화면을 추가하지 %않았습니다."), ("로그인 화면 추가", "로그인 화면은 추가하지 %못했습니다."),
      ("로그인 화면 추가", "로그인 화면을 추가할 %예정입니다."), ("로그인 화면 추가", "로그인 화면 추가는 %미완료입니다."),
      ("로그인 화면 추가", "로그인 화면을 추가하는 %중입니다."), ("로그인 화면 추가", "로그인 화면 추가를 %보류했습니다."),
      ("ログイン画面の追加", "ログイン画面を追加して%いません。"), ("ログイン画面の追加", "ログイン画面は%未実装です。"),
      ("ログイン画面の追加", "ログイン画面は後日追加する%予定です。"),
      ("添加登录页面", "%尚未添加登录页面。"), ("添加登录页面", "登录页面还%没有添加。"), ("添加登录页面", "%计划添加登录页面。"),
      ("Добавить форму входа", "Форма входа %не добавлена."),
      ("Добавить форму входа", "Форма входа %будет добавлена завтра."),
    ])
  func denied(criterion: String, report: String) {
    let review = Gate.review(criteria: criterion, report: report.replacing("%", with: ""))
    #expect(review.verdict == .retry)
    #expect(review.missing == [0])
  }

  @Test func `An empty, bare or unrelated report does not pass`() throws {
    let bare =
      "[REPORT ORCH-001]\nStatus: DONE\nFiles:\n- None\nDiff-Summary:\n- None\nValidation:\n- All tests pass\nRisks:\n- None\nNext:\n- None"
    let unrelated = [
      "", " \n\n", "DONE", "Everything is finished.", "모두 완료했습니다.", bare,
      "The weather was fine and the garden has been watered.",
    ]
    for one in try cases()
    where !one.criteria.lowercased().contains("test")
      && !["테스트", "тест", "テスト", "测试"].contains(where: one.criteria.lowercased().contains)
    {
      for report in unrelated {
        #expect(Gate.review(criteria: one.criteria, report: report).verdict != .pass, "\(one.id)")
      }
    }
  }

  @Test func `Only a PASS has no missing criteria and no reason against it`() throws {
    for one in try cases() {
      let review = Gate.review(criteria: one.criteria, report: one.report)
      #expect((review.verdict == .pass) == (review.reasons == ["all_success_criteria_covered"]))
      #expect(review.coveredCount + review.missing.count == review.totalCount)
      #expect(review.explanation.count == review.criteria.count + review.markers.count)
    }
  }

  @Test func `An empty checklist never passes`() {
    for criteria in ["", " \n ", ";;•", "1) 2)"] {
      let review = Gate.review(criteria: criteria, report: "Status: DONE\nAll tests pass.")
      #expect(review.verdict == .retry)
      #expect(review.reasons == ["missing_checks:0"])
    }
  }

  @Test func `Any scalars are judged without a trap`() {
    var random = SeededGenerator(seed: 20_240_301)
    let pieces = [
      "`", "(", ")", "\"", "'", "없", "않", "0", "10", "failed", ": ", "; ", ", ", "\n", "\r\n", "- ",
      "중", "개", "未", "を", "Status:", "Risks:", "n't", "of", "не", "errors", "만", "\u{0}",
      "\u{10FFFF}",
      "é", "\u{FEFF}", "ㄱ", "ー", "々", ".", "%", "/", "_a", "aB",
    ]
    for _ in 0..<(LongTests.areWanted ? 2_000 : 200) {
      let criteria = (0..<Int.random(in: 0...8, using: &random))
        .map { _ in pieces.randomElement(using: &random) ?? "" }.joined()
      let report = (0..<Int.random(in: 0...40, using: &random))
        .map { _ in pieces.randomElement(using: &random) ?? "" }.joined(separator: " ")
      let review = Gate.review(criteria: criteria, report: report)
      #expect(review == Gate.review(criteria: criteria, report: report))
    }
  }
}
