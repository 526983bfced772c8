import TestSupport
import Testing
import Text

// The queue of a page, and its stream of events, on the board in a real browser.

extension BoardTests {
  /// Keeps the signals of the streams of events from now on in `streams`, and opens a new one.
  private func watchStreams(in browser: Chromium) throws {
    try browser.value(
      """
      (() => {
        const send = window.fetch;
        window.streams = [];
        window.fetch = (path, options) => {
          if (path.includes('/v1/events')) streams.push(options.signal);
          return send(path, options);
        };
        dispatchEvent(new Event('online'));
      })()
      """)
    try browser.wait(until: "streams.length === 1")
  }

  private func setHidden(_ isHidden: Bool, in browser: Chromium) throws {
    try browser.value(
      """
      Object.defineProperty(document, 'hidden', { configurable: true, get: () => \(isHidden) });
      document.dispatchEvent(new Event('visibilitychange'));
      """)
  }

  @Test func `a page keeps its queue, whatever is chosen elsewhere`() throws {
    let scene = try Scene(rows: row("A", task: "of the first"))
    try scene.bash("mkdir other").check()
    try scene.write(queueText([row("A", task: "of the other")]), to: "other/QUEUE.md")
    let server = try ServerProcess(of: scene, ["--also", "other/QUEUE.md"])
    let browser = try openBoard(scene)
    let title = "document.querySelector('#panel-title')?.textContent"
    try browser.value("location.hash = '#/table?row=A'")
    try browser.wait(until: "\(title) === 'of the first' && location.hash.includes('queue=QUEUE')")
    // As another page does.
    try browser.value("localStorage.setItem('orch.queue', 'other/QUEUE.md')")
    try browser.value("window.isOld = true; location.reload()")
    try browser.wait(until: "!window.isOld && \(title)")
    #expect(try browser.value(title) == "of the first")
    // An address that was copied there.
    try browser.value("location.hash = '#/table?row=A&queue=other%2FQUEUE.md'")
    try browser.wait(until: "\(title) === 'of the other'")
    try browser.value("history.back()")
    try browser.wait(until: "\(title) === 'of the first'")
    // One that names no queue.
    try browser.value("history.replaceState(null, '', location.pathname)")
    try browser.value("window.isOld = true; location.reload()")
    try browser.wait(until: "!window.isOld && document.title.endsWith('other/QUEUE.md')")
    server.end()
  }

  @Test func `a page that stays hidden gives up its stream, and catches up once it is seen`() throws
  {
    let scene = try Scene(rows: row("A"))
    let server = try ServerProcess(of: scene)
    let browser = try openBoard(scene)
    try browser.value("location.hash = '#/table'")
    try browser.wait(until: "document.querySelector('#main [data-row=A]')")
    try watchStreams(in: browser)
    try setHidden(true, in: browser)
    try browser.wait(until: "streams.every((signal) => signal.aborted)")
    try browser.value("dispatchEvent(new Event('online'))")
    #expect(try browser.value("streams.length") == 1)
    try scene.orch("add", "added meanwhile", "--criteria", "c").check()
    try setHidden(false, in: browser)
    try browser.wait(until: "document.querySelector('#main').textContent.includes('meanwhile')")
    #expect(try browser.value("streams.filter((signal) => !signal.aborted).length") == 1)
    server.end()
  }

  @Test func `a page whose request failed is online again with the next one`() throws {
    let scene = try Scene(rows: row("A"))
    let server = try ServerProcess(of: scene)
    let browser = try openBoard(scene)
    try browser.value(
      """
      (() => {
        const send = window.fetch;
        window.isLost = true;
        window.fetch = (path, options) =>
          window.isLost ? Promise.reject(new TypeError('lost')) : send(path, options);
        location.hash = '#/history';
      })()
      """)
    try browser.wait(until: "document.querySelector('.notice.offline')")
    try browser.value("(() => { window.isLost = false; location.hash = '#/workers'; })()")
    try browser.wait(until: "!document.querySelector('.notice.offline')")
    server.end()
  }
}
