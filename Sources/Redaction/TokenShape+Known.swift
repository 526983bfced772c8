extension TokenShape {
  /// The first that fits is taken.
  ///
  /// Sources of prefixes, alphabets and lengths: the rules of gitleaks (`config/gitleaks.toml`
  /// of gitleaks/gitleaks), and for single rows what is named beside them. Where an issuer
  /// says that a length may grow, it is a least length here.
  static let known: [TokenShape] = [
    // GitHub's changelog of 2021-03-31: these five, and up to 255 characters.
    TokenShape(.github, "ghp_", .alphanumeric, 36),
    TokenShape(.github, "gho_", .alphanumeric, 36),
    TokenShape(.github, "ghu_", .alphanumeric, 36),
    TokenShape(.github, "ghs_", .alphanumeric, 36),
    TokenShape(.github, "ghr_", .alphanumeric, 36),
    TokenShape(.github, "github_pat_", .word, 82),

    TokenShape(.gitlab, "glpat-", routable, 20),
    TokenShape(.gitlab, "gldt-", .base64URL, 20),
    TokenShape(.gitlab, "glrt-", routable, 20),
    TokenShape(.gitlab, "glptt-", .alphanumeric, 40),
    TokenShape(.gitlab, "glcbt-", .base64URL, 22),
    TokenShape(.gitlab, "glagent-", .base64URL, 50),
    TokenShape(.gitlab, "gloas-", .base64URL, 64),

    TokenShape(.anthropic, "sk-ant-", .base64URL, 24, .withDigit),
    TokenShape(.openAI, "sk-proj-", .base64URL, 32),
    TokenShape(.openAI, "sk-svcacct-", .base64URL, 32),
    TokenShape(.openAI, "sk-admin-", .base64URL, 32),
    // OpenAI's older keys, and those of others who took over the prefix.
    TokenShape(.apiKey, "sk-", .base64URL, 32, .withDigit),

    // The prefixes of identifiers in the guide of AWS IAM: keys, temporary keys, bearers.
    TokenShape(.awsKeyID, "AKIA", .upperAndDigits, 16, .exactly),
    TokenShape(.awsKeyID, "ASIA", .upperAndDigits, 16, .exactly),
    TokenShape(.awsKeyID, "ABIA", .upperAndDigits, 16, .exactly),
    TokenShape(.awsSecret, "aws_secret_access_key ", .base64, 40, .behindPrefix),
    TokenShape(.awsSecret, "AWS_SECRET_ACCESS_KEY ", .base64, 40, .behindPrefix),

    TokenShape(.google, "AIza", .base64URL, 35),
    TokenShape(.googleToken, "ya29.", .base64URL.union(ByteSet(".")), 20),
    TokenShape(.googleToken, "GOCSPX-", .base64URL, 28),

    // Slack's page on token types; a digit, because all of them begin with numbers.
    TokenShape(.slack, "xoxa-", .base64URL, 10, .withDigit),
    TokenShape(.slack, "xoxb-", .base64URL, 10, .withDigit),
    TokenShape(.slack, "xoxc-", .base64URL, 10, .withDigit),
    TokenShape(.slack, "xoxe-", .base64URL, 10, .withDigit),
    TokenShape(.slack, "xoxo-", .base64URL, 10, .withDigit),
    TokenShape(.slack, "xoxp-", .base64URL, 10, .withDigit),
    TokenShape(.slack, "xoxr-", .base64URL, 10, .withDigit),
    TokenShape(.slack, "xoxs-", .base64URL, 10, .withDigit),
    TokenShape(.slack, "xapp-", .base64URL, 10, .withDigit),
    TokenShape(.slackWebhook, "hooks.slack.com/services/", path, 20, .behindPrefix),
    TokenShape(.slackWebhook, "hooks.slack.com/workflows/", path, 20, .behindPrefix),
    TokenShape(.slackWebhook, "hooks.slack.com/triggers/", path, 20, .behindPrefix),
    // Discord's reference of webhooks: a number, a slash and a token of 60 or more.
    TokenShape(.discordWebhook, "discord.com/api/webhooks/", path, 60, .behindPrefix),
    TokenShape(.discordWebhook, "discord.com/api/v10/webhooks/", path, 60, .behindPrefix),
    TokenShape(.discordWebhook, "discordapp.com/api/webhooks/", path, 60, .behindPrefix),

    TokenShape(.stripe, "sk_live_", .alphanumeric, 10),
    TokenShape(.stripe, "sk_test_", .alphanumeric, 10),
    TokenShape(.stripe, "rk_live_", .alphanumeric, 10),
    TokenShape(.stripe, "rk_test_", .alphanumeric, 10),

    TokenShape(.npm, "npm_", .alphanumeric, 36),
    TokenShape(.pypi, "pypi-", .base64URL, 50),
    TokenShape(.huggingFace, "hf_", .alphanumeric, 30),
    TokenShape(.sendGrid, "SG.", .base64URL.union(ByteSet(".")), 60),
  ]

  /// Newer tokens of GitLab carry what they are for behind a point.
  private static let routable = ByteSet.base64URL.union(ByteSet("."))
  private static let path = ByteSet.base64URL.union(ByteSet("/+"))
}
