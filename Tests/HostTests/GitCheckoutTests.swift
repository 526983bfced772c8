import Glibc
import Host
import TestSupport
import Testing

@Suite struct GitCheckoutTests {
  struct Place: CustomTestStringConvertible, Sendable {
    let testDescription: String
    /// Run by sh in the folder `top/in`.
    let script: String
    let isTop: Bool
  }

  @Test(arguments: [
    Place(testDescription: "no .git", script: "true", isTop: false),
    Place(testDescription: "an empty folder", script: "mkdir .git", isTop: false),
    Place(
      testDescription: "a folder without HEAD", script: "mkdir -p .git/hooks; touch .git/config",
      isTop: false),
    Place(
      testDescription: "a folder with HEAD",
      script: "mkdir .git; echo ref: refs/heads/main > .git/HEAD", isTop: true),
    Place(
      testDescription: "a HEAD that is a link, as old git made it",
      script: "mkdir .git; ln -s refs/heads/main .git/HEAD", isTop: true),
    Place(testDescription: "an empty file", script: "touch .git", isTop: false),
    Place(testDescription: "a file of something else", script: "echo hello > .git", isTop: false),
    Place(
      testDescription: "the file of a work tree",
      script: "echo gitdir: /srv/main/.git/worktrees/in > .git", isTop: true),
    Place(testDescription: "a link to nothing", script: "ln -s nowhere .git", isTop: false),
    Place(
      testDescription: "a link to a repository",
      script: "mkdir ../other; touch ../other/HEAD; ln -s ../other .git", isTop: true),
    Place(testDescription: "a pipe", script: "mkfifo .git", isTop: false),
    Place(testDescription: "a link to itself", script: "ln -s .git .git", isTop: true),
  ])
  func `a .git that leads to no repository is passed over`(_ place: Place) throws {
    try withTemporaryDirectory { root in
      let folder = "\(root)/top/in"
      try Directory.createWithParents("\(root)/top/.git")
      try Directory.createWithParents(folder)
      try NewFile.create("\(root)/top/.git/HEAD", text: "ref: refs/heads/main\n")
      #expect(try TestSupport.run("/bin/sh", ["-c", place.script], in: folder).status == 0)
      #expect(GitCheckout.isTop(folder) == place.isTop)
      #expect(GitCheckout.top(of: folder) == (place.isTop ? folder : "\(root)/top"))
    }
  }
}
