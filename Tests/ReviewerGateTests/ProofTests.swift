import ReviewerGate
import Testing

@Suite struct ProofTests {
  @Test(arguments: [
    ("file: docs/X.md", Proof.file(path: "docs/X.md")),
    ("  FILE :docs/My File.md  ", .file(path: "docs/My File.md")),
    ("file: `docs/X.md`", .file(path: "docs/X.md")),
    ("file: 문서/안내.md", .file(path: "문서/안내.md")),
    ("file: ../../etc/passwd", .file(path: "../../etc/passwd")),
    ("grep: TEXT in FILE", .grep(text: "TEXT", file: "FILE")),
    ("grep: built in Swift in docs/X.md", .grep(text: "built in Swift", file: "docs/X.md")),
    ("grep: `let x = 1` in `a b.swift`", .grep(text: "let x = 1", file: "a b.swift")),
    ("grep: \"quoted\" in a.md", .grep(text: "\"quoted\"", file: "a.md")),
    ("grep: a: b in c", .grep(text: "a: b", file: "c")),
    ("json: package.json", .json(file: "package.json")),
    ("cmd: test", .command(name: "test")),
    ("cmd: rm -rf /", .command(name: "rm -rf /")),
    ("cmd: ``", .command(name: "``")),
  ])
  func `a criterion that checks itself is read`(_ criterion: String, proof: Proof) {
    #expect(Proof.parse(criterion) == proof)
  }

  @Test(arguments: [
    "", "file", "file:", "file:   ", "cmd: \t", "json: ", "grep: TEXT", "grep: in FILE",
    "grep: TEXT in ",
    "grep:  in FILE", "update the README; file: x is a part of it", "profile: x", "see file: x",
    "command: test", "파일: x", ": x", "cmd；test", "http://host/x",
  ])
  func `any other criterion is judged by the report`(_ criterion: String) {
    #expect(Proof.parse(criterion) == nil)
  }
}
