import Door
import Model
import TestSupport
import Testing
import Text
import Workers

@testable import Telemetry

/// The settings, the record, and what `ops doctor` says of them.
@Suite struct TelemetryRecordTests {
  private static let now = QueueTime(epochSeconds: 1_769_850_000, offset: 9 * 3600)

  private func record(_ change: (inout TelemetryRecord) -> Void) -> TelemetryRecord {
    var record = TelemetryRecord(history: "0123")
    change(&record)
    return record
  }

  @Test func `a record is read as it was written`() {
    let now = Self.now.epochSeconds
    for record in [
      record { _ in }, record { $0.succeeded(now: now) },
      record { $0.failed("curl: (7) \"no\"", retryAfter: 900, now: now) },
      record { $0.refused = .init(time: now, count: 3, error: "too old") },
    ] {
      #expect(TelemetryRecord(parsing: Array(record.text.utf8)) == record)
    }
    for text in ["", "[]", "{}", #"{"history": "0", "sequence": -1}"#] {
      #expect(TelemetryRecord(parsing: Array(text.utf8)) == nil, "\(text)")
    }
  }

  @Test func `a clock that was set back delays nothing`() {
    let record = record { $0.succeeded(now: Self.now.epochSeconds) }
    #expect(record.secondsToNext(at: Self.now.epochSeconds) == 60)
    #expect(record.secondsToNext(at: Self.now.epochSeconds + 60) == 0)
    #expect(record.secondsToNext(at: Self.now.epochSeconds - 100_000) == 0)
  }

  @Test func `the doctor says whether the endpoint gets the data`() {
    let now = Self.now.epochSeconds
    let cases: [(record: TelemetryRecord?, state: Diagnosis.State, message: String)] = [
      (nil, .ok, "nothing was sent to https://a.b yet"),
      (record { $0.succeeded(now: now - 60) }, .ok, "data was sent to https://a.b at 17:59"),
      (
        record { $0.failed("no route", retryAfter: nil, now: now) }, .warn,
        "https://a.b gets no data since 18:00, and is tried again at 18:01: no route"
      ),
      (
        record { $0.refused = .init(time: now, count: 1, error: "too old") }, .warn,
        "https://a.b did not accept 1 span or metric at 18:00: too old"
      ),
      (
        record { $0.refused = .init(time: now - 86_400, count: 1, error: "too old") }, .ok,
        "nothing was sent to https://a.b yet"
      ),
    ]
    for (record, state, message) in cases {
      let found = TaskQueue.diagnoses(of: "https://a.b", record, at: Self.now)
      #expect(found.map(\.state) == [state] && found.map(\.message.english) == [message])
    }
  }

  @Test func `settings are read, and the endpoint is a program that needs trust`() throws {
    let settings = TelemetrySettings(reading: [
      "otel.endpoint": "http://localhost:4318/",
      "otel.headers": ["x-team": "TEAM", "authorization": "OTEL_TOKEN"],
      "otel.service_name": "shop",
    ])
    #expect(settings.endpoint == "http://localhost:4318" && settings.serviceName == "shop")
    #expect(settings.variables == ["OTEL_TOKEN", "TEAM"])
    let programs = try #require(TelemetrySettings.keys.first).programs(settings)
    #expect(programs.map(\.key) == ["otel.endpoint"])
    #expect(
      programs.first?.words == [
        "curl", "http://localhost:4318", "authorization: $OTEL_TOKEN", "x-team: $TEAM",
      ])
    #expect(TelemetrySettings(reading: ["otel.endpoint": "file:///etc"]) == TelemetrySettings())
  }
}
