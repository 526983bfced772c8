"""A model that is played on loopback: Anthropic Messages and OpenAI Responses, both as events.

A script is a list of steps for a row. Each request for the row takes the next step, over all
attempts; the last step repeats. The row of a request is the first `[TASK ID]` that a user says in
it, or else the empty text.
"""
import collections
import dataclasses
import json
import re
import select
import socket
import threading
import time
import typing
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

# The tokens of each answer. Codex counts tokens that were written to the cache as new input.
TOKENS = {"input": 1200, "written": 400, "cached": 800, "output": 150}


@dataclasses.dataclass
class Step:
    """An answer of the model."""

    text: typing.Union[str, typing.Callable] = ""  # a function gets what the user said
    calls: tuple = ()  # of tools: pairs of a name and an input
    status: int = 200
    body: dict = dataclasses.field(default_factory=dict)  # for another status
    seconds: float = 0  # before the answer
    is_cut: bool = False  # the stream breaks off
    then: typing.Optional[typing.Callable] = None  # is called before the answer


def say(text):
    return Step(text)


def call(name, text="", **arguments):
    return Step(text, ((name, arguments),))


def report(status="DONE", behind="", evidence="I saw it", **fields):
    """The report that orch asks for. The fields are further lines, such as `Question`."""

    def text(said):
        row = row_of(said)
        match = re.search(r"^Success-Criteria:\n((?:\d+\. .*\n)+)", said, re.M)
        criteria = match.group(1).splitlines() if match else ["1. x"]
        lines = [f"[REPORT {row}]", f"Status: {status}"]
        lines += [f"{name}: {value}" for name, value in fields.items()]
        lines += ["Criteria:"]
        lines += [f"{number}. met: {evidence}" for number in range(1, len(criteria) + 1)]
        return "\n".join(lines) + behind

    return Step(text)


def failure(status, kind, message="played", **fields):
    error = {"type": kind, "message": message, **fields}
    return Step(status=status, body={"type": "error", "error": error})


def row_of(said):
    match = re.search(r"\[TASK ([A-Za-z0-9._-]+)\]", said)
    return match.group(1) if match else ""


def said_by_user(messages):
    """The texts of a user in `messages` of Anthropic, or in `input` of OpenAI."""
    texts = []
    for message in messages:
        if message.get("role") != "user":
            continue
        content = message.get("content")
        blocks = [{"text": content}] if isinstance(content, str) else content
        texts += [block["text"] for block in blocks if block.get("text")]
    return "\n".join(texts)


class Model:
    def __init__(self):
        self.given = collections.defaultdict(collections.Counter)  # tokens and answers of each row
        self.errors = collections.Counter()  # answers that are errors, by row
        self.status = None  # of all answers during an outage
        self._scripts = {}
        self._lock = threading.Lock()
        self._places = collections.Counter()
        self._number = 0
        self._server = None
        self.port = 0
        self.start()

    def start(self):
        """Listens, after `stop` at the same port as before."""
        handler = type("Bound", (Handler,), {"model": self})
        self._server = Server(("127.0.0.1", self.port), handler)
        self.port = self._server.server_address[1]
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()

    def stop(self):
        """Refuses connections from now on. Answers that have begun go on."""
        self._server.shutdown()
        self._server.server_close()

    def script(self, row, *steps):
        """Plays these steps for the row from its next request on."""
        with self._lock:
            self._scripts[row], self._places[row] = steps, 0

    def next_step(self, row):
        with self._lock:
            if self.status:
                self.errors[row] += 1
                return failure(self.status, "api_error", "played outage")
            steps = self._scripts.get(row) or [say(f"there is no script for the row '{row}'")]
            place = min(self._places[row], len(steps) - 1)
            self._places[row] += 1
            step = steps[place]
            self.errors[row] += step.status != 200
            return step

    def count(self, row):
        with self._lock:
            self.given[row].update(TOKENS, answers=1)

    def new_id(self, prefix):
        with self._lock:
            self._number += 1
            return f"{prefix}_{self._number:08d}"


class Server(ThreadingHTTPServer):
    daemon_threads = True
    allow_reuse_address = True

    def handle_error(self, request, client_address):
        pass  # An agent that is ended leaves its connection.


