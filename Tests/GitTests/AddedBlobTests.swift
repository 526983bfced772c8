import Git
import TestSupport
import Testing

/// The versions of files that commits add, and the contents of objects.
@Suite struct AddedBlobTests {
  @Test func `a commit adds what none of its parents has`() throws {
    try withGitScene { scene in
      let first = try scene.id("HEAD")
      try scene.write("two\n", to: "b.txt")
      let second = try scene.commitAll()
      try scene.git("switch", "--quiet", "--detach", first.text)
      try scene.git("update-index", "--chmod=+x", "a.txt")
      try scene.git("rm", "--quiet", ".gitignore")
      try scene.git("commit", "--quiet", "--message", "a mode, and a removal")
      let third = try scene.id("HEAD")
      try scene.git("merge", "--quiet", "--no-commit", second.text)
      try scene.write("of the merge\n", to: "c.txt")
      let merge = try scene.commitAll()
      let repository = try scene.repository()
      let commits = try repository.commits(of: merge, without: [first])
      #expect(Set(commits) == [second, third, merge] && commits.last == merge)
      let blobs = try repository.addedBlobs(in: commits)
      #expect(Set(blobs.map(\.path)) == ["b.txt", "c.txt"])
      #expect(blobs.first { $0.path == "b.txt" }?.commit == second)
      #expect(blobs.first { $0.path == "c.txt" }?.commit == merge)
      #expect(try repository.commits(of: first, without: [first]) == [])
      #expect(try repository.addedBlobs(in: []) == [])
      // The first commit of all has no parent.
      #expect(Set(try repository.addedBlobs(in: [first]).map(\.path)) == [".gitignore", "a.txt"])
      let tree = try repository.tree(of: merge)
      #expect(Set(try repository.addedBlobs(from: second, to: tree).map(\.path)) == ["c.txt"])
    }
  }

  @Test func `objects are read in pieces, in their order`() throws {
    try withGitScene { scene in
      let long = String(repeating: "0123456789\n", count: 300_000)
      try scene.write(long, to: "long.txt")
      try scene.write("", to: "empty.txt")
      try scene.commitAll()
      let names = ["HEAD:long.txt", "HEAD:empty.txt", "HEAD:a.txt", "HEAD:long.txt"]
      let ids = try names.map { try scene.id($0) }
      var read = [[UInt8]](repeating: [], count: ids.count)
      var ends: [Int] = []
      try scene.repository().read(ids) { place, bytes in
        if bytes.isEmpty { ends.append(place) }
        read[place] += bytes
      }
      #expect(ends == [0, 1, 2, 3])
      #expect(read == [Array(long.utf8), [], Array("one\n".utf8), Array(long.utf8)])
    }
  }

  @Test func `a missing object is an error`() throws {
    try withGitScene { scene in
      let ids = try [scene.id("HEAD"), #require(ObjectID(String(repeating: "a", count: 40)))]
      #expect(throws: GitError.unreadable(command: "cat-file", folder: scene.project)) {
        try scene.repository().read(ids) { _, _ in }
      }
    }
  }
}
