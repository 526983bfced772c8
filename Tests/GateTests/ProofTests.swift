import Gate
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
    ("json: package.json", .json(file: "package.json", schema: nil)),
    ("json: out.json out.schema.json", .json(file: "out.json", schema: "out.schema.json")),
    ("json: `out.json` `a/s.json`", .json(file: "out.json", schema: "a/s.json")),
    ("json: my file.json", .json(file: "my file.json", schema: nil)),
    ("only: a.md, src/", .only(["a.md", "src/"])), ("exit: 0", .exit), ("`exit: 0`", .exit),
    ("cmd: test", .command(name: "test")),
    ("cmd: rm -rf /", .command(name: "rm -rf /")),
    ("cmd: ``", .command(name: "``")),
    ("cmd\u{FF1A}test", .command(name: "test")), ("`cmd: test`", .command(name: "test")),
    ("**cmd: test**", .command(name: "test")), ("**`cmd: test`**", .command(name: "test")),
    ("__cmd: my_test__", .command(name: "my_test")), ("\"cmd: test\"", .command(name: "test")),
    ("\u{201C}cmd: test\u{201D}", .command(name: "test")), ("'file: a'", .file(path: "a")),
    ("(cmd: test)", .command(name: "test")),
    ("\u{FF08}cmd\u{FF1A}test\u{FF09}", .command(name: "test")),
    ("(grep: f(x) in a.swift)", .grep(text: "f(x)", file: "a.swift")),
    ("`grep: `x` in `a.md``", .grep(text: "x", file: "a.md")),
    ("**grep: a in *.md**", .grep(text: "a", file: "*.md")),
  ])
  func `a criterion that checks itself is read`(_ criterion: String, proof: Proof) {
    #expect(Proof.parse(criterion) == proof)
  }

  @Test(arguments: [
    "", "file", "file:", "file:   ", "cmd: \t", "json: ", "grep: TEXT", "grep: in FILE",
    "grep: TEXT in ",
    "grep:  in FILE", "update the README; file: x is a part of it", "profile: x", "see file: x",
    "command: test", "파일: x", ": x", "cmd；test", "http://host/x",
    "`cmd: test` passes, with `--all`", "(file: a) and (file: b)", "\"file: a\" and \"file: b\"",
    "**cmd: test** and **x**", "(cmd: test", "`cmd: test`.", "(cmd: )", "``", "()",
  ])
  func `any other criterion is judged by the report`(_ criterion: String) {
    #expect(Proof.parse(criterion) == nil)
  }

  @Test(arguments: ["cmd:", "(cmd: )", "ci:", "exit: 1", "only: ,", "`grep: TEXT`", "json\u{FF1A}"])
  func `a proof that lacks a part is malformed`(_ criterion: String) {
    #expect(Proof.isMalformed(criterion) && Proof.cannotBeMet(criterion))
  }

  @Test(arguments: [
    ("file: ../x", true), ("file: a/../b", true), ("file: /etc/hostname", true),
    ("grep: a/../b in x", false), ("grep: x in ../y", true), ("json: a.json", false),
    ("json: ../a.json", true), ("json: a.json ../s.json", true),
    ("file: a..b/..c", false), ("cmd: ../x", false), ("it works", false),
  ])
  func `a path that no check follows can never be met`(_ criterion: String, _ isNever: Bool) {
    #expect(Proof.cannotBeMet(criterion) == isNever)
  }
}
