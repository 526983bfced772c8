import Glibc
import Testing
import Text

/// Time in proportion to the input, also for what almost is a secret, again and again.
@Suite(.serialized) struct HostileLengthTests {
  static let nearMisses = [
    "=", ":", " :", "a=", "---", "-----BEGIN ", "-----BEGIN PRIVATE KEY-----", "eyJ", "eyJ-eyJ.",
    ".eyJaaaaaaaaaaaaaaaaa", "ghp_-", "ghp_aaaaaaa", "sk-", "sk-a.", "xoxb-", "AKIA ", "://",
    "://a:",
    "a://b:c", "password=", "password:", "password=\"", "password='\"", "token=\\\"", "token: a ",
    "token=a.", "[redacted:", "[redacted:a", "Authorization: Bearer ", "--token ", "--",
    "\u{1B}[1m",
    "discord.com/api/webhooks/", "7:A", "1234567:Aaaaaaaaaaaa", "passwor", "p_a_s_s_w_o_r_d",
    "****",
    "[", "glpat-.", "aws_secret_access_key ", "secret: String = ", "\"\\", "비밀번호",
  ]

  @Test(arguments: nearMisses)
  func `four times as much takes about four times as long`(_ part: String) {
    let (short, long) = (Self.time(part, 15_000), Self.time(part, 60_000))
    // What is quadratic takes sixteen times as long.
    #expect(long < 10 * short + 2_000_000, "\(short) ns, then \(long) ns")
    // What looks at all that is ahead of each byte takes thousands of times as long.
    let ordinary = Self.time("[12/345] Compiling Redaction Redactor.swift\n", 60_000)
    #expect(long < 1000 * ordinary, "\(ordinary) ns for a log, \(long) ns for this")
  }

  /// In nanoseconds of this thread, so that other processes do not count; the less of two.
  private static func time(_ part: String, _ count: Int) -> Int {
    let pattern = Array(part.utf8)
    let input = (0..<count).map { pattern[$0 % pattern.count] }
    return (0..<2).map { _ in
      let start = now()
      var redactor = Redactor()
      _ = redactor.redact(input[...])
      _ = redactor.finish()
      return now() - start
    }.min() ?? 0
  }

  private static func now() -> Int {
    var time = timespec()
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return time.tv_sec * 1_000_000_000 + time.tv_nsec
  }
}
