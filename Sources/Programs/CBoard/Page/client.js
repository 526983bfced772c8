// Requests, the login, and the stream of events.

const pageBuild = document.querySelector('meta[name="orch-build"]').content;

const session = { secret: storage.get("orch.secret"), actor: null, queues: [], queue: storage.get("orch.queue") };

// online: whether the last request or the stream reached the server, not only a proxy before it; newBuild: the build of
// the program, if it is another one than that of the page.
const connection = { online: true, newBuild: null };

class Refusal extends Error {
  constructor(status, problem) {
    super(problem.message);
    this.status = status;
    this.code = problem.code;
    this.hint = problem.hint ?? "";
    this.problem = problem;
  }
}

function route(path) {
  const whole = basePath + path;
  if (!path.startsWith("/v1") || session.queues.length < 2 || !session.queue) return whole;
  return whole + (path.includes("?") ? "&" : "?") + "queue=" + encodeURIComponent(session.queue);
}

function headersOf(extra) {
  const headers = { "Accept-Language": language, ...extra };
  if (session.secret) headers["Orch-Secret"] = session.secret;
  return headers;
}

function noteBuild(response) {
  const build = response.headers.get("Orch-Build");
  if (!build || build === pageBuild || pageBuild.startsWith("{{")) return;
  if (!connection.newBuild) {
    connection.newBuild = build;
    changed("connection");
  }
}

function setOnline(online) {
  if (connection.online === online) return;
  connection.online = online;
  announce(online ? t("Online again") : t("Offline"));
  changed("connection");
  // What was asked for meanwhile has not come.
  if (online && session.secret) refresh("all", 1000);
}

/** Sends a request, and gives the response, whatever its status is. */
async function send(method, path, { body, headers, signal } = {}) {
  const extra = { ...headers };
  if (body !== undefined) extra["Content-Type"] = "application/json";
  let response;
  try {
    response = await fetch(route(path), {
      method,
      signal,
      cache: "no-store",
      credentials: "same-origin",
      headers: headersOf(extra),
      body: body === undefined ? undefined : JSON.stringify(body),
    });
  } catch (error) {
    if (error.name === "AbortError") throw error;
    setOnline(false);
    throw new Refusal(0, {
      code: "offline",
      message: t("The server cannot be reached."),
      hint: t("Nothing was sent. What you typed is kept."),
    });
  }
  setOnline(response.headers.has("Orch-Build"));
  noteBuild(response);
  noteOffset(response.headers.get("Orch-Time"));
  if (response.status === 401 && path !== "/session" && session.secret) showGate("expired");
  return response;
}

async function refusalOf(response) {
  let problem = null;
  try {
    problem = (await response.json()).error;
  } catch {
    // A proxy answers with a page of its own.
  }
  return new Refusal(
    response.status,
    problem ?? { code: "internal", message: t("The server answered with status {n}.", { n: response.status }) },
  );
}

/** Sends a request, and gives the document of its answer, or throws a `Refusal`. */
async function ask(method, path, body, headers) {
  const response = await send(method, path, { body, headers });
  if (!response.ok) throw await refusalOf(response);
  if (response.status === 204) return null;
  const answer = await response.json();
  const command = response.headers.get("orch-command");
  if (command && answer) commands.set(answer, command);
  return answer;
}

// The command that an answer is of, by which the change can be taken back.
const commands = new WeakMap();

const commandOf = (answer) => (answer ? commands.get(answer) : null);

const load = (path) => ask("GET", path);

function takeSession(answer) {
  session.actor = answer.actor;
  session.queues = answer.queues ?? [];
  const wanted = [queueOfAddress(), session.queue].find((name) => session.queues.includes(name));
  session.queue = wanted ?? session.queues[0] ?? null;
  if (answer.secret) {
    session.secret = answer.secret;
    storage.set("orch.secret", answer.secret);
  }
}

/** Logs in with the code of the address, or goes on with the session that there is. */
async function logIn() {
  const code = /^#code=(.+)$/.exec(location.hash)?.[1];
  if (code) {
    history.replaceState(null, "", location.pathname + location.search);
    try {
      takeSession(await ask("POST", "/session", { code: decodeURIComponent(code) }));
      return true;
    } catch (error) {
      if (!session.secret || error.status === 0) {
        showGate(error.status === 0 ? "unreachable" : "refused", error);
        return false;
      }
    }
  }
  if (!session.secret) {
    showGate("new");
    return false;
  }
  try {
    takeSession(await load("/session"));
    return true;
  } catch (error) {
    showGate(error.status === 401 ? "expired" : "unreachable", error);
    return false;
  }
}

