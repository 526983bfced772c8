import Testing

@testable import Git

/// What failures of git are of, by its words.
@Suite struct GitErrorTests {
  private typealias Case = (command: String, reason: String, cause: GitError.Cause)

  private static let cases: [Case] = [
    ("add", "error: open(\"data/f\"): Permission denied", .work),
    ("add", "error: invalid path 'git~1'", .work),
    ("add", "fatal: BOM is required in 'c.txt' if encoded as UTF-16", .work),
    ("add", "error: 'inner/' does not have a commit checked out", .work),
    // A name says nothing.
    ("add", "error: open(\"No space left on device\"): Permission denied", .work),
    ("add", "error: invalid path 'bad object'", .work),
    ("add", "error: unable to write file: No space left on device", .passing),
    ("add", "fatal: Out of memory, malloc failed", .passing),
    ("add", "it was ended by signal 9", .passing),
    (
      "add",
      "error: insufficient permission for adding an object to repository database .git/objects",
      .place
    ),
    ("worktree", "fatal: Unable to create '/p/.git/x.lock': File exists.", .passing),
    ("update-ref", "fatal: Unable to create '/p/.git/x.lock': Permission denied", .place),
    ("worktree", "fatal: 'orch/A' is already checked out at '/x'", .place),
    ("worktree", "fatal: 'orch/A' is already used by worktree at '/x'", .place),
    ("submodule", "fatal: transport 'file' not allowed", .place),
    ("submodule", "fatal: unable to access 'https://example.org/': Could not resolve", .passing),
    ("rev-list", "fatal: missing blob object '1234'", .place),
    ("rev-list", "fatal: bad tree object 1234", .place),
    ("update-ref", "fatal: update_ref failed: cannot lock ref 'refs/heads/x'", .passing),
    ("update-ref", "fatal: unable to resolve reference 'refs/heads/x': reference broken", .place),
    ("merge-tree", "something new", .passing),
  ]

  @Test(arguments: cases.indices)
  func `git says what a failure is of`(_ index: Int) {
    let (command, reason, cause) = Self.cases[index]
    let error = GitError.failed(command: command, folder: "/p", reason: reason)
    #expect(error.cause == cause, "\(reason)")
  }

  @Test func `what does not answer passes, and what is missing is of the place`() {
    #expect(GitError.timedOut(command: "add", folder: "/p", seconds: 1).cause == .passing)
    #expect(GitError.noRepository(folder: "/p", reason: "x").cause == .place)
    #expect(GitError.unreadable(command: "status", folder: "/p").cause == .place)
  }

  @Test(arguments: [
    ("fatal: failed to read /p/.git/worktrees/row/commondir: Success", true),
    ("fatal: failed to read object 1234: Input/output error", false),
    ("error: open(\".git/worktrees/row/commondir\"): Permission denied", false),
  ])
  func `a worktree that git is making can be told from other failures`(
    _ reason: String, isHalfMade: Bool
  ) {
    let error = GitError.failed(command: "for-each-ref", folder: "/p", reason: reason)
    #expect(error.isOfHalfMadeWorktree == isHalfMade)
  }
}
