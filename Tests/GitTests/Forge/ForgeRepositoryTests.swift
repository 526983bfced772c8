import Testing

@testable import Git

/// Which texts name a repository.
@Suite struct ForgeRepositoryTests {
  @Test(arguments: [
    ("o/n", "github.com", "o", "n", "o/n"),
    ("github.com/o/n", "github.com", "o", "n", "o/n"),
    ("GitHub.com/Orch-1/n.Name_2", "github.com", "Orch-1", "n.Name_2", "Orch-1/n.Name_2"),
    ("GHE.example.org/o/n", "ghe.example.org", "o", "n", "ghe.example.org/o/n"),
  ])
  func `a setting names one`(
    text: String, host: String, owner: String, name: String, shown: String
  ) throws {
    let repository = try #require(ForgeRepository(text))
    #expect(repository.host == host)
    #expect(repository.owner == owner)
    #expect(repository.name == name)
    #expect(repository.text == shown)
    #expect(ForgeRepository(repository.text) == repository)
  }

  @Test(arguments: [
    "", "n", "/", "o/", "/n", "o//n", "h/o/n/x", "o/n/", "-o/n", "o/-n", "--repo/n", "o/..", "./n",
    "../o/n", "o/n b", "o/n\n", "한글/n", "o/n?", "o/n#1", "h:1/o/n", "https://github.com/o/n", "é/n",
  ])
  func `another setting names none`(text: String) {
    #expect(ForgeRepository(text) == nil)
  }

  @Test(arguments: [
    ("https://github.com/o/n", "o/n"),
    ("https://github.com/o/n.git", "o/n"),
    ("https://github.com/o/n/", "o/n"),
    ("https://me@github.com/o/n.git", "o/n"),
    ("https://me:secret@GitHub.com/o/n.git", "o/n"),
    ("https://ghe.example.org/o/n.git", "ghe.example.org/o/n"),
    ("ssh://git@github.com/o/n.git", "o/n"),
    ("ssh://git@ghe.example.org:2222/o/n", "ghe.example.org/o/n"),
    ("ssh://git@ssh.github.com:443/o/n.git", "o/n"),
    ("git@github.com:o/n.git", "o/n"),
    ("git@github.com:o/n", "o/n"),
    ("org-1@ghe.example.org:o/n.js.git", "ghe.example.org/o/n.js"),
  ])
  func `the address of a remote names one`(url: String, text: String) {
    #expect(ForgeRepository(remoteURL: url) == ForgeRepository(text))
    #expect(ForgeRepository(remoteURL: url)?.text == text)
  }

  @Test(arguments: [
    "", "/srv/o/n.git", "../o/n", "file:///srv/o/n", "http://github.com/o/n",
    "git://github.com/o/n",
    "ext::sh -c x", "ext::ssh git@github.com:o/n", "https://github.com", "https://github.com/o",
    "https://github.com/o/n/pull/1", "https://github.com:8443/o/n", "https://github.com/o/.git",
    "ssh://git@github.com:x/o/n", "ssh://-oProxyCommand=x/o/n", "git@-h:o/n", "github.com:o/n",
    "git@github.com:/o/n", "git@github.com:o/n/m", "git@github.com:-o/n", "C:\\o\\n", "o/n",
    "https://github.com/o/..git", "https://github.com/o/n?x=1", "https://github.com/o/n\n",
  ])
  func `another address names none`(url: String) {
    #expect(ForgeRepository(remoteURL: url) == nil)
  }
}
