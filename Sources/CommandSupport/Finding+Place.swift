public import QueueDocument

extension Finding {
  /// `QUEUE.md:17:42: message [rule]`, as compilers write it.
  public func place(in file: String) -> String {
    let prefix =
      switch severity {
      case .problem: ""
      case .warning: "warning: "
      }
    return "\(file):\(line):\(column): \(prefix)\(message) [\(rule.rawValue)]"
  }
}
