import Glibc
import Host
import TestSupport
import Testing

@Suite struct PathTests {
  struct Parts: CustomTestStringConvertible {
    let path, parent, name: String
    var testDescription: String { "'\(path)'" }
  }

  @Test(arguments: [
    Parts(path: "/a/b.md", parent: "/a", name: "b.md"),
    Parts(path: "/a", parent: "/", name: "a"),
    Parts(path: "a", parent: ".", name: "a"),
    Parts(path: "a/b", parent: "a", name: "b"),
    Parts(path: "/", parent: "/", name: ""),
    Parts(path: "", parent: ".", name: ""),
    Parts(path: "/é/한글.md", parent: "/é", name: "한글.md"),
    // A combining mark after a slash makes another character of it.
    Parts(path: "/a/\u{301}b", parent: "/a", name: "\u{301}b"),
  ])
  func `a path has a folder and a name`(_ parts: Parts) {
    #expect(Path.parent(of: parts.path).utf8.elementsEqual(parts.parent.utf8))
    #expect(Path.name(of: parts.path).utf8.elementsEqual(parts.name.utf8))
  }

  struct Joint: CustomTestStringConvertible {
    let folder, path, joined: String
    var testDescription: String { "'\(path)' in '\(folder)'" }
  }

  @Test(arguments: [
    Joint(folder: "/a", path: "b", joined: "/a/b"),
    Joint(folder: "/a/", path: "b", joined: "/a/b"),
    Joint(folder: "/", path: "b", joined: "/b"),
    Joint(folder: ".", path: "b", joined: "b"),
    Joint(folder: "a", path: "b/c", joined: "a/b/c"),
    Joint(folder: "/a", path: "/b", joined: "/b"),
    Joint(folder: "/a", path: "../b", joined: "/a/../b"),
  ])
  func `a path is joined to a folder`(_ joint: Joint) {
    #expect(Path.join(joint.folder, joint.path) == joint.joined)
  }

  @Test func `links are followed, and their targets are read`() throws {
    try withTemporaryDirectory { folder in
      try NewFile.create("\(folder)/file", text: "")
      #expect(symlink("file", "\(folder)/link") == 0)
      #expect(symlink("none", "\(folder)/broken") == 0)
      #expect(Path.resolved("\(folder)/./link") == "\(folder)/file")
      #expect(Path.resolved("\(folder)/broken") == nil)
      #expect(Path.linkTarget("\(folder)/link") == "file")
      #expect(Path.linkTarget("\(folder)/broken") == "none")
      #expect(Path.linkTarget("\(folder)/file") == nil)
    }
  }

  @Test func `the current folder is a path without links`() throws {
    #expect(try Path.resolved(".") == Path.currentDirectory())
  }
}
