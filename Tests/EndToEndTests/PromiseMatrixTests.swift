import Testing

/// That a matrix with mistakes is found out, each of them.
@Suite struct PromiseMatrixTests {
  private static let document = PromiseDocument(
    name: "README.md",
    text: """
      # orch

      Each row is handed out **once**, whoever asks.

      ## What makes it safe

      - One writer at a time: a [kernel lock](lock.md). It ends with
        its process.
      - `orch` waits.

      How fast it is stands elsewhere.

      ## Promises

      - The queue is whole. It always is.
      """)

  private static let rows = """
    ## README.md: orch
        swift test --filter 'LockTests'
    | promise | held by |
    | "handed out once" | `LockTests` |
    ## README.md: What makes it safe
        swift test --disable-xctest --filter 'LockTests|/Wait'
    | "a kernel lock" | `LockTests/one takes it` |
    | "ends with its process": so it is | `HostTests.LockTests/it ends with its process` |
    | "orch waits" | `WaitTests`, `orch torture` |
    ## README.md: Promises
        swift test --disable-xctest --filter 'Lock'
    | "The queue is whole" | `LockTests` |
    ## Something else
    | "no promise" | nothing |

    """

  private static let catalogue = {
    var catalogue = TestCatalogue()
    catalogue.add(
      """
      /// What @Test means.
      @Suite struct LockTests {
        @Test func `one takes it`() {}
        @Test(
          "it ends with its process", arguments: [1])
        func ended(_ number: Int) {}
        func helper() {}
      }
      """, target: "HostTests", file: "LockTests.swift")
    catalogue.add(
      "struct WaitTests {\n  @Test(arguments: [1]) func waits() {}\n}", target: "EndToEndTests",
      file: "WaitTests.swift")
    for target in ["HostTests", "EndToEndTests"] {
      catalogue.add(
        "@Suite struct PathTests {\n  @Test func leads() {}\n}", target: target,
        file: "PathTests.swift")
    }
    return catalogue
  }()

  private static func findings(_ old: String, _ new: String) -> [String] {
    let matrix = PromiseMatrix(rows.replacing(old, with: new))
    return matrix.findings(in: [document]) + matrix.findings(in: catalogue)
  }

  @Test func `where all is there nothing is found`() {
    #expect(Self.findings("nothing else", "") == [])
    #expect(
      Self.catalogue.entries.map(\.function) == [
        "one takes it", "ended", "waits", "leads", "leads",
      ])
  }

  @Test(
    arguments: [
      (
        "\"orch waits\"", "\"orch sleeps\"",
        [
          "README.md: What makes it safe: no row quotes: orch waits.",
          "README.md: What makes it safe: does not say: orch sleeps",
        ]
      ),
      (
        "| \"ends with its process\"", "| \"One writer\"",
        [
          "README.md: What makes it safe: no row quotes: It ends with its process."
        ]
      ),
      ("\"handed out once\"", "\"\"", ["README.md: orch: does not say: "]),
      (
        "| \"handed", "\"handed",
        [
          "README.md: orch: has no row", "no row names what runs by LockTests",
        ]
      ),
      (
        "Promises\n", "Premises\n",
        [
          "README.md: Promises: has no row", "README.md: Premises: no document has this section",
        ]
      ),
      (
        "LockTests/one takes it", "LockTests/two take it",
        [
          "there is no test LockTests/two take it"
        ]
      ),
      ("LockTests/one takes it", "LockTests/helper", ["there is no test LockTests/helper"]),
      (
        "HostTests.LockTests", "EndToEndTests.LockTests",
        [
          "there is no test EndToEndTests.LockTests/it ends with its process"
        ]
      ),
      (
        "`WaitTests`, ", "",
        [
          "nothing holds: orch waits", "no row names what runs by /Wait",
        ]
      ),
      ("`WaitTests`, `orch torture`", "no test: nobody knows", ["no row names what runs by /Wait"]),
      ("`WaitTests`,", "`WaitTests`, `PathTests`,", ["two targets have PathTests"]),
      ("|/Wait", "", ["no command runs WaitTests"]),
      ("|/Wait", "|/Wait|Wake", ["no row names what runs by Wake"]),
    ] as [(String, String, [String])])
  func `a mistake is found`(_ old: String, _ new: String, findings: [String]) {
    #expect(Self.rows.contains(old))
    #expect(Self.findings(old, new) == findings)
  }

  @Test func `a filter that matches nothing is found`() {
    #expect(Self.catalogue.idleAlternatives(of: "Lock|/WaitTests.swift|Nobody") == ["Nobody"])
  }
}
