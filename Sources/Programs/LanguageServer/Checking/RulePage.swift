import Host

/// The installed page that explains the rules.
enum RulePage {
  /// Its address; `nil` if the page is not installed.
  static let address: String? = {
    guard let program = CurrentProcess.executable else { return nil }
    let prefix = Path.parent(of: Path.parent(of: program))
    let page = Path.join(prefix, "share/doc/orch/docs/queue-file.md")
    guard (try? FileStatus(of: page)) != nil else { return nil }
    return FileAddress.address(of: page) + "#what-is-malformed"
  }()
}
