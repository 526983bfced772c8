import TestSupport
import Testing

// Repositories with other settings, and with many commits.

extension GitHabitTests {
  /// A table with ten thousand rows may have thousands of commits.
  @Test func `of many commits only the last ones are read`() throws {
    let clones = try Self.clones()
    let outcome = try clones.mine(
      #"""
      for n in {1..24}; do $ORCH edit -q C --task "task $n" > /dev/null; git commit -q -a -m $n; done
      mkdir bin; cat > bin/git << 'END'
      #!/bin/sh
      case "$*" in
      *'cat-file --batch --buffer'*) tee -a read | /usr/bin/git "$@" ;;
      *) exec /usr/bin/git "$@" ;;
      esac
      END
      chmod +x bin/git; $ORCH done -q A --notes ok > /dev/null; git checkout -q .
      PATH=$PWD/bin:$PATH $ORCH add --id X more --criteria c; sort -u read | wc -l
      """#)
    #expect(outcome.output == "Added X\n1\n", "\(outcome)")
    #expect(outcome.errors.contains("WARNING: A: put back status=DONE"), "\(outcome)")
  }

  @Test func `a queue that git ignores is of no branch`() throws {
    let scene = try Scene(rows: row("A"), row("B"))
    let git = GitScene(scene)
    let outcome = try git.git(
      """
      git init -q -b main; echo 'QUEUE.md' > .gitignore; git add .gitignore; git commit -q -m start
      $ORCH edit -q B --priority P2; cp QUEUE.md buffer
      $ORCH done -q A --notes ok; git switch -q -c side; git commit -q --allow-empty -m more
      sed -i 's/| B | [A-Z]* | P. | work/&, typed/' buffer; cat buffer > QUEUE.md
      $ORCH pick --owner-session ann
      """)
    #expect(outcome.output.hasSuffix("\nB\n") && outcome.status == 0, "\(outcome)")
    #expect(outcome.errors.contains("A: put back status=DONE"), "\(outcome)")
    #expect(try scene.text().contains("| B | IN_PROGRESS | P2 | work, typed |"))
  }

  @Test func `without a reflog the ancestors tell`() throws {
    let clones = try Self.clones()
    try clones.mine(
      """
      git config core.logAllRefUpdates false; rm -r .git/logs
      $ORCH pick A -q --owner-session ann; git commit -q -a -m mine; git push -q
      """)
    try clones.theirs("$ORCH release -q A --force; $ORCH rm C")
    try clones.mine("git pull -q; $ORCH add -q --id X more --criteria c")
    try expect(clones.rows(), is: ["A PENDING work", "B PENDING work", "X PENDING more"])
  }

  @Test func `line ends that git writes into the worktree are no change`() throws {
    let clones = try Self.clones()
    try clones.mine(
      """
      git config core.autocrlf true; rm QUEUE.md; git checkout -q QUEUE.md
      $ORCH pick A -q --owner-session ann; git commit -q -a -m mine 2> /dev/null; git push -q
      """)
    try clones.theirs("$ORCH release -q A --force; $ORCH rm C")
    try clones.mine("git pull -q; $ORCH add -q --id X more --criteria c")
    #expect(try clones.scene.text().contains("| A | PENDING | P1 | work | it works | - | - |"))
    #expect(try !clones.scene.text().contains("| C |"))
  }

  @Test func `a filter of the repository does not run`() throws {
    let clones = try Self.clones()
    try clones.mine(
      """
      $ORCH pick A -q --owner-session ann; git commit -q -a -m mine; git push -q
      """)
    try clones.theirs("$ORCH release -q A --force")
    try clones.mine(
      """
      git pull -q; echo 'QUEUE.md filter=bad' >> .gitattributes
      for way in clean smudge; do git config filter.bad.$way "touch $PWD/ran; cat"; done
      $ORCH add -q --id X more --criteria c; test ! -e ran
      """)
    try expect(clones.rows()[0], is: "A PENDING work")
  }
}
