import TestSupport
import Testing

@testable import Git

/// The words of each call, without running them.
@Suite struct GitCallTests {
  struct Named: CustomTestStringConvertible, Sendable {
    let testDescription: String
    let call: GitCall
    let words: String
    var input = ""
    var variables: [String: String] = [:]
    var answers: Set<Int32> = []

    init(
      _ testDescription: String, _ call: GitCall, _ words: String, input: String = "",
      variables: [String: String] = [:], answers: Set<Int32> = []
    ) {
      (self.testDescription, self.call, self.words) = (testDescription, call, words)
      (self.input, self.variables, self.answers) = (input, variables, answers)
    }
  }

  private static let a = String(repeating: "a", count: 40)
  private static let b = String(repeating: "b", count: 40)

  private static func id(_ text: String) -> ObjectID {
    guard let id = ObjectID(text) else { preconditionFailure("\(text) is no id") }
    return id
  }

  static let all: [Named] = {
    let (one, two) = (id(a), id(b))
    let row = Branch("orch/T-1")
    return [
      Named(
        "folders", .folders,
        "rev-parse --path-format=absolute --git-dir --git-common-dir --is-bare-repository"
          + " --show-toplevel"),
      Named(
        "commit", .commit(of: "v1"), "rev-parse --verify --quiet --end-of-options v1^{commit}",
        answers: [1, 128]),
      Named("head", .head, "symbolic-ref --quiet HEAD", answers: [1]),
      Named(
        "branches", .branches(below: ["refs/heads/orch/"]),
        "for-each-ref --format=%(refname)%00%(objectname)%00%(symref)%00%(worktreepath)%00"
          + " -- refs/heads/orch/"),
      Named("worktrees", .worktrees, "worktree list --porcelain -z"),
      Named(
        "isAncestor", .isAncestor(one, of: two), "merge-base --is-ancestor \(a) \(b)",
        answers: [1]),
      Named("mergeBase", .mergeBase(one, two), "merge-base \(a) \(b)", answers: [1]),
      Named("tree", .tree(of: one), "rev-parse --verify \(a)^{tree}"),
      Named(
        "changes", .changes(from: one, to: two),
        "diff-tree -r -z --raw --no-abbrev --no-renames --no-ext-diff --no-textconv"
          + " --ignore-submodules=none \(a) \(b)"),
      Named(
        "diff", .diff(from: one, to: two, .patch),
        "diff --no-ext-diff --no-textconv --no-color --submodule=short --ignore-submodules=none"
          + " --binary \(a) \(b) --"),
      Named(
        "diff, statistics", .diff(from: one, to: two, .statistics),
        "diff --no-ext-diff --no-textconv --no-color --submodule=short --ignore-submodules=none"
          + " --stat=100 \(a) \(b) --"),
      Named(
        "status", .status,
        "status --porcelain=v2 -z --branch --no-ahead-behind --untracked-files=all --ignored=no"
          + " --no-renames --no-show-stash --ignore-submodules=dirty"),
      Named("index", .index, "ls-files --stage -z"),
      Named("settings", .settings, "config --list -z --show-scope"),
      Named("identity", .identity(.author), "var GIT_AUTHOR_IDENT", answers: [1, 128]),
      Named(
        "conflictMarkers", .conflictMarkers(in: one),
        "grep --no-textconv --text --no-color -z --name-only -E -e ^(<{7,}|>{7,})_ \(a) --",
        answers: [1]),
      Named(
        "file", .file("a.txt", of: one), "cat-file blob \(a):a.txt", answers: [128]),
      Named(
        "contents", .contents(of: [one, two]), "cat-file --batch --buffer",
        input: "\(a)\n\(b)\n"),
      Named(
        "commits without others", .commits(of: one, without: [two]),
        "rev-list --reverse --topo-order \(a) --not \(b) --",
        variables: ["GIT_GRAFT_FILE": "/dev/null", "GIT_SHALLOW_FILE": ""]),
      Named("all merge bases", .mergeBases(one, two), "merge-base --all \(a) \(b)", answers: [1]),
      Named("independent", .independent([one, two]), "merge-base --independent \(a) \(b)"),
      Named(
        "tips outside", .tips(outside: one),
        "for-each-ref --no-merged=\(a) --sort=-creatordate --count=1000 --format=%(objectname)"
          + " -- refs/heads/ refs/remotes/ refs/tags/"),
      Named(
        "boundary", .boundary(of: one, without: [two]),
        "rev-list --boundary --reverse --topo-order \(a) --not \(b) --",
        variables: ["GIT_GRAFT_FILE": "/dev/null", "GIT_SHALLOW_FILE": ""]),
      Named(
        "changes in commits", .changes(in: [one, two]),
        "diff-tree --stdin -r -c --root -z --raw --no-abbrev --no-renames --no-ext-diff"
          + " --no-textconv --ignore-submodules=none", input: "\(a)\n\(b)\n",
        variables: ["GIT_GRAFT_FILE": "/dev/null", "GIT_SHALLOW_FILE": ""]),
      Named(
        "addWorktree, new branch", .addWorktree("/w/T-1", on: row, from: one, reason: "orch"),
        "worktree add --quiet --lock --reason orch --no-track -b orch/T-1 -- /w/T-1 \(a)"),
      Named(
        "addWorktree, branch that exists",
        .addWorktree("/w/T-1", on: row, from: nil, reason: "orch"),
        "worktree add --quiet --lock --reason orch -- /w/T-1 orch/T-1"),
      Named("unlockWorktree", .unlockWorktree("/w/T-1"), "worktree unlock -- /w/T-1"),
      Named(
        "lockWorktree", .lockWorktree("/w/T-1", reason: "orch"),
        "worktree lock --reason orch -- /w/T-1"),
      Named("removeWorktree", .removeWorktree("/w/T-1"), "worktree remove -- /w/T-1"),
      Named(
        "updateSubmodules", .updateSubmodules,
        "submodule --quiet update --init --recursive --checkout",
        variables: ["GIT_ALLOW_PROTOCOL": "git:http:https:ssh", "GIT_PROXY_COMMAND": ""]),
      Named(
        "addAll", .addAll(except: ["QUEUE.md"]),
        "add --all -- :/ :(top,exclude,literal)QUEUE.md"),
      Named(
        "addAll on another index", GitCall.addAll(except: []).onIndex("/i"), "add --all -- :/",
        variables: ["GIT_INDEX_FILE": "/i"]),
      Named(
        "addSubmodules", .addSubmodules(["a", "b\n"]), "update-index --remove -z --stdin",
        input: "a\0b\n\0"),
      Named("writeTree", .writeTree, "write-tree"),
      Named(
        "commit of a tree", .commit(tree: one, parents: [two, one], message: "m\n"),
        "commit-tree \(a) -p \(b) -p \(a) -F -", input: "m\n"),
      Named(
        "move", .move(row, to: one, from: two, reason: "why"),
        "update-ref --no-deref --create-reflog -m why refs/heads/orch/T-1 \(a) \(b)"),
      Named(
        "move, new branch", .move(row, to: one, from: nil, reason: "why"),
        "update-ref --no-deref --create-reflog -m why refs/heads/orch/T-1 \(a) "
          + String(repeating: "0", count: 40)),
      Named("readIndex", .readIndex(from: one), "read-tree --reset \(a)"),
      Named("checkOut", .checkOut(one), "read-tree --reset -u \(a)"),
      Named(
        "fastForward", .fastForward(to: one),
        "merge --quiet --ff-only --no-verify --no-verify-signatures --no-autostash --no-squash"
          + " --no-overwrite-ignore \(a)"),
      Named(
        "mergeTree", .mergeTree(one, two),
        "merge-tree --write-tree -z --messages --allow-unrelated-histories \(a) \(b)",
        answers: [1]),
      Named(
        "entries", .entries(of: one, at: ["a b", "*"]), "ls-tree -z --full-tree \(a) -- a_b *",
        variables: ["GIT_LITERAL_PATHSPECS": "1"]),
      Named(
        "create", .create("refs/orch/left/A/1", at: one),
        "update-ref --no-deref refs/orch/left/A/1 \(a) " + String(repeating: "0", count: 40)),
      Named(
        "fetch", .fetch("main", from: "origin"),
        "fetch --quiet --no-tags --no-recurse-submodules --no-write-fetch-head"
          + " --no-prune --refmap= --upload-pack=git-upload-pack --end-of-options origin"
          + " +refs/heads/main:refs/remotes/origin/main",
        variables: [
          "GIT_ALLOW_PROTOCOL": "file:git:http:https:ssh", "GIT_PROXY_COMMAND": "",
        ]),
    ]
  }()

