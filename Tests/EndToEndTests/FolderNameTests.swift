import TestSupport
import Testing

/// Names and texts in EUC-KR, beside a folder that is called as their bytes would be if they were
/// mended: nothing is done to either.
@Suite struct FolderNameTests {
  /// A command line that is refused, with its status and a part of the error.
  struct Case: CustomTestStringConvertible {
    let line: String
    let status: Int32
    let part: String
    var testDescription: String { line }

    init(_ line: String, _ status: Int32, _ part: String) {
      (self.line, self.status, self.part) = (line, status, part)
    }
  }

  private static let argument = #"is not UTF-8: '\xb0\xa1"#
  private static let name = "its name is not UTF-8"

  static let cases = [
    Case(#"cd "$E"; $ORCH list"#, 65, name), Case(#"cd "$E"; $ORCH init"#, 65, name),
    Case(#"cd "$E"; $ORCH pick"#, 65, name), Case(#"cd "$E"; $OPS doctor"#, 65, name),
    Case(#"cd link; $ORCH add --priority P1 --task T --success-criteria C"#, 65, name),
    Case(#"$ORCH list --queue "$E/QUEUE.md""#, 64, "argument 3 " + argument),
    Case(#"$ORCH list --db "$E/q.db""#, 64, "argument 3 " + argument),
    Case(#"$ORCH list --log-path "$E/log""#, 64, "argument 3 " + argument),
    Case(#"$ORCH init --path "$E""#, 64, "argument 3 " + argument),
    Case(
      #"$ORCH add --priority P1 --success-criteria C --task "$E""#, 64, "argument 7 " + argument),
    Case(#"$ORCH list --queue link/QUEUE.md"#, 65, name),
    Case(#"$ORCH pick --queue link.md"#, 65, name), Case(#"$ORCH pick --db link.db"#, 65, name),
    Case(#"$ORCH pick --db link/new.db"#, 65, name),
    Case(#"$ORCH list --log-path link/log"#, 65, name),
    Case(#"$ORCH init --path link"#, 65, name), Case(#"$ORCH init --path link/new"#, 65, name),
    Case(#"cd below; ln -s "../$E/QUEUE.md" QUEUE.md; $ORCH pick"#, 65, name),
    Case(#"ORCH_QUEUE_MD="$E/QUEUE.md" $ORCH list"#, 64, "ORCH_QUEUE_MD " + argument),
    Case(#"ORCH_QUEUE_MD=link/QUEUE.md $ORCH list"#, 65, name),
    Case(#"ORCH_BASE_DIR="$E" $ORCH list"#, 64, "ORCH_BASE_DIR " + argument),
    Case(#"HOME="$E" $ORCH list"#, 64, "HOME " + argument),
    Case(#"XDG_CONFIG_HOME="$E" $ORCH trust"#, 64, "XDG_CONFIG_HOME " + argument),
    Case(#"ORCH_OWNER_SESSION="$E" $ORCH pick"#, 64, "ORCH_OWNER_SESSION " + argument),
  ]

  @Test(arguments: cases) func `is refused before anything is touched`(_ example: Case) throws {
    let scene = try Scene()
    let outcome = try scene.bash(
      #"""
      E=$'\xb0\xa1' R=$'\xef\xbf\xbd\xef\xbf\xbd'
      mkdir "$E" "$R" below
      (cd "$R"; $ORCH init --no-log) > /dev/null
      cp "$R/QUEUE.md" "$E"; cp "$R/QUEUE.md" .
      ln -s "$E" link; ln -s "$E/QUEUE.md" link.md; ln -s "$E/q.db" link.db; touch "$E/q.db"
      listed() { find . ! -path ./below/QUEUE.md ! -path ./below -printf '%p %s %T@\n' | sort; }
      listed > "$TMPDIR/before"
      (\#(example.line)); status=$?
      listed | diff "$TMPDIR/before" - && exit $status
      """#, environment: ["TMPDIR": try Self.temporaryFolder(in: scene)])
    #expect(outcome.status == example.status && outcome.output == "", "\(outcome)")
    #expect(outcome.errors.contains(example.part), "\(outcome)")
  }

  /// Beside the scene's files, which are listed.
  private static func temporaryFolder(in scene: Scene) throws -> String {
    let outcome = try scene.bash("mktemp -d /tmp/orch-names-XXXXXX")
    return String(outcome.output.dropLast())
  }
}
