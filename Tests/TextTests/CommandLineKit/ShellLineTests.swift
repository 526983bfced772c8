import Testing
import Text

@Suite struct ShellLineTests {
  @Test(arguments: [
    ("", [""]), ("orch", ["orch"]), ("orch ", ["orch", ""]),
    ("  orch \t list  ", ["orch", "list", ""]),
    ("orch --status=PEN", ["orch", "--status=PEN"]), ("a:b=c", ["a:b=c"]),
    ("'a b' c", ["a b", "c"]), ("'a \\b", ["a \\b"]), ("\"a 'b\" c", ["a 'b", "c"]),
    ("\"a b", ["a b"]), (#""\$ \" \\ \a""#, [#"$ " \ \a"#]), (#"a\ b\'c"#, ["a b'c"]),
    ("'' \"\" ", ["", "", ""]), ("a''b", ["ab"]), ("a\\", ["a"]), ("--x='a b'c", ["--x=a bc"]),
    ("orch $(rm x) `y` $z", ["orch", "$(rm", "x)", "`y`", "$z"]),
    ("한국어 e\u{301}", ["한국어", "e\u{301}"]),
  ])
  func `words lose their quotes, and nothing is expanded`(_ text: String, words: [String]) {
    #expect(ShellLine(text).words == words)
  }

  @Test(arguments: [
    ("orch show ", "ORCH-001", "ORCH-001"), ("x ", "a b", "a\\ b"), ("x 'a", "a b", "a b"),
    ("x \"a", "a b", "a b"), ("x ", "--a=b:c,d@e/f.g+h%i_j", "--a=b:c,d@e/f.g+h%i_j"),
    ("x ", "$(a)`b`;c|d&e<f>g", #"\$\(a\)\`b\`\;c\|d\&e\<f\>g"#),
    ("x ", "a'b\"c\\d", #"a\'b\"c\\d"#),
    ("x '", "a'b\"$c", #"a'\''b"$c"#), ("x \"", "a'b\"$c\\`", #"a'b\"\$c\\\`"#),
    ("x ", "한국 e\u{301}", "한국\\ e\u{301}"), ("x ", "!*?[]{}~#^", ##"\!\*\?\[\]\{\}\~\#\^"##),
  ])
  func `a value is written so that the shell reads it as it is`(
    _ text: String, value: String, written: String
  ) {
    #expect(ShellLine(text).quoted(value) == written)
    #expect(
      ShellLine(text + ShellLine(text).quoted(value)).words.last == ShellLine(text).words.last!
        + value)
  }
}
