public import Host
public import Model

/// The zone files of the machine.
enum ZoneFile {
  /// The second folder is for NixOS.
  private static let folders = ["/usr/share/zoneinfo", "/etc/zoneinfo"]

  /// Reads the rules of a zone.
  ///
  /// - Returns: `nil` for a text that is not the name of a zone, such as a path, and for a zone
  ///   without a file.
  static func rules(of name: String) -> ZoneRules? {
    guard isName(name) else { return nil }
    return folders.lazy.compactMap { rules(in: "\($0)/\(name)") }.first
  }

  fileprivate static func rules(in path: String) -> ZoneRules? {
    bytes(of: path).flatMap(ZoneRules.init)
  }

  fileprivate static func bytes(of path: String) -> [UInt8]? {
    do {
      let file = try FileDescriptor(opening: path, for: .reading)
      return try file.status().kind == .regular ? file.readWhole(upTo: 1 << 20) : nil
    } catch { return nil }
  }

  /// `America/Argentina/Buenos_Aires`: without dots and empty parts the name can't lead out of the
  /// folder.
  private static func isName(_ text: String) -> Bool {
    text.split(separator: "/", omittingEmptySubsequences: false).allSatisfy { part in
      part.first?.isLetter ?? false
        && part.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "_+-".contains($0)) }
    }
  }
}

extension QueueZone {
  /// The machine's zone, from `TZ`, else from `/etc/localtime`.
  ///
  /// - Parameters:
  ///   - environment: may have `TZ`.
  ///   - folder: `/etc`.
  ///   - now: seconds since 1970.
  /// - Returns: `nil` for a zone that is unknown here, and for one with daylight-saving time and
  ///   without a name.
  public static func ofMachine(
    _ environment: Environment, folder: String = "/etc", around now: Int
  ) -> QueueZone? {
    let text = environment["TZ"] ?? Path.join(folder, "localtime")
    let name = text.hasPrefix(":") ? String(text.dropFirst()) : text
    if name.hasPrefix("/") { return ofFile(name, folder: folder, around: now) }
    if let rules = ZoneFile.rules(of: name) { return .rules(rules, name: name) }
    return YearlyRule(name.utf8)?.fixedOffset.map(QueueZone.fixed)
  }

  /// The source of the machine's zone: `TZ=Europe/Berlin` or `/etc/localtime`. `nil` if there is no
  /// source, and for UTC, which needs no file.
  public static func nameOfMachine(_ environment: Environment, folder: String = "/etc") -> String? {
    let localtime = Path.join(folder, "localtime")
    guard let text = environment["TZ"] else {
      guard (try? FileStatus(ofName: localtime)) != nil else { return nil }
      return isUTC(name: Path.linkTarget(localtime) ?? "") ? nil : localtime
    }
    return isUTC(name: text) ? nil : "TZ=\(text)"
  }

  private static func isUTC(name: String) -> Bool {
    let last = name.split(separator: "/").last ?? ""
    return ["UTC", ":UTC", "UCT", "GMT", "Universal", "Zulu"].contains(last)
  }

  /// The zone of a link to a zone file, or of a copy of a zone file whose name is in the file
  /// `timezone`.
  private static func ofFile(_ path: String, folder: String, around now: Int) -> QueueZone? {
    guard let rules = ZoneFile.rules(in: path) else { return nil }
    let parts = (Path.resolved(path) ?? path).split(separator: "/")
    let linked = parts.lastIndex(of: "zoneinfo").map {
      parts[($0 + 1)...].joined(separator: "/")
    }
    let written = ZoneFile.bytes(of: Path.join(folder, "timezone")).flatMap {
      String(decoding: $0, as: UTF8.self).split(whereSeparator: \.isWhitespace).first.map(
        String.init)
    }
    for name in [linked, written] {
      if let name, ZoneFile.rules(of: name) == rules { return .rules(rules, name: name) }
    }
    return QueueZone.rules(rules, name: path).fixedOffset(around: now).map(QueueZone.fixed)
  }
}
