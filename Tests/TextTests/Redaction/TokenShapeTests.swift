import Testing
import Text

@Suite struct TokenShapeTests {
  @Test(arguments: tokens)
  func `a token goes wherever it stands`(_ token: (text: String, kind: String)) {
    let mark = "[redacted:\(token.kind)]"
    let frames = [
      ("", ""), ("got ", " back"), ("(", ")"), ("\"", "\""), ("a=", "&b=1"), ("한글 ", "입니다"),
      ("line\\n", "\\n"), ("\u{1B}[1;32m", "\u{1B}[0m"), ("q%3D", ""), ("x\n", "\ny"), ("/", ","),
    ]
    for (before, after) in frames {
      let input = before + token.text + after
      #expect(Redactor.redacted(input) == before + mark + after, "\(input)")
    }
  }

  static let tokens: [(text: String, kind: String)] = [
    ("gh" + "p_" + Fake.mixed(36), "github-token"),
    ("gh" + "o_" + Fake.mixed(36), "github-token"),
    ("gh" + "u_" + Fake.mixed(36), "github-token"),
    ("gh" + "s_" + Fake.mixed(36), "github-token"),
    ("gh" + "r_" + Fake.mixed(76), "github-token"),
    ("gh" + "p_" + Fake.mixed(251), "github-token"),
    ("github" + "_pat_" + Fake.mixed(22) + "_" + Fake.mixed(59), "github-token"),
    ("gl" + "pat-" + Fake.mixed(20), "gitlab-token"),
    ("gl" + "pat-" + Fake.mixed(30) + ".01.a" + Fake.hex(8), "gitlab-token"),
    ("gl" + "dt-" + Fake.mixed(20), "gitlab-token"),
    ("gl" + "rt-t1_" + Fake.mixed(27), "gitlab-token"),
    ("gl" + "ptt-" + Fake.hex(40), "gitlab-token"),
    ("gl" + "cbt-64_" + Fake.mixed(20), "gitlab-token"),
    ("gl" + "agent-" + Fake.mixed(50), "gitlab-token"),
    ("gl" + "oas-" + Fake.hex(64), "gitlab-token"),
    ("sk" + "-ant-api03-" + Fake.mixed(93) + "AA", "anthropic-key"),
    ("sk" + "-proj-" + Fake.mixed(50) + "_-" + Fake.mixed(70), "openai-key"),
    ("sk" + "-svcacct-" + Fake.mixed(74), "openai-key"),
    ("sk" + "-admin-" + Fake.mixed(74), "openai-key"),
    ("sk" + "-" + Fake.mixed(48), "api-key"),
    ("sk" + "-or-v1-" + Fake.hex(64), "api-key"),
    ("AK" + "IA" + Fake.upper(16), "aws-access-key-id"),
    ("AS" + "IA" + Fake.upper(16), "aws-access-key-id"),
    ("AB" + "IA" + Fake.upper(16), "aws-access-key-id"),
    ("AI" + "za" + Fake.mixed(35), "google-api-key"),
    ("ya" + "29." + Fake.mixed(120), "google-token"),
    ("GOC" + "SPX-" + Fake.mixed(28), "google-token"),
    ("xo" + "xb-" + Fake.digits(12) + "-" + Fake.digits(12) + "-" + Fake.mixed(24), "slack-token"),
    ("xo" + "xa-2-" + Fake.mixed(20), "slack-token"),
    ("xo" + "xc-" + Fake.digits(20), "slack-token"),
    ("xo" + "xe-1-" + Fake.mixed(146), "slack-token"),
    ("xo" + "xo-" + Fake.digits(20), "slack-token"),
    ("xo" + "xp-" + Fake.digits(36), "slack-token"),
    ("xo" + "xr-" + Fake.mixed(40), "slack-token"),
    ("xo" + "xs-" + Fake.digits(20), "slack-token"),
    ("xa" + "pp-1-A7-" + Fake.digits(12) + "-" + Fake.hex(64), "slack-token"),
    ("sk" + "_live_" + Fake.mixed(24), "stripe-key"),
    ("sk" + "_test_" + Fake.mixed(24), "stripe-key"),
    ("rk" + "_live_" + Fake.mixed(99), "stripe-key"),
    ("rk" + "_test_" + Fake.mixed(24), "stripe-key"),
    ("np" + "m_" + Fake.mixed(36), "npm-token"),
    ("py" + "pi-AgEIcHlwaS5vcmc" + Fake.mixed(120), "pypi-token"),
    ("h" + "f_" + Fake.mixed(34), "hugging-face-token"),
    ("S" + "G." + Fake.mixed(22) + "." + Fake.mixed(43), "sendgrid-key"),
    (Fake.webToken, "jwt"),
  ]

