import Table
import TestSupport
import Testing

@Suite struct AlignmentTests {
  struct Form: CustomTestStringConvertible {
    let testDescription: String
    let before, after: String
  }

  /// A short table: the names of the nine columns are most of a line's length.
  private static let names =
    "| id | status | priority | task | success_criteria | owner_session | started_at_kst "
    + "| due_at_kst | notes |"
  private static let delimiters = "|---|---|---|---|---|---|---|---|---|"
  private static let aligned =
    "| -- | ------- | -------- | --------- | ---------------- | ------------- | -------------- "
    + "| ---------- | ----- |"
  private static let wideNames =
    "| id | status  | priority | task      | success_criteria | owner_session | started_at_kst "
    + "| due_at_kst | notes |"

  static let forms = [
    Form(
      testDescription: "Korean text and emoji are two columns wide",
      before: """
        text above
        \(names)
        \(delimiters)
        |A|PENDING|P1|로그인|c|-|-|-||
        | B | PENDING | P0 | 👩‍👧 \\| x | c | - | - | - | |

        | id | another table |

        """,
      after: """
        text above
        | id  | status  | priority | task    | success_criteria | owner_session | started_at_kst \
        | due_at_kst | notes |
        | --- | ------- | -------- | ------- | ---------------- | ------------- | -------------- \
        | ---------- | ----- |
        | A   | PENDING | P1       | 로그인  | c                | -             | -              \
        | -          |       |
        | B   | PENDING | P0       | 👩‍👧 \\| x | c                | -             | -              \
        | -          |       |

        | id | another table |

        """),
    Form(
      testDescription: "what the delimiters say, outer pipes, CRLF, no line end",
      before: "  id | status | priority | task | success_criteria | owner_session "
        + "| started_at_kst | due_at_kst | notes\r\n"
        + " ---|:--|--:|:-:|---|---|---|---|---\r\n"
        + "ABCD | PENDING | P1 | t | c | - | - | - | n",
      after: "  | id   | status  | priority | task | success_criteria | owner_session "
        + "| started_at_kst | due_at_kst | notes |\r\n"
        + "  | ---- | :------ | -------: | :--: | ---------------- | ------------- "
        + "| -------------- | ---------- | ----- |\r\n"
        + "  | ABCD | PENDING |       P1 |  t   | c                | -             "
        + "| -              | -          | n     |"),
    Form(
      testDescription: "a malformed row stays, and a wide cell sticks out of its row alone",
      before: queue(
        "| A | PENDING | P1 | short |", row("B", String(repeating: "x", count: 81)), row("C", "yy")),
      after: """
        | id  | status  | priority | task | success_criteria | owner_session | started_at_kst \
        | due_at_kst | notes |
        | --- | ------- | -------- | ---- | ---------------- | ------------- | -------------- \
        | ---------- | ----- |
        | A | PENDING | P1 | short |
        | B   | PENDING | P1       | \(String(repeating: "x", count: 81)) | c                | -  \
                   | -              | -          |       |
        | C   | PENDING | P1       | yy   | c                | -             | -              \
        | -          |       |

        """),
  ]

  @Test func `a status that no command reads stays`() throws {
    for count in [1, 40] {
      let status = "DONE " + String(repeating: "_", count: count)
      let queue = try document("\(Self.names)\n\(Self.delimiters)\n|A|\(status)|P1|t|c|-|-|-||\n")
      let aligned = try document(String(decoding: queue.applying(queue.alignment()), as: UTF8.self))
      #expect(aligned.items == queue.items)
    }
  }

  @Test(arguments: forms)
  func `a table is aligned and nothing else changes`(_ form: Form) throws {
    let queue = try document(form.before)
    let text = String(decoding: queue.applying(queue.alignment()), as: UTF8.self)
    #expect(text == form.after)
  }

  @Test func `an aligned table says the same and needs no more alignment`() throws {
    var random = SeededGenerator(seed: 40)
    for _ in 0..<1500 {
      let generated = GeneratedQueue(using: &random)
      let queue = try document(generated.text)
      let result = queue.applying(queue.alignment())
      let text = String(decoding: result, as: UTF8.self)
      let scene = "\(generated.text)\n\(text)"
      let aligned = try document(result)
      #expect(aligned.items == queue.items, "\(scene)")
      #expect(aligned.alignment() == [], "\(scene)")
      #expect(aligned.changes(since: queue) == [], "\(scene)")
      #expect(result.starts(with: generated.prefix.utf8), "\(scene)")
      #expect(result.reversed().starts(with: generated.suffix.utf8.reversed()), "\(scene)")
    }
  }
}
