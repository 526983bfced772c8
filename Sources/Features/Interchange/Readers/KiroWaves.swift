import Text

/// The waves of a Kiro spec: each task of a wave waits for all tasks of the wave before.
///
/// The waves are in a block of JSON below "Task Dependency Graph", or in a file `waves.json`. A
/// wave is a list of numbers, or an object with `tasks`.
struct KiroWaves {
  private typealias Wave = (keys: [String], fields: [ForeignTask.Other], place: ForeignPlace)

  private let scope: String
  private var graphs: [[Wave]] = []
  private var keys: Set<String> = []
  /// The number of edges between two waves of 256 tasks.
  private static let mostEdges = 65_536

  init(scope: String) { self.scope = scope }

  func contains(_ key: String) -> Bool { keys.contains(key) }

  /// Reads the code blocks that contain waves.
  mutating func read(
    _ lines: [MarkdownLine], of file: ForeignFile, into tasks: inout KeyedTasks
  ) {
    var index = 0
    while index < lines.count {
      guard case .fence(let opening) = lines[index].block else {
        index += 1
        continue
      }
      let end = lines[index...].firstIndex { $0.block != .fence(opening: opening) } ?? lines.count
      let code = lines[(index + 1)..<max(index + 1, end - 1)].map(\.line.bytes)
      let text = Array(code.joined(separator: [UInt8(ascii: "\n")]))
      if text[...].firstIndex(of: "\"waves\"") != nil {
        read(text[...], at: file.place(lines[index].line.number), into: &tasks)
      }
      index = end
    }
  }

  /// Reads JSON with a member `waves`.
  mutating func read(
    _ text: ArraySlice<UInt8>, at place: ForeignPlace, into tasks: inout KeyedTasks
  ) {
    let value: JSONValue
    do throws(JSONError) {
      value = try JSONValue(parsing: text, replacesLoneSurrogates: true)
    } catch {
      return tasks.tell(.notJSON(error), at: place)
    }
    guard let waves = value.objectValue?["waves"]?.arrayValue else {
      return tasks.tell(.wrongType(field: "waves"), at: place)
    }
    var graph: [Wave] = []
    for wave in waves {
      guard let names = (wave.arrayValue ?? wave.objectValue?["tasks"]?.arrayValue) else {
        tasks.tell(.wrongType(field: "waves"), at: place)
        continue
      }
      var known: [String] = []
      for name in names {
        let key = name.stringValue ?? name.integerValue.map { String($0) }
        guard let key else {
          tasks.tell(.wrongType(field: "waves"), at: place)
          continue
        }
        if tasks[scope + key] == nil {
          tasks.reading.losses.append(ForeignLoss(.missingTask(scope + key), at: place))
        } else if keys.insert(scope + key).inserted {
          known.append(scope + key)
        }
      }
      graph.append((known, Self.fields(of: wave), place))
    }
    graphs.append(graph)
  }

  /// The fields of a wave, apart from its number and its tasks.
  private static func fields(of wave: JSONValue) -> [ForeignTask.Other] {
    (wave.objectValue?.members ?? []).filter { !["id", "wave", "tasks"].contains($0.key) }.map {
      ForeignTask.Other(name: "wave.\($0.key)", text: $0.value.stringValue ?? $0.value.description)
    }
  }

  func connect(_ tasks: inout KeyedTasks) {
    for graph in graphs {
      var before: [String] = []
      for wave in graph where !wave.keys.isEmpty {
        let edges = before.count * wave.keys.count
        if edges > Self.mostEdges { tasks.tell(.tooManyEdges(edges), at: wave.place) }
        for key in wave.keys {
          guard let index = tasks[key] else { continue }
          if edges <= Self.mostEdges { tasks.reading.tasks[index].after += before }
          tasks.reading.tasks[index].others += wave.fields
        }
        before = wave.keys
      }
    }
  }
}
