import Testing
import Text

@Suite struct HarmlessTextTests {
  @Test(arguments: reports + values + sources + logs)
  func `what is no secret stays`(_ line: String) {
    #expect(Redactor.redacted(line) == line)
    #expect(Redactor.redacted("a\n" + line + "\nb") == "a\n" + line + "\nb")
  }

  static let reports = [
    "[REPORT ORCH-1]", "Status: DONE", "- docs/guide.md", "validation: swift test, 12 passed",
    "token budget: 2000/3500", "Budget: 2000/3500 tokens",
    "Limit: a report has at most 2000 tokens; one above 3500 stops the row",
    "tokens: 1834", "Token: 2000/3500",
    "ORCH_ATTEMPT=17-3fa92c", "attempt token: 17-3fa92c", "token=12345-3fa92c",
    "| ORCH-1 | PENDING | P1 | 비밀번호 재설정 화면 | 테스트 통과 | - |", "비밀번호: 없음", "토큰: 2000/3500",
    "비밀번호를 다시 설정합니다: 메일로 보냅니다", "보고서: 로그인 토큰 갱신 오류를 고쳤습니다", "password: ••••••••",
    "secret: see docs/vault.md", "Password: OK (3 tests)", "Passwords are hashed: argon2id",
    "The token: a mark that fences an attempt", "secret: rotated on 2026-01-31",
    "Authorization: required", "Authorization: Basic authentication is off",
    "password must have 8 characters: 3 cases", "- **Token**: claude-3-5-sonnet",
  ]

  static let values = [
    "password: none", "password: null", "password=", "password:", "PASSWORD=\n", "password = \"\"",
    "password=$DB_PASSWORD", "password: ${DB_PASSWORD}", "password=\"$(pass show db)\"",
    "token: {{ secrets.TOKEN }}", "token: ${{ secrets.GITHUB_TOKEN }}", "password: <your password>",
    "--password=<password>", "--token TOKEN  the token to use", "--password read it from a file",
    "password=********", "password=xxxxxxxx", "secret: ...", "password: %s", "API_KEY=%API_KEY%",
    "password_file: /run/secrets/db7", "password: /run/secrets/db_password", "token = ~/.token7",
    "\"token_soft_limit\": 2000", "\"max_tokens\": 4096", "\"token\": 17", "\"token\": null",
    "api_key: see-vault", "secret: my-service-tls-cert-v2", "token: string", "password=password",
    "\"password\": \"required\"", "\"password\": \"Enter your password\"",
    "\"password\": \"비밀번호를 입력하세요\"", "secret: projects/my-project-1/secrets/foo/versions/latest",
    "https://user@host/", "https://user:@host/", "https://user:$PASSWORD@host/",
    "https://user:<password>@host/", "https://host:8080/a@b", "git@github.com:owner/name.git",
    "postgres://app:****@db/app", "token: https://example.com/a1b2c3d4e5",
  ]

  static let sources = [
    "let password: String", "password: str = None,", "func login(password: String, token: String)",
    "token = tokens[i + 1]", "token = tokenizer.next2(text)", "secret = sha256sum(path, 4096)",
    "if token == nextToken2 {", "seal(encryption_key=TEST_ENCRYPTION_KEY1)",
    ":type password: :py:data:`x`",
    "private_key = result.clientCert.certificatePrivateKeys", "is_password: `bool` or none",
    "private_key: Ed25519PrivateKey,", "let token: OAuth2Token",
    "password = getpass.getpass()", "login(password=password)", "Secret::new(1)",
    "token::Kind::Identifier2", "case token, secret, password", "key: value",
    "primary_key=a1b2c3d4e5",
    "grep -- '-----" + "BEGIN PRIVATE KEY-----' docs", "publicKey: \(Fake.mixed(40))",
  ]

  static let logs = [
    "[12/345] Compiling Redaction Redactor.swift", "warning: unused variable 'token' at 12:30",
    "2026-01-31T18:00:00.123+09:00 INFO started in 1.2s",
    "fb613b2 Write what was found of a report",
    "commit 3fa92c" + Fake.hex(34), "550e8400-e29b-41d4-a716-446655440000",
    "sha256:" + Fake.hex(64), "integrity sha512-" + Fake.mixed(86) + "==",
    "data:image/png;base64,iVBORw0KGgo" + Fake.mixed(80),
    "/usr/lib/swift/linux/x86_64/a.swiftmodule",
    "error: unexpected token: }", "unexpected token: 'identifier'",
    "\u{1B}[32m✔\u{1B}[0m 1549 passed",
    "------------------------------------------------", "===============", "a == b, c != d, e => f",
    "Test run with 1549 tests passed after 12.345 seconds", "::: note",
    "{\"id\":\"A-1\",\"row\":16}",
    "-----BEGIN CERTIFICATE-----\n\(Fake.mixed(64))\n-----END CERTIFICATE-----",
    "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAI" + Fake.mixed(43) + " me@host",
  ]
}
