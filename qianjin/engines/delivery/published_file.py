"""Published instances: Patterson's form of one project, and the text of several (MPLIB)."""

from __future__ import annotations

from collections.abc import Iterator

from .data import Activity, Link
from .problem import MAKESPAN, Problem, Project, Resource
from .refusals import ProblemError

_MOST_JOBS = 100_000


class _Words:
    """Words of a text one by one, with the line on which each stands."""

    def __init__(self, text: str) -> None:
        self.words = [
            (number, word)
            for number, line in enumerate(text.splitlines(), start=1)
            for word in line.split()
        ]
        self.at = 0

    def number(self, what: str) -> int:
        line, word = self.take(what)
        return _whole(word, what, line)

    def take(self, what: str) -> tuple[int, str]:
        if self.at >= len(self.words):
            last = self.words[-1][0] if self.words else 1
            raise ProblemError(f"line {last}: the text ends where {what} should stand")
        self.at += 1
        return self.words[self.at - 1]

    def rest(self) -> tuple[int, str] | None:
        return self.words[self.at] if self.at < len(self.words) else None


def _whole(word: str, what: str, line: int) -> int:
    try:
        number = int(word)
    except ValueError:
        raise ProblemError(f"line {line}: {what}: “{word}” is not a whole number") from None
    if not 0 <= number < 2**30:
        raise ProblemError(f"line {line}: {what}: {word} is not between 0 and {2**30}")
    return number


def read_patterson(text: str) -> Problem:
    """
    Read one project in Patterson's form (.rcp): jobs are called by their numbers from 1.

    Raises
    ------
    ProblemError
        A number is missing or wrong; the line is named.
    """
    words = _Words(text)
    jobs = _count(words.number("the number of jobs"))
    kinds = _count(words.number("the number of resources"))
    resources = tuple(
        Resource(f"R{n + 1}", words.number(f"capacity of resource {n + 1}")) for n in range(kinds)
    )
    activities, links = [], []
    for number in range(1, jobs + 1):
        days = words.number(f"days of job {number}")
        demands = [words.number(f"need of job {number}") for _ in range(kinds)]
        activities.append(
            Activity(
                str(number),
                days=days,
                demands=tuple((r.id, d) for r, d in zip(resources, demands, strict=True) if d),
            )
        )
        for _ in range(words.number(f"number of successors of job {number}")):
            line, word = words.take(f"a successor of job {number}")
            after = _whole(word, f"successor of job {number}", line)
            if not 1 <= after <= jobs:
                raise ProblemError(f"line {line}: job {number}: there is no job {after}")
            links.append(Link(str(number), str(after)))
    if left := words.rest():
        raise ProblemError(f"line {left[0]}: “{left[1]}” stands after the last job")
    return Problem(tuple(activities), tuple(links), resources, weights=MAKESPAN)


def _count(number: int) -> int:
    if number > _MOST_JOBS:
        raise ProblemError(f"{number} are too many: at most {_MOST_JOBS}")
    return number


def read_multi_project(text: str) -> Problem:
    """
    Read several projects with shared resources (MPLIB): jobs are called ``project:job`` from 1.

    Raises
    ------
    ProblemError
        A number is missing or wrong; the line is named.
    """
    words = _Words(text)
    projects = _count(words.number("the number of projects"))
    kinds = _count(words.number("the number of resources"))
    resources = tuple(
        Resource(f"R{n + 1}", words.number(f"capacity of resource {n + 1}")) for n in range(kinds)
    )
    activities: list[Activity] = []
    links: list[Link] = []
    sizes: list[int] = []
    wanted: list[tuple[int, Link, int, int]] = []
    for project in range(1, projects + 1):
        jobs = _count(words.number(f"the number of jobs of project {project}"))
        release = words.number(f"first day of project {project}")
        uses = [words.number(f"resources of project {project}") for _ in range(kinds)]
        sizes.append(jobs)
        for number in range(1, jobs + 1):
            name = f"{project}:{number}"
            days = words.number(f"days of job {name}")
            demands = [words.number(f"need of job {name}") for _ in range(kinds)]
            activities.append(
                Activity(
                    name,
                    project=str(project),
                    days=days,
                    not_before=release or None,
                    demands=tuple(
                        (r.id, d * used)
                        for r, d, used in zip(resources, demands, uses, strict=True)
                        if d * used
                    ),
                )
            )
            wanted += _successors(words, name)
    for line, link, p, j in wanted:
        if not (1 <= p <= projects and 1 <= j <= sizes[p - 1]):
            raise ProblemError(f"line {line}: job {link.before}: there is no job {link.after}")
        links.append(link)
    if left := words.rest():
        raise ProblemError(f"line {left[0]}: “{left[1]}” stands after the last job")
    return Problem(
        tuple(activities),
        tuple(links),
        resources,
        tuple(Project(str(n)) for n in range(1, projects + 1)),
        weights=MAKESPAN,
    )


def _successors(words: _Words, name: str) -> Iterator[tuple[int, Link, int, int]]:
    for _ in range(words.number(f"number of successors of job {name}")):
        line, word = words.take(f"a successor of job {name}")
        project, colon, job = word.partition(":")
        if not colon:
            raise ProblemError(f"line {line}: job {name}: “{word}” is not project:job")
        p = _whole(project, f"successor of job {name}", line)
        j = _whole(job, f"successor of job {name}", line)
        yield line, Link(name, f"{p}:{j}"), p, j


def is_multi_project(text: str) -> bool:
    """Whether successors are written as ``project:job``."""
    return ":" in text
