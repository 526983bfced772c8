import Host

// Reports that are just being written. A name tells who does, so that what a crash leaves is
// known as such.

extension Inbox {
  /// Where a report is until it is whole.
  func draft(of name: String) -> String { "\(folder)/.\(name).\(CurrentProcess.id)\(Self.ending)" }

  /// That of `NewFile`, too.
  private static let ending = ".new"

  /// Removes what somebody left who runs no more: it never became a report.
  public func removeAbandoned() {
    guard (try? checkIsNoLink()) != nil else { return }
    for name in (try? Directory.names(in: folder)) ?? [] {
      guard name.hasPrefix("."), name.hasSuffix(Self.ending),
        let maker = name.dropLast(Self.ending.count).split(separator: ".").last.flatMap({ Int($0) }
        ),
        !ProcessTable.contains(maker)
      else { continue }
      try? Directory.remove("\(folder)/\(name)")
    }
  }
}
