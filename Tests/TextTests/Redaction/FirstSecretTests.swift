import TestSupport
import Testing
import Text

/// Whether a file has a secret whose own form shows it.
@Suite struct FirstSecretTests {
  @Test(arguments: TokenShapeTests.tokens)
  func `a token is found, with its line`(_ token: (text: String, kind: String)) {
    let found = Redactor.firstSecret(in: Array("# 제목\r\n\r\nkey = \"\(token.text)\"\n".utf8))
    #expect(found == FoundSecret(line: 3, kind: token.kind))
  }

  @Test(arguments: [
    ("a web token", Fake.webToken, "jwt"), ("a private key", Fake.key(), "private-key"),
    ("a key of PGP", Fake.key("PGP PRIVATE KEY BLOCK"), "private-key"),
    ("a bot of Telegram", Fake.digits(10) + ":A" + Fake.mixed(34), "telegram-token"),
    ("a key of AWS", "aws_secret_access_key = " + Fake.mixed(40), "aws-secret-key"),
    ("in an address", "https://x:\(Fake.github)@github.com/", "github-token"),
    ("behind a harmless one", "AK" + "IAIOSFODNN7EXAMPLE " + Fake.github, "github-token"),
  ])
  func `another form is found`(_ name: String, _ text: String, _ kind: String) {
    #expect(Redactor.firstSecret(in: Array(text.utf8)) == FoundSecret(line: 1, kind: kind))
  }

  private static let harmless = [
    "password: hunter2", "DB_PASSWORD=correct-horse-7", "token = \"8f14e45fceea167a5a36\"",
    "Authorization: Bearer abcdef0123456789abcdef", "postgres://app:s3cret-pw@db.example.org/app",
    "AK" + "IAIOSFODNN7EXAMPLE", "aws_secret_access_key = wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
    "-----" + "BEGIN RSA PRIVATE KEY-----",
    "\"-----" + "BEGIN PRIVATE KEY-----\" is its first line",
    "-----" + "BEGIN CERTIFICATE-----\n" + Fake.mixed(64) + "\n-----" + "END CERTIFICATE-----",
    "[redacted:github-token]", "gh" + "p_short", "sha256-" + Fake.mixed(43) + "=",
    "de305d54-75b4-431b-adb2-eb6b9e546014", "d035ba811e3e366deb02fd2a561781d7d42c49c0",
    "sk-learn-pipelines-with-long-names-and-no-digits-in-them", "",
  ]

  @Test(
    arguments: harmless + HarmlessTextTests.reports + HarmlessTextTests.values
      + HarmlessTextTests.sources + HarmlessTextTests.logs)
  func `what is none is not found`(_ text: String) {
    #expect(Redactor.firstSecret(in: Array(text.utf8)) == nil)
  }

  @Test func `random hashes, ids and images are none`() {
    var numbers = SeededGenerator(seed: 7)
    let base64 = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
    for _ in 0..<20 {
      let image = (0..<20_000).map { _ in base64.randomElement(using: &numbers) ?? 65 }
      #expect(Redactor.firstSecret(in: Array("data:image/png;base64,".utf8) + image) == nil)
      let raw = (0..<20_000).map { _ in UInt8.random(in: 0...255, using: &numbers) }
      #expect(Redactor.firstSecret(in: raw) == nil)
      let hex = (0..<20_000).map { _ in base64[(26..<32).randomElement(using: &numbers) ?? 26] }
      #expect(Redactor.firstSecret(in: hex) == nil)
    }
  }
}