class Handler(BaseHTTPRequestHandler):
    model: Model
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def do_HEAD(self):
        self.answer(200, {})

    def do_GET(self):
        is_list = self.path.split("?")[0].endswith("/models")
        self.answer(200 if is_list else 404, {"data": [], "models": []})

    def do_POST(self):
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        path = self.path.split("?")[0]
        if path.endswith("/count_tokens"):
            self.answer(200, {"input_tokens": 1000})
        elif path.endswith("/messages"):
            self.play(body, body["messages"], message_events, bool(body.get("tools")))
        elif path.endswith("/responses"):
            self.play(body, body["input"], response_events, True)
        else:
            self.answer(404, {})

    def play(self, body, messages, events, is_agent):
        said = said_by_user(messages)
        # A request without tools is for the program's own use, such as a title of the session.
        step = self.model.next_step(row_of(said)) if is_agent else Step("ok")
        if step.then:
            step.then()
        time.sleep(step.seconds)
        if step.status != 200:
            return self.answer(step.status, step.body)
        text = step.text(said) if callable(step.text) else step.text
        tokens = TOKENS if is_agent else dict.fromkeys(TOKENS, 0)
        if is_agent and not step.is_cut and not self.is_abandoned():
            self.model.count(row_of(said))
        answer = (self.model, body.get("model"), text, step.calls, tokens)
        if not body.get("stream"):
            return self.answer(200, whole_message(*answer))
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Connection", "close")
        self.end_headers()
        self.close_connection = True
        for event in list(events(*answer))[: 2 if step.is_cut else None]:
            self.wfile.write(f"event: {event['type']}\ndata: {json.dumps(event)}\n\n".encode())

    def is_abandoned(self):
        """Whether the program has gone, or no longer waits for the answer."""
        readable, _, _ = select.select([self.connection], [], [], 0)
        return bool(readable) and not self.connection.recv(1, socket.MSG_PEEK)

    def answer(self, status, value):
        data = json.dumps(value).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(data)


# MARK: Anthropic Messages


def whole_message(model, name, text, calls, tokens):
    blocks = [{"type": "text", "text": text}] if text else []
    blocks += [
        {"type": "tool_use", "id": model.new_id("toolu"), "name": tool, "input": arguments}
        for tool, arguments in calls
    ]
    return {
        "id": model.new_id("msg"), "type": "message", "role": "assistant", "model": name,
        "content": blocks, "stop_sequence": None,
        "stop_reason": "tool_use" if calls else "end_turn",
        "usage": {
            "input_tokens": tokens["input"], "cache_creation_input_tokens": tokens["written"],
            "cache_read_input_tokens": tokens["cached"], "output_tokens": tokens["output"],
        },
    }


def message_events(model, name, text, calls, tokens):
    message = whole_message(model, name, text, calls, tokens)
    yield {"type": "message_start", "message": {**message, "content": [], "stop_reason": None}}
    for index, block in enumerate(message["content"]):
        if block["type"] == "text":
            start, delta = {**block, "text": ""}, {"type": "text_delta", "text": block["text"]}
        else:
            start = {**block, "input": {}}
            delta = {"type": "input_json_delta", "partial_json": json.dumps(block["input"])}
        yield {"type": "content_block_start", "index": index, "content_block": start}
        yield {"type": "content_block_delta", "index": index, "delta": delta}
        yield {"type": "content_block_stop", "index": index}
    delta = {"stop_reason": message["stop_reason"], "stop_sequence": None}
    yield {"type": "message_delta", "delta": delta, "usage": message["usage"]}
    yield {"type": "message_stop"}


# MARK: OpenAI Responses


def response_events(model, _, text, calls, tokens):
    name = model.new_id("resp")
    yield {"type": "response.created", "response": {"id": name}}
    items = []
    if text:
        content = [{"type": "output_text", "text": text}]
        item = {"type": "message", "role": "assistant", "id": model.new_id("msg")}
        items.append({**item, "content": content})
    for tool, arguments in calls:
        item = {"type": "function_call", "call_id": model.new_id("call")}
        item["arguments"] = json.dumps(arguments)
        # A tool of a server has the server's name before it.
        namespace, _, item["name"] = tool.rpartition("::")
        items.append({**item, "namespace": namespace} if namespace else item)
    for index, item in enumerate(items):
        yield {"type": "response.output_item.done", "output_index": index, "item": item}
    whole = tokens["input"] + tokens["written"] + tokens["cached"]
    usage = {
        "input_tokens": whole, "input_tokens_details": {"cached_tokens": tokens["cached"]},
        "output_tokens": tokens["output"], "output_tokens_details": {"reasoning_tokens": 0},
        "total_tokens": whole + tokens["output"],
    }
    done = {"id": name, "status": "completed", "output": [], "usage": usage}
    yield {"type": "response.completed", "response": done}
