/// A queue that is kept in files of this machine.
public protocol FileBacked {
  /// The files that hold the queue: each change of it changes one of them, and reading it
  /// none.
  var files: [String] { get }
}

extension FileBacked {
  /// What tells one state of the queue from the next, without reading it.
  public func stamp() -> QueueStamp { QueueStamp(of: files) }
}
