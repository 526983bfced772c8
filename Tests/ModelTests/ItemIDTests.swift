import StoreTestSupport
import Testing

@testable import Model

@Suite struct ItemIDTests {
  @Test(arguments: [
    "A", "0", "ORCH-001", "a.b_c-d", "a-", "a.", "a.b.c", String(repeating: "x", count: 64),
  ])
  func `a well-formed id is accepted`(_ id: String) {
    #expect(ItemID.isWellFormed(id))
  }

  @Test(arguments: [
    ("empty", ""), ("65 characters", String(repeating: "x", count: 65)), ("a dot first", ".a"),
    ("a hyphen first", "-a"), ("a line first", "_a"), ("two dots", "a..b"), ("only dots", ".."),
    ("a slash", "a/b"), ("a backslash", "a\\b"), ("a pipe", "a|b"), ("a space", "a b"),
    ("a space at the end", "a "), ("a line feed", "a\n"), ("a tab", "a\tb"),
    ("an escape", "a\u{1B}[2J"), ("a NUL", "a\0"), ("right-to-left override", "a\u{202E}b"),
    ("an accent", "é"), ("a combining accent", "e\u{301}"), ("Korean", "작업"),
    ("a full-width letter", "Ａ"), ("an Arabic digit", "١"), ("a Cyrillic letter", "А"),
    ("before 0", "a:"), ("before A", "a@"), ("behind Z", "a["), ("behind z", "a{"),
  ])
  func `an ill-formed id is refused`(_ description: String, id: String) {
    #expect(!ItemID.isWellFormed(id))
  }
}

@Suite struct NumberedIDTests {
  @Test(arguments: [
    ("ORCH-001", 1), ("ORCH-1", 1), ("ORCH-0", 0), ("ORCH-0999", 999), ("ORCH-1000", 1000),
    ("ORCH-999999999999999", 999_999_999_999_999), ("ORCH-1000000000000000", nil),
    ("ORCH-", nil), ("ORCH-1a", nil), ("ORCH--1", nil), ("ORCH-+1", nil), ("orch-1", nil),
    ("XORCH-1", nil), ("ORCH-١", nil), ("", nil),
  ])
  func `the number of an id is read`(_ id: String, number: Int?) {
    #expect(NumberedID.number(of: id.utf8) == number)
  }

  @Test(arguments: [
    (1, "ORCH-001"), (42, "ORCH-042"), (999, "ORCH-999"), (1000, "ORCH-1000"),
  ])
  func `an id is at least three digits wide and reads back`(_ number: Int, id: String) {
    #expect(NumberedID.id(number: number) == id)
    #expect(NumberedID.number(of: id.utf8) == number)
    #expect(ItemID.isWellFormed(id))
  }
}

@Suite struct WorkerLabelTests {
  @Test(arguments: [
    ("ORCH-001", "orch-orch-001"), ("REL-1", "orch-rel-1"), ("a_b", "orch-a_b"),
    ("a.B", "orch-a-b"), ("9", "orch-9"),
    (String(repeating: "A", count: 64), "orch-" + String(repeating: "a", count: 59)),
  ])
  func `a label is the id as a session can be called`(_ id: String, _ label: String) {
    #expect(WorkerLabel.label(for: id) == label)
    #expect(label.utf8.count <= WorkerLabel.maximumLength)
  }
}

@Suite struct IdempotencyKeyTests {
  @Test(arguments: ["k", "build/42", "a=b,c", "열쇠-1", String(repeating: "x", count: 200), "-"])
  func `a key is one word`(_ key: String) {
    #expect(IdempotencyKey.isWellFormed(key))
  }

  @Test(arguments: [
    "", "a b", "a|b", "a\tb", "a\nb", "a\u{7}", "a\u{A0}b", "a\u{3000}b", "a\u{202E}b",
    String(repeating: "x", count: 201), String(repeating: "열", count: 67),
  ])
  func `what a notes cell would not keep as it is is none`(_ key: String) {
    #expect(!IdempotencyKey.isWellFormed(key))
  }

  @Test(arguments: ["k", "build/42", "a=b,c", "열쇠-1", "a,", "/"])
  func `a key that is added is found again`(_ key: String) throws {
    let new = Transition.NewItem(
      id: "A", priority: .p1, task: "t", successCriteria: "c", notes: "see below",
      idempotencyKey: key, maxAttempts: 2)
    let context = TransitionContext(session: nil, now: now)
    let decision = try Transition.add(new).decision(in: MemoryTable(), context)
    guard case .change(let change) = decision else {
      Issue.record("\(decision)")
      return
    }
    #expect(change.after?.idempotencyKey == key)
    #expect(change.after?.maxAttempts == 2)
  }
}
