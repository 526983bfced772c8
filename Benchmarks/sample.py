"""The queue for the measurements: its rows, and the file with these rows as a table."""

from __future__ import annotations

from typing import Sequence

OWNER = "bench"
CLAIMED = "ORCH-002"  # the row that is in progress
COLUMNS = "id status priority task success_criteria owner_session started_at_kst due_at_kst notes"
PREAMBLE = """# QUEUE

작업 큐입니다. Agents and cron jobs rewrite rows of this table; people edit it too.

- Take a row with `orch pick`, finish it with `orch done`, `orch fail` or `orch block`.
- 상태: PENDING, IN_PROGRESS, DONE, FAILED, BLOCKED. 우선순위: P0, P1, P2.
- A row that is IN_PROGRESS belongs to its owner. Times are KST.

"""
EPILOGUE = """
## Notes

끝난 작업은 검토한 뒤 보관합니다. Rows that are DONE are archived after the review.
"""
TASKS = [
    "결제 모듈의 재시도 로직을 점검하고 timeout 값을 설정 파일로 옮긴다; keep the old default as it is",
    "Rewrite the nightly export so that 한글 파일명 survive the zip step on every platform we support",
    "사용자 목록 화면의 정렬이 페이지를 넘기면 풀리는 문제를 고친다 (see the report of last week)",
    "Add a dry-run option to the cleanup job and document it in the 운영 안내서 for new operators",
    "로그 수집기가 재시작될 때 마지막 줄을 두 번 보내는 원인을 찾고 regression test를 추가한다",
    "Move the retry counters out of memory so that a restart does not lose 진행 중인 작업 any more",
]
CRITERIA = [
    "모든 테스트 통과; the new case fails without the change, 기존 동작은 그대로",
    "Two reviewers agree; 문서와 예제가 함께 고쳐지고 the changelog names it",
    "p95가 200 ms 미만; no new warnings in the build log, 메모리 사용량 유지",
]
NOTES = [
    "원인은 아직 모름, 지난번 기록을 먼저 볼 것",
    "검토 요청됨; the first review asked for a smaller change",
    "see the run of Monday, 같은 오류가 두 번 나옴",
    "",
    "원본 요청은 회의록에 있음; ask before changing the format",
]


def status_of(number: int) -> str:
    """Row 2 is IN_PROGRESS, each fifth row is DONE, the others are PENDING."""
    if number == 2:
        return "IN_PROGRESS"
    return "DONE" if number % 5 == 0 else "PENDING"


def cells(number: int) -> list[str]:
    """The texts of a row, as a queue's table has them."""
    status = status_of(number)
    waits = status == "PENDING"
    return [
        f"ORCH-{number:03d}",
        status,
        f"P{number % 3}",
        f"{TASKS[number % len(TASKS)]} [{number}]",
        CRITERIA[number % len(CRITERIA)],
        "-" if waits else OWNER,
        "-" if waits else "2025-01-06 09:30",
        "2036-12-31 18:00" if number % 4 == 0 else "-",
        NOTES[number % len(NOTES)],
    ]


def line(cells: Sequence[str]) -> str:
    return "|" + "".join(f" {cell} |" if cell else " |" for cell in cells) + "\n"


def generate(rows: int) -> bytes:
    """A queue file with this number of rows."""
    names = COLUMNS.split()
    table = [line(names), line(["---"] * len(names))]
    table += (line(cells(number)) for number in range(1, rows + 1))
    return "".join([PREAMBLE, *table, EPILOGUE]).encode()
