import QueueModel
import Testing

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
    ("ORCH-999999999999999999", 999_999_999_999_999_999), ("ORCH-1000000000000000000", nil),
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
