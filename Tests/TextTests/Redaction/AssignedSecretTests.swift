import Testing
import Text

@Suite struct AssignedSecretTests {
  @Test(arguments: forms + headers + addresses)
  func `a value whose name says that it is secret goes`(_ example: RedactionCase) {
    #expect(Redactor.redacted(example.input) == example.output)
    let (before, after) = ("{ok} ", "\nnext: line")
    #expect(Redactor.redacted(before + example.input + after) == before + example.output + after)
  }

  private static let word = "hun" + "ter2"
  private static let token = Fake.mixed(20)

  static let forms = [
    RedactionCase("environment", "DB_PASSWORD=\(word)", "DB_PASSWORD=[redacted:password]"),
    RedactionCase(
      "environment, odd characters", "export DB_PASSWORD=p,\(word);x&y)z",
      "export DB_PASSWORD=[redacted:password]"),
    RedactionCase("only letters", "PASSWORD=letmein", "PASSWORD=[redacted:password]"),
    RedactionCase(
      "shell, quoted", "export API_KEY='\(token)'", "export API_KEY='[redacted:key]'"),
    RedactionCase(
      "option", "--password=\(word) --user=me", "--password=[redacted:password] --user=me"),
    RedactionCase(
      "option with a blank", "+ deploy --password \(word) --user me",
      "+ deploy --password [redacted:password] --user me"),
    RedactionCase(
      "option with a blank and a quotation mark", "login --token \"\(token)\"",
      "login --token \"[redacted:token]\""),
    RedactionCase("ini", "passwd = \(word)", "passwd = [redacted:password]"),
    RedactionCase(
      "JSON", #"{"user": "me", "password": "letmein", "n": 1}"#,
      #"{"user": "me", "password": "[redacted:password]", "n": 1}"#),
    RedactionCase(
      "JSON, escaped quotation mark", #"{"client_secret":"\#(token)\"x","a":1}"#,
      #"{"client_secret":"[redacted:secret]","a":1}"#),
    RedactionCase(
      "JSON in JSON", #"{"body":"{\"api_key\":\"\#(token)\",\"a\":1}"}"#,
      #"{"body":"{\"api_key\":\"[redacted:key]\",\"a\":1}"}"#),
    RedactionCase(
      "camel case", #"clientSecret: "\#(token)""#, #"clientSecret: "[redacted:secret]""#),
    RedactionCase("YAML", "  password: \(word)  # old", "  password: [redacted:password]  # old"),
    RedactionCase("YAML, quoted", "password: 'a b\(word)'", "password: '[redacted:password]'"),
    RedactionCase(
      "properties", "spring.datasource.password=\(word)",
      "spring.datasource.password=[redacted:password]"),
    RedactionCase(
      "Naver's header", "X-Naver-Client-Secret: aB3" + "dE5fG7h",
      "X-Naver-Client-Secret: [redacted:secret]"),
    RedactionCase(
      "Naver's variable", "NAVER_CLIENT_SECRET=a_" + "B3cD9_xZ",
      "NAVER_CLIENT_SECRET=[redacted:secret]"),
    RedactionCase(
      "Kakao's parameter", "&client_secret=\(Fake.mixed(32))&code=1",
      "&client_secret=[redacted:secret]&code=1"),
    RedactionCase("Korean", "비밀번호: \(word)", "비밀번호: [redacted:password]"),
    RedactionCase(
      "Markdown", "- **API key:** `\(token)`", "- **API key:** `[redacted:key]`"),
    RedactionCase(
      "subscript", #"os.environ["SECRET_TOKEN"] = "\#(token)""#,
      #"os.environ["SECRET_TOKEN"] = "[redacted:token]""#),
    RedactionCase(
      "type in between", #"let password: String = "letmein""#,
      #"let password: String = "[redacted:password]""#),
    RedactionCase(
      "arrow", #"'secret_key' => '\#(token)'"#, #"'secret_key' => '[redacted:key]'"#),
    RedactionCase("walrus", #"apiKey := "\#(token)""#, #"apiKey := "[redacted:key]""#),
    RedactionCase("bytes", "secret_key = b'\(token)'", "secret_key = b'[redacted:key]'"),
    RedactionCase(
      "default of a variable", "${TOKEN:-\(token)}", "${TOKEN:[redacted:token]}"),
    RedactionCase(
      "known shape", "GITHUB_TOKEN=\(Fake.github)", "GITHUB_TOKEN=[redacted:github-token]"),
    RedactionCase(
      "known shape and more", "GITHUB_TOKEN=\(Fake.github)-more.of/it",
      "GITHUB_TOKEN=[redacted:github-token]"),
    RedactionCase("digits", "password=12345678", "password=[redacted:password]"),
    RedactionCase(
      "AccountKey", "AccountKey=\(Fake.mixed(86))==;Endpoint=x",
      "AccountKey=[redacted:key];Endpoint=x"),
    RedactionCase(
      "npmrc", "//registry.npmjs.org/:_authToken=\(Fake.hex(36))",
      "//registry.npmjs.org/:_authToken=[redacted:token]"),
    RedactionCase(
      "without the end of the quotation", "password: \"\(word)", "password: \"[redacted:password]"),
    RedactionCase(
      "sentence", "The new password is set: password: \(word).",
      "The new password is set: password: [redacted:password]"),
  ]

  static let headers = [
    RedactionCase(
      "bearer", "Authorization: Bearer \(token)", "Authorization: Bearer [redacted:authorization]"),
    RedactionCase(
      "basic", "authorization: Basic dXNl" + "cjpwYXNz",
      "authorization: Basic [redacted:authorization]"),
    RedactionCase(
      "header of curl", "curl -H 'Authorization: token \(token)' https://a.example",
      "curl -H 'Authorization: token [redacted:authorization]' https://a.example"),
    RedactionCase(
      "JSON", #""Authorization": "Bearer \#(Fake.webToken)""#,
      #""Authorization": "Bearer [redacted:jwt]""#),
    RedactionCase(
      "without a scheme", "> Authorization: \(token)", "> Authorization: [redacted:authorization]"),
    RedactionCase("key", "x-api-key: \(token)", "x-api-key: [redacted:key]"),
  ]

  static let addresses = [
    RedactionCase(
      "database", "postgres://app:\(word)@db.example:5432/app",
      "postgres://app:[redacted:url-password]@db.example:5432/app"),
    RedactionCase(
      "unescaped @", "redis://:p@\(word)@cache/0", "redis://:[redacted:url-password]@cache/0"),
    RedactionCase(
      "token as password", "https://oauth2:\(Fake.github)@git.example/a.git",
      "https://oauth2:[redacted:github-token]@git.example/a.git"),
    RedactionCase(
      "token as user", "https://\(Fake.github):x-oauth-basic@git.example/a.git",
      "https://[redacted:github-token]:[redacted:url-password]@git.example/a.git"),
    RedactionCase(
      "user that is the name of a secret", "https://token:a,b@git.example/",
      "https://token:[redacted:url-password]@git.example/"),
    RedactionCase(
      "query", "GET /?access_token=\(token)&page=2", "GET /?access_token=[redacted:token]&page=2"),
    RedactionCase(
      "secret that reaches over a password", "ws://a-token=\(token):p,w@h/ ok",
      "ws://a-token=[redacted:token]@h/ ok"),
  ]
}
