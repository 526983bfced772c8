import TestSupport
import Testing
import Text

@testable import Git

/// The words of each call, and what it runs with.
@Suite struct ForgeCallTests {
  private static let other = ForgeScene.repository("ghe.example.org/o/n")

  @Test(arguments: [
    (ForgeCall.version, ["--version"], "--version"),
    (
      .query("{a}", at: "h"), ["api", "graphql", "--hostname", "h", "-f", "query={a}"],
      "api graphql"
    ),
    (
      .create(in: other, head: "orch/T-1", base: "main", title: "t", bodyFile: "/b.md"),
      [
        "pr", "create", "-R", "ghe.example.org/o/n", "--head", "orch/T-1", "--base", "main",
        "--title", "t", "--body-file", "/b.md",
      ], "pr create"
    ),
    (
      .failedLog(of: 7, in: ForgeScene.repository),
      ["run", "view", "--job", "7", "--log-failed", "-R", "o/n"], "run view"
    ),
  ])
  func `each has its words`(call: ForgeCall, words: [String], name: String) {
    #expect(call.words == words)
    #expect(call.name == name)
  }

  @Test func `a query names branches as texts, and asks for what counts`() {
    let query = ForgeQuery.pullRequests(
      of: ForgeScene.repository, branches: ["orch/T-1", "a\"){x}#\\", "한\u{202E}글"], most: 3)
    let order = "first:3,orderBy:{field:CREATED_AT,direction:DESC}){...requests}"
    #expect(
      query.hasPrefix(
        #"{repository(owner:"o",name:"n"){b0:pullRequests(headRefName:"orch/T-1","#
          + order + #" b1:pullRequests(headRefName:"a\"){x}#\\","# + order
          + #" b2:pullRequests(headRefName:"한\u202e글","# + order + "}} fragment requests on "))
    // Anybody may review: only those who may write count.
    #expect(query.contains(" latestOpinionatedReviews(first:5,writersOnly:true){nodes{"))
    #expect(query.contains(" isCrossRepository "))
    #expect(query.count { $0 == "{" } == query.count { $0 == "}" })
    #expect(
      ForgeQuery.defaultBranch(of: Self.other)
        == #"{repository(owner:"o",name:"n"){defaultBranchRef{name}}}"#)
  }

  @Test func `a query by number asks for the commits of the pull request`() {
    let query = ForgeQuery.pullRequest(7, of: ForgeScene.repository)
    #expect(
      query.hasPrefix(
        #"{repository(owner:"o",name:"n"){named:pullRequest(number:7){...request "#
          + "own:commits(last:100){nodes{commit{oid}}}}}} fragment request on PullRequest{"))
    #expect(query.count { $0 == "{" } == query.count { $0 == "}" })
  }

  @Test(arguments: ["-rf", "--web", "--", "a b", "한글 제목", "@file", "a\nb", "", "{owner}"])
  func `no text from outside becomes an option or another word`(text: String) throws {
    try withForgeScene { scene in
      try scene.answer("https://github.com/o/n/pull/1\n")
      _ = try scene.forge().create(
        in: ForgeScene.repository, head: text, base: text, title: text, bodyFile: text)
      #expect(
        try scene.text("words").split(separator: "\0", omittingEmptySubsequences: false)
          == [
            "pr", "create", "-R", "o/n", "--head", text[...], "--base", text[...], "--title",
            text[...], "--body-file", text[...], "",
          ])
    }
  }

  @Test func `it runs with its variables, and those of the environment that lead nowhere else`()
    throws
  {
    try withForgeScene { scene in
      var scene = scene
      scene.variables = [
        "GH_TOKEN": "t", "GH_CONFIG_DIR": "/c", "HTTPS_PROXY": "http://p", "OTHER": "1",
        "GH_REPO": "x/y", "GH_HOST": "h", "GH_DEBUG": "api", "DEBUG": "1", "GH_FORCE_TTY": "80",
        "CLICOLOR_FORCE": "1", "GH_PAGER": "less", "NO_COLOR": "",
      ]
      try scene.answer("gh version 2.23.0 (2023-02-27)\n")
      try scene.forge().version()
      let set = Set(lines(try scene.text("variables")))
      let expected: Set<Substring> = [
        "GH_TOKEN=t", "GH_CONFIG_DIR=/c", "HTTPS_PROXY=http://p", "OTHER=1", "GH_PAGER=cat",
        "GH_PROMPT_DISABLED=1", "GH_NO_UPDATE_NOTIFIER=1", "NO_COLOR=1",
      ]
      #expect(expected.subtracting(set) == [])
      let names = Set(set.map { $0.prefix { $0 != "=" } })
      #expect(
        names.isDisjoint(with: ["GH_REPO", "GH_HOST", "GH_DEBUG", "DEBUG", "GH_FORCE_TTY"]))
      #expect(!names.contains("CLICOLOR_FORCE"))
      #expect(try scene.text("place") == "/\n")
      #expect(try scene.text("input") == "")
    }
  }
}
