import Foundation
import Git
import Host
import TestSupport
import Testing

/// What the settings of a repository name, and how it is switched off.
@Suite struct RepositoryConfigurationTests {
  private static let keys = [
    "filter.x.clean", "filter.x.smudge", "filter.x.process", "filter.A.b 한글.clean",
    "merge.x.driver", "diff.x.command", "diff.x.textconv", "diff.external", "core.sshcommand",
    "core.gitproxy", "core.fsmonitor", "core.hookspath", "core.editor", "core.pager",
    "core.askpass", "core.alternaterefscommand", "core.attributesfile", "core.excludesfile",
    "credential.helper", "credential.https://example.org.helper", "gpg.program",
    "gpg.ssh.program", "url.ssh://x/.insteadof", "url.ssh://x/.pushinsteadof", "remote.x.url",
    "remote.x.pushurl", "remote.x.uploadpack", "remote.x.receivepack", "remote.x.proxy",
    "remote.x.vcs", "http.proxy", "http.https://example.org.proxyauthmethod", "ssh.variant",
    "submodule.x.url", "submodule.x.update", "include.path", "includeif.gitdir:/x/.path",
    "extensions.worktreeconfig", "uploadpack.packobjectshook", "protocol.ext.allow",
    "protocol.allow", "http.curloptresolve", "http.https://example.org.sslverify",
    "http.sslcainfo", "http.sslcapath", "http.cookiefile", "http.savecookies",
    // The last one: git goes there.
    "core.worktree",
  ]

  @Test func `it has what names programs or leads elsewhere, and nothing else`() throws {
    try withGitScene { scene in
      let repository = try scene.repository()
      #expect(try RepositoryConfiguration(of: repository).programs == [])
      for key in ["filter.x.required", "merge.x.name", "diff.x.binary", "diff.tool", "core.bare"] {
        try scene.git("config", key, "false")
      }
      for key in Self.keys { try scene.git("config", key, "true") }
      let found = try RepositoryConfiguration(of: repository).programs
      #expect(found.map(\.key).sorted() == Self.keys.sorted())
      #expect(Set(found.map(\.value)) == ["true"])
    }
  }

  @Test func `a setting is trusted by its key and all of its value`() throws {
    try withGitScene { scene in
      try scene.git("config", "filter.x.clean", "a = b\nc")
      let found = try RepositoryConfiguration(of: scene.repository())
      #expect(found.programs == [Setting("filter.x.clean", "a = b\nc")])
      #expect(
        found.programs.map(\.digest) == [
          SHA256.hexDigest(of: Array("filter.x.clean=a = b\nc".utf8))
        ])
      #expect(found.untrusted(except: Set(found.programs.map(\.digest))) == [])
      try scene.git("config", "filter.x.clean", "a = b\nd")
      let later = try RepositoryConfiguration(of: scene.repository())
      #expect(later.untrusted(except: Set(found.programs.map(\.digest))) == later.programs)
    }
  }

  @Test func `files that are included count, and the worktree's own`() throws {
    try withGitScene { scene in
      try scene.write("[filter \"y\"]\nclean = included\nrequired\n", to: ".git/more")
      try scene.git("config", "include.path", "more")
      try scene.git("config", "extensions.worktreeConfig", "true")
      try scene.git("config", "--worktree", "filter.z.clean", "of the worktree")
      // That of the user is trusted.
      try scene.git("config", "--global", "filter.w.clean", "of the user")
      let found = try RepositoryConfiguration(of: scene.repository()).programs
      #expect(
        found.map { "\($0.key)=\($0.value)" } == [
          "include.path=more", "filter.y.clean=included", "extensions.worktreeconfig=true",
          "filter.z.clean=of the worktree",
        ])
    }
  }

  @Test func `what is switched off`() throws {
    try withGitScene { scene in
      for key in [
        "filter.x.clean", "filter.x.smudge", "merge.x.driver", "diff.x.command",
        "diff.x.textconv", "core.sshCommand", "core.hooksPath", "includeIf.onbranch:x.path",
      ] {
        try scene.git("config", key, "planted")
      }
      let found = try RepositoryConfiguration(of: scene.repository())
      #expect(
        found.switchedOff(except: []).map { "\($0.key)=\($0.value)" } == [
          "core.sshcommand=ssh", "filter.x.clean=", "filter.x.smudge=", "filter.x.process=",
          "filter.x.required=false",
          "merge.x.driver=git merge-file -q --marker-size=%L %A %O %B", "diff.x.command=",
          "diff.x.textconv=",
        ])
      #expect(found.obstacles(except: []).map(\.key) == ["includeif.onbranch:x.path"])
      let trusted = Set(found.programs.map(\.digest))
      #expect(found.switchedOff(except: trusted) == [])
      #expect(found.obstacles(except: trusted) == [])
    }
  }

  @Test func `a name that is not UTF-8 is refused`() throws {
    try withGitScene { scene in
      var bytes = Array(try scene.text(of: ".git/config").utf8)
      bytes += Array("[filter \"".utf8) + [0xFF] + Array("\"]\nclean = planted\n".utf8)
      try Data(bytes).write(to: URL(filePath: "\(scene.project)/.git/config"))
      #expect(throws: GitError.unreadable(command: "config", folder: scene.project)) {
        try RepositoryConfiguration(of: scene.repository())
      }
    }
  }

  @Test func `a filter that was trusted runs, and one that came later does not`() throws {
    try withGitScene { scene in
      let words = "sed s/one/trusted/"
      try scene.git("config", "filter.mine.clean", words)
      try scene.git("config", "filter.mine.required", "true")
      let before = try RepositoryConfiguration(of: scene.repository())
      let trusted = Set(before.programs.map(\.digest))
      // Its name has what would end it on a command line.
      try scene.git("config", "filter.a=b.clean", "sed s/one/later/")
      try scene.git("config", "filter.a=b.required", "true")
      try scene.write("mine.txt filter=mine\nlater.txt filter=a=b\n", to: ".gitattributes")
      for name in ["mine.txt", "later.txt"] { try scene.write("one\n", to: name) }
      let repository = try scene.repository()
      let off = try RepositoryConfiguration(of: repository).switchedOff(except: trusted)
      let tree = try repository.with(settings: off).snapshot()
      #expect(try scene.git("cat-file", "blob", "\(tree):mine.txt") == "trusted")
      #expect(try scene.git("cat-file", "blob", "\(tree):later.txt") == "one")
    }
  }

  @Test func `a merge driver that came later leaves the merge to git`() throws {
    try withGitScene { scene in
      try scene.write("1\n2\n3\n4\n5\n6\n7\n8\n9\n", to: "n.txt")
      try scene.write("n.txt merge=x\n", to: ".gitattributes")
      let base = try scene.commitAll()
      try scene.write("first\n2\n3\n4\n5\n6\n7\n8\n9\n", to: "n.txt")
      let first = try scene.commitAll()
      try scene.git("reset", "--quiet", "--hard", base.text)
      try scene.write("1\n2\n3\n4\n5\n6\n7\n8\nlast\n", to: "n.txt")
      let second = try scene.commitAll()
      try scene.git("config", "merge.x.driver", "false")
      let repository = try scene.repository()
      let off = try RepositoryConfiguration(of: repository).switchedOff(except: [])
      guard case .clean(let tree) = try repository.with(settings: off).merge(first, second) else {
        Issue.record("a conflict")
        return
      }
      #expect(
        try scene.git("cat-file", "blob", "\(tree):n.txt") == "first\n2\n3\n4\n5\n6\n7\n8\nlast")
    }
  }
}
