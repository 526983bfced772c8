public import Door
public import Telemetry
public import Text

extension TaskQueue {
  /// Sends traces and metrics to the endpoint of `orch.json`, and returns when that is done.
  ///
  /// - Parameters:
  ///   - version: the version of the program.
  ///   - caller: the session that asks. The first call gives the queue an id.
  /// - Throws: if nothing may be sent. An endpoint that does not answer is no error.
  public func sendTelemetry(
    version: String, as caller: Caller
  ) throws(Problem) -> TelemetrySending {
    try sendTelemetry(version: version, as: caller) { try figures().metrics(version: version) }
  }

  /// The bodies of the requests that would be sent now. Nothing is sent or recorded, and neither an
  /// endpoint nor trust is needed.
  public func telemetryBodies(
    version: String, as caller: Caller
  ) throws(Problem) -> (traces: JSONValue, metrics: JSONValue) {
    try telemetryBodies(
      version: version, as: caller, metrics: figures().metrics(version: version))
  }
}
