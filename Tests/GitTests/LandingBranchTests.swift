import TestSupport
import Testing

@testable import Git

/// A branch that is moved together with the record of where it was moved.
@Suite struct LandingBranchTests {
  private static let branch = Branch("orch/integration")

  private func commit(_ name: String, in scene: GitScene) throws -> ObjectID {
    try scene.write("\(name)\n", to: "\(name).txt")
    return try scene.commitAll(name)
  }

  @Test func `the branch and its record move together, or not at all`() throws {
    try withGitScene { scene in
      let repository = try scene.repository()
      let nothing = LandingBranch(state: nil, landed: nil)
      #expect(try repository.landingBranch(Self.branch) == nothing)
      let first = try scene.id("main")
      try repository.land(Self.branch, to: first, from: nothing, reason: "one")
      let found = try repository.landingBranch(Self.branch)
      #expect((found.commit, found.landed) == (first, first))
      let second = try commit("second", in: scene)
      let third = try commit("third", in: scene)
      // Somebody moves the branch, and then the record.
      for ref in [Self.branch.ref, Self.branch.landedRef] {
        try scene.git("update-ref", ref, second.text)
        let moved = try repository.landingBranch(Self.branch)
        let error = #expect(throws: GitError.self) {
          try repository.land(Self.branch, to: third, from: found, reason: "two")
        }
        #expect(error.map { if case .failed = $0 { true } else { false } } == true)
        #expect(try repository.landingBranch(Self.branch) == moved)
        try scene.git("update-ref", ref, first.text)
      }
      try repository.land(Self.branch, to: third, from: found, reason: "two")
      #expect(try repository.landingBranch(Self.branch).landed == third)
      #expect(try scene.git("reflog", "--format=%gs", Self.branch.landedRef) == "two\none")
    }
  }

  @Test func `the present commit is recorded only while the branch is there`() throws {
    try withGitScene { scene in
      let repository = try scene.repository()
      let first = try scene.id("main")
      try scene.git("branch", "orch/integration")
      try repository.recordLanding(of: Self.branch, at: first, over: nil, reason: "accepted")
      #expect(try repository.landingBranch(Self.branch).landed == first)
      let second = try commit("second", in: scene)
      #expect(throws: GitError.self) {
        try repository.recordLanding(of: Self.branch, at: second, over: first, reason: "accepted")
      }
      #expect(try repository.landingBranch(Self.branch).landed == first)
    }
  }

  @Test func `records of branches whose names are folders of each other are no obstacle`() throws {
    try withGitScene { scene in
      let repository = try scene.repository()
      let commit = try scene.id("main")
      for name in ["land", "land/here", "land%2Fhere"] {
        let branch = Branch(name)
        let old = try repository.landingBranch(branch)
        try repository.land(branch, to: commit, from: old, reason: name)
        #expect(try repository.landingBranch(branch).landed == commit, "\(name)")
        try scene.git("branch", "--quiet", "-D", name)
      }
      #expect(
        try scene.git("for-each-ref", "--format=%(refname)", "refs/orch") == """
          refs/orch/landed/land
          refs/orch/landed/land%252Fhere
          refs/orch/landed/land%2Fhere
          """)
    }
  }

  @Test(arguments: [false, true])
  func `refs are read from git's files`(_ isPacked: Bool) throws {
    try withGitScene { scene in
      let commit = try scene.id("main")
      try scene.git("update-ref", Self.branch.landedRef, commit.text)
      if isPacked { try scene.git("pack-refs", "--all") }
      let refs = try #require(RefFiles(of: scene.project))
      #expect(refs.commit(of: Self.branch.landedRef) == commit)
      #expect(refs.commit(of: "refs/heads/main") == commit)
      #expect(refs.commit(of: Self.branch.ref) == nil)
    }
  }
}
