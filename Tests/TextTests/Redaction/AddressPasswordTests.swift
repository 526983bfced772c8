import Testing
import Text

/// Addresses as messages have them.
@Suite struct AddressPasswordTests {
  @Test(arguments: [
    ("postgresql://bob:s3cret@host/db", "postgresql://bob:***@host/db"),
    ("a https://me:p@ss@h and http://u:qr@i/x.", "a https://me:***@h and http://u:***@i/x."),
    ("postgresql://bob:s3#cret@127.0.0.1/x", "postgresql://bob:***@127.0.0.1/x"),
    ("postgresql://bob:s3?cret@127.0.0.1/x", "postgresql://bob:***@127.0.0.1/x"),
    (
      "'postgresql://h/x?user=bob&password=s3cret&sslpassword=two' is",
      "'postgresql://h/x?user=bob&password=***&sslpassword=***' is"
    ),
    ("postgresql://bob:a1@h/x?password=b2", "postgresql://bob:***@h/x?password=***"),
    ("https://u:비밀@host", "https://u:***@host"),
    // No passwords, and what stands for one.
    ("https://token@host", "https://token@host"), ("https://host:80/a@b", "https://host:80/a@b"),
    ("http://u:@host", "http://u:@host"), ("a:b@c", "a:b@c"), ("://:p@", "://:p@"),
    ("http://localhost:3000,ann@x.org", "http://localhost:3000,ann@x.org"),
    ("http://localhost:3000?mail=ann@x.org", "http://localhost:3000?mail=ann@x.org"),
    ("http://h?at=12:30&mail=a@x.org", "http://h?at=12:30&mail=a@x.org"),
    ("postgresql://USER:PASSWORD@HOST/DB", "postgresql://USER:PASSWORD@HOST/DB"),
    ("postgresql://bob:$PGPASSWORD@h/x", "postgresql://bob:$PGPASSWORD@h/x"),
    ("password=s3cret", "password=s3cret"), ("", ""),
  ])
  func `passwords of addresses are masked`(_ text: String, masked: String) {
    #expect(text.withoutPasswords == masked)
    #expect(masked.withoutPasswords == masked)
  }
}
