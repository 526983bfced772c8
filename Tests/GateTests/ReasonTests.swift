import Gate
import Model
import Testing

/// What people read of a review.
struct ReasonTests {
  struct Case: CustomTestStringConvertible, Sendable {
    let testDescription: String
    let criteria: String
    let report: String
    var proofs: [Int: ProofResult] = [:]
    var opinions: [Int: JudgeOpinion] = [:]
    let explanation: String
  }

  static let cases = [
    Case(
      testDescription: "claims with evidence",
      criteria: "redirect fixed; cmd: test",
      report:
        "[REPORT X]\nStatus: DONE\nCriteria:\n1. met: curl -i /login: 302 to /page\n2. met: 12 passed",
      explanation: """
        PASS all_success_criteria_covered
        1. redirect fixed: met: line 4 shows it: "curl -i /login: 302 to /page"
        2. cmd: test: met: line 5 shows it: "12 passed"
        """),
    Case(
      testDescription: "claims below the status, without their label",
      criteria: "redirect fixed; cmd: test",
      report:
        "**Status:** DONE\n1. met: curl -i /login: 302 to /page\n**2.** not met: 2 of 12 failed",
      explanation: """
        RETRY missing_checks:1
        1. redirect fixed: met: line 2 shows it: "curl -i /login: 302 to /page"
        2. cmd: test: not met: the report says so in line 3: "2 of 12 failed"
        """),
    Case(
      testDescription: "reasons below the status that are no claims",
      criteria: "redirect fixed",
      report: "Status: BLOCKED\n1. no staging key\n2. Done would need a decision on cookies",
      explanation: """
        BLOCK explicit_block_marker:1. no staging key 2. Done would need a decision on cookies
        1. redirect fixed: not met: the report does not show it
        """),
    Case(
      testDescription: "all that keeps a claim from holding",
      criteria: "a page; b page; c page; d page; e page",
      report: """
        [REPORT X]
        Status: DONE
        Criteria:
        1. met
        2. met: the b page
        2. met: b page
        3. met: 2 of 9 checks passed
        4. not met: no key
        5. met except on Windows
        7. met: x
        """,
      explanation: """
        RETRY missing_checks:5
        The report: it names criterion 7, and there are 5.
        1. a page: not met: line 4 claims it, and nothing shows it
        2. b page: not met: line 6 only says the criterion again
        3. c page: not met: line 7 says "2 of 9": "2 of 9 checks passed"
        4. d page: not met: the report says so in line 8: "no key"
        5. e page: not met: the report says so in line 9: "except on Windows"
        """),
    Case(
      testDescription: "proofs outrank claims",
      criteria: "cmd: test; file: a.txt",
      report: "Status: DONE\nCriteria:\n1. met: 12 passed\n2. not met: forgot it",
      proofs: [0: .failed("test: status 1 after 2 ms"), 1: .proved("a.txt: 8 bytes")],
      explanation: """
        RETRY missing_checks:1
        1. cmd: test: not met: test: status 1 after 2 ms
        2. file: a.txt: met: a.txt: 8 bytes
        """),
    Case(
      testDescription: "criteria that are only repeated, or stated without a result",
      criteria: "update README; run tests; tag it",
      report: """
        Status: DONE
        Criteria:
        1. update README
        2. running the tests
        3. tagged it as v1.2
        """,
      explanation: """
        RETRY missing_checks:2
        1. update README: not met: the report does not show it
        2. run tests: not met: the report does not show it
        3. tag it: met: line 5 says "tagged it as v1.2"
        """),
    Case(
      testDescription: "prose",
      criteria: "update README; run tests",
      report: "Updated README only.",
      explanation: """
        RETRY missing_checks:1
        1. update README: met: line 1 says "Updated README only."
        2. run tests: not met: the report does not show it
        """),
    Case(
      testDescription: "prose that covers all",
      criteria: "update README; run tests",
      report: "Done: update README section and run tests successfully.",
      explanation: """
        PASS all_success_criteria_covered
        1. update README: met: line 1 says "Done: update README section and run tests successfully."
        2. run tests: met: line 1 says "Done: update README section and run tests successfully."
        """),
    Case(
      testDescription: "Korean prose",
      criteria: "README 반영; 테스트",
      report: "README 반영 완료, 테스트 통과",
      explanation: """
        PASS all_success_criteria_covered
        1. README 반영: met: line 1 says "README 반영 완료, 테스트 통과"
        2. 테스트: met: line 1 says "README 반영 완료, 테스트 통과"
        """),
    Case(
      testDescription: "a check that failed elsewhere",
      criteria: "page added",
      report:
        "Status: DONE\nCriteria:\n1. met: /page answers 200\nValidation:\n- npm test: 2 failed",
      explanation: """
        RETRY failure_markers:2 failed
        1. page added: met: line 3 shows it: "/page answers 200"
        """),
    Case(
      testDescription: "faults of form",
      criteria: "page added",
      report: "[REPORT X]\nStatus: perhaps\nCriteria:\n1. met: /page answers 200",
      explanation: """
        RETRY fault:unknown_status
        The report: the status "perhaps" is none of DONE, PARTIAL, FAILED, BLOCKED and QUESTION.
        1. page added: met: line 4 shows it: "/page answers 200"
        """),
    Case(
      testDescription: "two statuses",
      criteria: "page added",
      report:
        "[REPORT X]\nStatus: DONE\nCriteria:\n1. met: /page answers 200\nStatus: FAILED: no deploy",
      explanation: """
        RETRY fault:several_statuses
        The report: one Status: line says DONE, and another one FAILED.
        1. page added: met: line 4 shows it: "/page answers 200"
        """),
    Case(
      testDescription: "a restriction behind the status",
      criteria: "page added",
      report:
        "[REPORT X]\nStatus: DONE\nCriteria:\n1. met: /page answers 200\n## Status\nPartially done",
      explanation: """
        RETRY fault:several_statuses
        The report: one Status: line says DONE, and another one PARTIAL.
        1. page added: met: line 4 shows it: "/page answers 200"
        """),
    Case(
      testDescription: "one status, said twice, and a label that looks like it",
      criteria: "page added",
      report: """
        [REPORT X]
        Status: DONE
        Criteria:
        1. met: /page answers 200
        Validation:
        Status: 200 for /page
        Status: completed
        """,
      explanation: """
        PASS all_success_criteria_covered
        1. page added: met: line 4 shows it: "/page answers 200"
        """),
    Case(
      testDescription: "the form, not filled in",
      criteria: "page added",
      report:
        "[REPORT X]\nStatus: <DONE, PARTIAL, FAILED, BLOCKED or QUESTION>\nCriteria:\n1. met | not met: <...>",
      explanation: """
        RETRY fault:not_filled_in;missing_checks:1
        The report: the form was not filled in.
        1. page added: not met: the report does not show it
        """),
    Case(
      testDescription: "another row's report",
      criteria: "page added",
      report: "[REPORT Y]\nStatus: DONE\nCriteria:\n1. met: /page answers 200",
      explanation: """
        RETRY fault:other_row;missing_checks:1
        The report: the report is of Y.
        1. page added: not met: the report does not show it
        """),
    Case(
      testDescription: "something outside",
      criteria: "page added; deployed",
      report:
        "Status: BLOCKED - no deploy key\nCriteria:\n1. met: /page answers 200\n2. not met: needs the key",
      explanation: """
        BLOCK explicit_block_marker:no deploy key
        1. page added: met: line 3 shows it: "/page answers 200"
        2. deployed: not met: the report says so in line 4: "needs the key"
        """),
    Case(
      testDescription: "a question",
      criteria: "page added",
      report: "Status: QUESTION\nQuestion: which title?",
      explanation: """
        QUESTION question:which title?
        1. page added: not met: the report does not show it
        """),
    Case(
      testDescription: "a question of who calls itself blocked",
      criteria: "page added",
      report: "Status: BLOCKED\nQuestion: where?",
      explanation: """
        QUESTION question:where?
        1. page added: not met: the report does not show it
        """),
    Case(
      testDescription: "a proof that a person has to look at first",
      criteria: "cmd: test; page added",
      report: "Status: DONE\nCriteria:\n1. met: 12 passed\n2. met: /page answers 200",
      proofs: [0: .needsApproval("ci/test.sh changed")],
      explanation: """
        BLOCK awaits_approval:ci/test.sh changed
        1. cmd: test: not met: a person has to look: ci/test.sh changed
        2. page added: met: line 4 shows it: "/page answers 200"
        """),
    Case(
      testDescription: "the same, and work that is left",
      criteria: "cmd: test; page added",
      report: "Status: DONE\nCriteria:\n1. met: 12 passed\n2. not met: no time",
      proofs: [0: .needsApproval("ci/test.sh changed")],
      explanation: """
        RETRY missing_checks:2
        1. cmd: test: not met: a person has to look: ci/test.sh changed
        2. page added: not met: the report says so in line 4: "no time"
        """),
    Case(
      testDescription: "a judge that turns down and passes what is reported, and nothing else",
      criteria: "a page; b page; c page; cmd: test; file: a.txt",
      report: "Status: DONE\nCriteria:\n1. met: /a answers 200\n3. not met: no time",
      proofs: [3: .proved("test: status 0"), 4: .failed("a.txt: empty")],
      opinions: [
        0: JudgeOpinion(isMet: false, reason: "/a is another page"),
        1: JudgeOpinion(isMet: true, reason: "the diff has it"),
        2: JudgeOpinion(isMet: true, reason: "x"), 3: JudgeOpinion(isMet: false, reason: "x"),
        4: JudgeOpinion(isMet: true, reason: "x"),
      ],
      explanation: """
        RETRY missing_checks:3
        1. a page: not met: the judge: /a is another page
        2. b page: met: the judge: the diff has it
        3. c page: not met: the report says so in line 4: "no time"
        4. cmd: test: met: test: status 0
        5. file: a.txt: not met: a.txt: empty
        """),
    Case(
      testDescription: "it has no success criteria",
      criteria: "",
      report: "Status: DONE\nDiff-Summary:\n- all of it",
      explanation: "BLOCK awaits_approval:it has no success criteria"),
  ]

