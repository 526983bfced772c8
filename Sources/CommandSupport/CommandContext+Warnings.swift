public import CommandLineKit
import Host
import QueueDocument
import QueueModel
public import QueueStore

extension CommandContext {
  public var paint: Paint { environment.paint(shared.color, for: console.output) }
  var paintForErrors: Paint { environment.paint(shared.color, for: console.errors) }

  /// Tells people something on standard error, unless they want to hear nothing.
  public func warn(_ text: String) {
    if !shared.isQuiet { tell(text) }
  }

  /// Tells people something on standard error, whatever they want to hear.
  func tell(_ text: String) {
    tellOnce("\(paintForErrors("WARNING:", .yellow)) \(text.escaped)")
  }

  func tellOnce(_ line: String) {
    guard told.insert(line).inserted, toldBefore[line] == nil else { return }
    toldBefore[line] = clock.monotonic()
    console.tell(line)
  }

  /// Says once that some rows are left alone.
  public func warn(of malformed: MalformedRows?) throws(CommandError) {
    guard let malformed else { return }
    let place = malformed.first.place(in: Path.name(of: try tablePath()))
    let more = malformed.count > 1 ? ", and \(malformed.count - 1) more" : ""
    warn("\(place)\(more) (such rows are left alone; orch lint lists them)")
  }
}