/** Asks first: only a command in a terminal lets the browser in again. */
function logOut() {
  openDialog({
    title: t("Log out of the board?"),
    intro: el("p", {}, t("To come back, run this command in a terminal, and open the address that it prints.")),
    confirm: t("Log out"),
    command: () => "orch open",
    run: endSession,
  });
}

async function endSession() {
  endStream();
  const secret = session.secret;
  session.secret = null;
  storage.set("orch.secret", null);
  showGate("left");
  try {
    await send("DELETE", "/session", { headers: { "Orch-Secret": secret } });
  } catch {
    // The secret is forgotten here in any case.
  }
}

const stream = { cursor: null, opened: false, tries: 0, abort: null, timer: null, alive: 0 };

function takeEvent(block) {
  if (block.startsWith(": changed")) {
    // What changed has no event: a line that can't be read, a worker's record, a pause, a setting.
    // A large queue takes long to load, so that it is loaded less often.
    refresh("rows", Math.max(200, 10 * lastLoad));
    refresh("overview", 250);
    refresh("workers", 500);
    return refresh("doctor", 1000);
  }
  let id = null;
  const data = [];
  for (const line of block.split("\n")) {
    if (line.startsWith("id:")) id = line.slice(3).trim();
    else if (line.startsWith("data:")) data.push(line.slice(5).replace(/^ /, ""));
  }
  if (data.length === 0) return;
  if (id) stream.cursor = id;
  try {
    happened(JSON.parse(data.join("\n")));
  } catch {
    // An event that is no document says only that something changed.
    refresh("all");
  }
}

/** Reads the events until the stream ends. */
async function readEvents() {
  stream.abort = new AbortController();
  const headers = { Accept: "text/event-stream" };
  if (stream.cursor) headers["Last-Event-ID"] = stream.cursor;
  const response = await send("GET", "/v1/events", { headers, signal: stream.abort.signal });
  if (response.status === 401) return;
  if (response.status === 400 && stream.cursor) {
    // The cursor is of another queue or another history: begin anew, and load everything.
    stream.cursor = null;
    throw new Error("cursor");
  }
  if (!response.ok) throw new Error(String(response.status));
  // Without a cursor the stream begins now, so that what happened since the last one is unknown.
  const returned = stream.tries > 0 || (stream.opened && !stream.cursor);
  stream.opened = true;
  stream.tries = 0;
  if (returned) refresh("all");
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  for (;;) {
    const { value, done } = await reader.read();
    if (done) break;
    stream.alive = Date.now();
    setOnline(true);
    rest = (rest + value).replaceAll("\r\n", "\n");
    let end;
    while ((end = rest.indexOf("\n\n")) >= 0) {
      takeEvent(rest.slice(0, end));
      rest = rest.slice(end + 2);
    }
  }
  throw new Error("ended");
}

function endStream() {
  clearTimeout(stream.timer);
  stream.abort?.abort();
  stream.abort = null;
}

/** Keeps the stream open: after an end it is opened again, later each time. */
async function follow() {
  if (isResting) return;
  endStream();
  stream.alive = Date.now();
  try {
    await readEvents();
  } catch (error) {
    if (error.name === "AbortError" || !session.secret) return;
    stream.tries += 1;
    const wait = Math.min(30000, 500 * 2 ** Math.min(stream.tries, 6)) * (0.8 + Math.random() * 0.4);
    stream.timer = setTimeout(follow, wait);
  }
}

// A stream that is silent for longer than its comments come is dead.
setInterval(() => {
  if (session.secret && stream.abort && Date.now() - stream.alive > 45000) follow();
}, 5000);
addEventListener("online", () => session.secret && follow());
addEventListener("offline", () => setOnline(false));

// A browser allows six connections to a host, and each stream takes one of them. A page that stays hidden gives its own
// to the others.
const restAfter = 5000; // milliseconds
let restTimer = null;
let isResting = false;
let endTurn = null; // gives up being the page that notifies

async function rest() {
  isResting = true;
  endStream();
  if (!notifies()) return;
  // Of the hidden pages of a queue one goes on, to notify.
  const turn = new AbortController();
  endTurn = () => turn.abort();
  const name = stored("orch.notify." + session.queue);
  await navigator.locks.request(name, { signal: turn.signal }, () => {
    isResting = false;
    follow();
    return new Promise((resolve) => {
      endTurn = resolve;
    });
  }).catch(() => {}); // The page was shown before its turn came.
}

function noteVisibility() {
  clearTimeout(restTimer);
  if (document.hidden) {
    restTimer = setTimeout(rest, restAfter);
    return;
  }
  endTurn?.();
  endTurn = null;
  const wasResting = isResting;
  isResting = false;
  if (!session.secret || (!wasResting && connection.online)) return;
  follow();
  // What changed without an event is not in the stream.
  if (wasResting) refresh("all");
}

document.addEventListener("visibilitychange", noteVisibility);
noteVisibility();