  /// Blanks in a word are shown as `_`.
  @Test(arguments: all) func `each has its words`(_ named: Named) {
    #expect(
      named.call.words.map { $0.replacing(" ", with: "_") }.joined(separator: " ") == named.words)
    #expect(named.call.input == named.input)
    #expect(named.call.variables == named.variables)
    #expect(named.call.answers == named.answers)
  }

  // MARK: Hostile texts

  static let hostile = [
    "-rf", "--exec=x", "--", "-", " ", "a b", "한글 이름", "a\nb", "--end-of-options", ":(glob)*",
  ]

  /// Each call that takes a text from outside.
  private static func calls(with text: String) -> [GitCall] {
    let (one, branch) = (id(a), Branch(text))
    return [
      .commit(of: text), .branches(below: [branch.ref]), .file(text, of: one),
      .addWorktree(text, on: branch, from: one, reason: text),
      .addWorktree(text, on: branch, from: nil, reason: text),
      .unlockWorktree(text), .lockWorktree(text, reason: text), .removeWorktree(text),
      .addAll(except: [text]), .commit(tree: one, parents: [], message: text),
      .move(branch, to: one, from: nil, reason: text), .fetch(text, from: text),
    ]
  }

  @Test(arguments: hostile) func `no text from outside becomes an option`(_ text: String) {
    let neutral = Self.calls(with: "neutral")
    for (call, usual) in zip(Self.calls(with: text), neutral) {
      #expect(call.words.count == usual.words.count)
      let end = usual.words.firstIndex { ["--", "--end-of-options"].contains($0) }
      for (place, word) in usual.words.enumerated() where word.contains("neutral") {
        // The value of an option, behind the end of all options, or with something in front.
        let isValue = place > 0 && ["--reason", "-m", "-b"].contains(usual.words[place - 1])
        let isBehind = end.map { $0 < place } ?? false
        #expect(
          isValue || isBehind || !word.hasPrefix("neutral"), "\(call.words) takes \(text) as is")
        #expect(call.words[place] == word.replacing("neutral", with: text))
      }
    }
  }
}
