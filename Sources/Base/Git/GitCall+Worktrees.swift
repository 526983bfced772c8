// Calls that make, lock and remove worktrees.

extension GitCall {
  /// Makes a worktree and locks it in the same call, so `git worktree prune` never removes its
  /// entry.
  ///
  /// - Parameters:
  ///   - path: its folder, which must not exist.
  ///   - start: the commit at which the branch begins; `nil` if the branch exists already.
  static func addWorktree(
    _ path: String, on branch: Branch, from start: ObjectID?, reason: String
  ) -> GitCall {
    var call = GitCall("worktree", "add", "--quiet", "--lock", "--reason", reason)
    if let start {
      // With --no-track git does not write the settings, whose lock another process may hold.
      call.words += ["--no-track", "-b", branch.name, "--", path, start.text]
    } else {
      call.words += ["--", path, branch.name]
    }
    call.seconds = 600
    return call
  }

  /// Makes a worktree of a commit, without a branch.
  static func addScratchWorktree(_ path: String, at commit: ObjectID) -> GitCall {
    var call = GitCall("worktree", "add", "--quiet", "--detach", "--", path, commit.text)
    call.seconds = 600
    return call
  }

  static func unlockWorktree(_ path: String) -> GitCall {
    GitCall("worktree", "unlock", "--", path)
  }

  static func lockWorktree(_ path: String, reason: String) -> GitCall {
    GitCall("worktree", "lock", "--reason", reason, "--", path)
  }

  /// Removes a worktree; fails if it has uncommitted changes or untracked files.
  static func removeWorktree(_ path: String) -> GitCall {
    var call = GitCall("worktree", "remove", "--", path)
    call.seconds = 600
    return call
  }

  /// Initializes and checks out the submodules, even if the settings name another program for the
  /// update.
  static let updateSubmodules: GitCall = {
    var call = GitCall("submodule", "--quiet", "update", "--init", "--recursive", "--checkout")
    // Git's own default, set explicitly: a submodule cloned from a folder of this machine may be an
    // attack.
    call.variables["GIT_ALLOW_PROTOCOL"] = "git:http:https:ssh"
    call.variables["GIT_PROXY_COMMAND"] = ""
    call.seconds = 600
    return call
  }()
}