  @Test(arguments: cases)
  func `the verdict is explained with its reasons`(one: Case) {
    let result = Gate.evaluate(
      criteria: one.criteria, report: Report(reading: one.report, of: "X"), proofs: one.proofs,
      opinions: one.opinions)
    let lines = [
      "\(result.verdict.result.rawValue) \(result.verdict.reasons.codes(separator: ";"))"
    ]
    #expect((lines + result.explanation).joined(separator: "\n") == one.explanation)
    #expect(result.explanation.filter { !$0.contains(": met: ") } == result.shortcomings)
  }

  @Test(
    "The row that a header names",
    arguments: [
      ("[REPORT A-1]", "A-1"), ("## [REPORT A-1]", "A-1"), ("**[REPORT A-1]**", "A-1"),
      ("`[report A-1]`", "A-1"), ("claude: [REPORT A-1] ", "A-1"),
      ("\u{FEFF}[REPORT A-1]\u{A0}", "A-1"),
      ("see [REPORT A-1]: it", nil), ("[REPORT A-1] is next", nil), ("    [REPORT A-1]", nil),
      ("[REPORT ]", nil), ("> [REPORT A-1]", nil),
    ] as [(String, String?)])
  func header(line: String, id: String?) {
    #expect(Report(reading: "\(line)\nStatus: DONE").id == id)
  }
}
