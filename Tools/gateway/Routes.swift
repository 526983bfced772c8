import Engine
import Facts
import JSON
import QueueModel
import QueueStore
import Representation
import Settings
import Shaping
import Wording

/// The verbs of the queue behind requests. Each request opens its own queue, with its own caller.
struct Routes {
  let opening: Opening
  let port: UInt16

  func answer(_ request: Request) -> Response {
    do throws(Problem) {
      guard isOwn(request) else {
        throw .adapter(
          .noPermission, Sentence(same: "a request of another host or page"),
          hint: Sentence(same: "call http://127.0.0.1:\(port) itself"))
      }
      return try route(request)
    } catch {
      return Response(status: error.httpStatus, json: Map([("error", error)]))
    }
  }

  /// A page in a browser that calls this address names itself as the origin, and one whose name was
  /// pointed here names its own host.
  private func isOwn(_ request: Request) -> Bool {
    let hosts = ["127.0.0.1:\(port)", "localhost:\(port)"]
    guard let host = request.headers["host"], hosts.contains(host) else { return false }
    return request.headers["origin"].map { hosts.map { "http://\($0)" }.contains($0) } ?? true
  }

  private func route(_ request: Request) throws(Problem) -> Response {
    var opening = opening
    opening.settingsNeed =
      request.method == "GET" ? .reading : .writing(times: true, newIDs: request.path == "/rows")
    let queue = TaskQueue.open(opening)
    let run = LoggedRun(
      of: queue, command: "\(request.method) \(request.path)", isLogged: request.method != "GET")
    do throws(Problem) {
      let response = try route(request, to: queue)
      run.end()
      return response
    } catch {
      run.end(problem: error)
      throw error
    }
  }

  private func route(_ request: Request, to queue: TaskQueue) throws(Problem) -> Response {
    let zone = queue.zoneOfJSON
    let caller = try caller(of: request)
    let path = request.path.split(separator: "/").map(String.init)
    switch (request.method, path.first, path.dropFirst().first, path.count) {
    case ("GET", "rows", nil, 1):
      let rows = try queue.snapshot()
      let items = (0..<rows.rowCount).compactMap {
        rows.item(at: $0).map { ZonedItem($0, in: zone) }
      }
      return Response(json: Map([("items", items)]))
    case ("GET", "rows", let id?, 2):
      return Response(json: ZonedItem(try queue.row(id), in: zone))
    case ("POST", "rows", nil, 1):
      let change = try queue.add(try newRow(request), as: caller)
      return Response(status: 201, json: change.answers(in: zone).first)
    case ("POST", "claims", nil, 1):
      guard caller.session != nil else { throw mistake("Orch-Session says who gets the row") }
      let claimed = try queue.pick(as: caller)
      return Response(json: ClaimAnswer(claimed, in: zone))
    case ("POST", "rows", let id?, 3) where path[2] == "report":
      let outcome = try queue.report(.init(request.text, of: id), as: caller)
      if case .refused(_, let problem, _) = outcome { throw problem }
      return Response(json: ReportAnswer(outcome))
    case ("DELETE", "rows", let id?, 2):
      let change = try queue.perform(.cancel(id: id), as: caller)
      return Response(json: change.answers(in: zone).first)
    default:
      throw mistake("there is no \(request.method) \(request.path)")
    }
  }

  /// The session that `Orch-Session` names, with the token of its claim; else the person that
  /// `Orch-Person` names, and the user of this process where nothing does.
  private func caller(of request: Request) throws(Problem) -> Caller {
    if let session = request.headers["orch-session"] {
      return .session(session, claimToken: request.headers["orch-attempt"])
    }
    guard let name = request.headers["orch-person"] else { return Caller() }
    guard let person = Caller.person(name, at: "gateway") else {
      throw mistake("Orch-Person is no name")
    }
    return person
  }

  private func newRow(_ request: Request) throws(Problem) -> Transition.NewItem {
    guard let object = (try? JSONValue(parsing: request.body))?.objectValue,
      let task = object["task"]?.stringValue, !task.isEmpty
    else { throw mistake("the body is no object with a task") }
    let priority = object["priority"]?.stringValue ?? "P1"
    guard let known = Priority.known.first(where: { $0.text == priority }) else {
      throw mistake("'\(priority)' is no priority")
    }
    return Transition.NewItem(
      id: object["id"]?.stringValue, priority: known, task: task,
      successCriteria: object["success_criteria"]?.stringValue ?? "")
  }

  /// The answer to what is no request, or longer than one may be.
  static var noRequest: Response {
    let problem = Problem.adapter(
      .usage, Sentence(same: "no request of HTTP/1.1, or one of more than a megabyte"),
      hint: Sentence(same: "send its length with it"))
    return Response(status: problem.httpStatus, json: Map([("error", problem)]))
  }

  private func mistake(_ sentence: String) -> Problem {
    .adapter(
      .usage, Sentence(same: sentence),
      hint: Sentence(
        same: "GET /rows, POST /rows, POST /claims, POST /rows/ID/report, DELETE /rows/ID")
    )
  }
}