  @Test(arguments: withPrefix)
  func `what is public in front of a secret stays`(_ example: RedactionCase) {
    #expect(Redactor.redacted(example.input) == example.output)
  }

  private static let hook = "https://hooks.slack.com/"
  private static let discord = Fake.digits(18) + "/" + Fake.mixed(68)
  static let withPrefix = [
    RedactionCase(
      "Slack's webhook", "POST \(hook)services/T7/B7/\(Fake.mixed(24)) 200",
      "POST \(hook)services/[redacted:slack-webhook] 200"),
    RedactionCase(
      "Slack's workflow", "\(hook)workflows/T7/A7/\(Fake.digits(18))/\(Fake.mixed(24))",
      "\(hook)workflows/[redacted:slack-webhook]"),
    RedactionCase(
      "Slack's trigger", "\(hook)triggers/T7/\(Fake.digits(12))/\(Fake.hex(32))",
      "\(hook)triggers/[redacted:slack-webhook]"),
    RedactionCase(
      "Discord's webhook", "url: https://discord.com/api/webhooks/\(discord)?wait=true",
      "url: https://discord.com/api/webhooks/[redacted:discord-webhook]?wait=true"),
    RedactionCase(
      "Discord's webhook with a version", "https://canary.discord.com/api/v10/webhooks/\(discord)",
      "https://canary.discord.com/api/v10/webhooks/[redacted:discord-webhook]"),
    RedactionCase(
      "Discord's old host", "https://discordapp.com/api/webhooks/\(discord)",
      "https://discordapp.com/api/webhooks/[redacted:discord-webhook]"),
    RedactionCase(
      "a bot of Telegram",
      "GET https://api.telegram.org/bot\(Fake.digits(10)):A\("A" + Fake.mixed(33))/getMe",
      "GET https://api.telegram.org/bot\(Fake.digits(10)):[redacted:telegram-token]/getMe"),
    RedactionCase("an underline", "x_\(Fake.github)", "x_[redacted:github-token]"),
    RedactionCase(
      "AWS's command", "aws configure set aws_secret_access_key \(Fake.mixed(38))/+",
      "aws configure set aws_secret_access_key [redacted:aws-secret-key]"),
    RedactionCase(
      "AWS's two lines",
      "aws_access_key_id = \("AK" + "IA" + Fake.upper(16))\naws_secret_access_key = \(Fake.mixed(40))",
      "aws_access_key_id = [redacted:aws-access-key-id]\n"
        + "aws_secret_access_key = [redacted:aws-secret-key]"),
  ]

  @Test(arguments: nearMisses)
  func `what only looks like a token stays`(_ text: String) {
    #expect(Redactor.redacted(text) == text)
    #expect(Redactor.redacted("x " + text + "\n") == "x " + text + "\n")
  }

  static let nearMisses = [
    "gh" + "p_" + Fake.mixed(35), "gh" + "x_" + Fake.mixed(36), "a" + Fake.github,
    "7" + Fake.github, "github" + "_pat_" + Fake.mixed(81), "gl" + "pat-" + Fake.mixed(19),
    "tasks" + "k-" + Fake.mixed(48), "sk" + "-" + Fake.mixed(31),
    "sk" + "-fading-circle-animation-with-a-long-delay", "sk-learn", "sk-ant-...",
    "AK" + "IA" + Fake.upper(15), "AK" + "IA" + Fake.upper(17), "AKIA" + Fake.hex(16),
    "AI" + "za" + Fake.mixed(34), "ya29.short", "xoxb-your-token-goes-here", "xoxo-hugs-and-kisses",
    "sk_live_", "sk_test_key", "risk_live_" + Fake.mixed(24), "npm_config_user_agent_is_not_one",
    "np" + "m_" + Fake.mixed(35), "pypi-publish", "hf_hub_download", "SG.1",
    "MSG." + Fake.mixed(70),
    "eyJ.eyJ.x", "eyJ" + Fake.mixed(30), "eyJ" + Fake.mixed(30) + "." + Fake.mixed(30),
    "x" + Fake.webToken, "12:30:45", Fake.digits(10) + ":A" + Fake.mixed(33),
    "https://discord.com/api/webhooks/", "https://hooks.slack.com/services/", "AKIA, ASIA",
  ]
}
