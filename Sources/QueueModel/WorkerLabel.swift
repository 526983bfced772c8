/// What a worker that orch starts is called: `orch-` and its row's id, such as `orch-rel-1`
/// for `REL-1`, of the form `[a-z][a-z0-9_-]{0,63}`.
///
/// Ids that differ only in what a label can't hold have the same one.
/// Source: `docs/dispatch.md`, "Spawners".
public enum WorkerLabel {
  /// Bytes.
  public static let maximumLength = 64

  public static func label(for id: String) -> String {
    let bytes = "orch-\(id)".utf8.prefix(maximumLength).map { byte in
      switch byte {
      case UInt8(ascii: "A")...UInt8(ascii: "Z"): byte + 32
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
        UInt8(ascii: "_"), UInt8(ascii: "-"):
        byte
      default: UInt8(ascii: "-")
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}

extension QueueItem {
  var label: String { WorkerLabel.label(for: id) }
}
