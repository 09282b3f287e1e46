"""One issue, and the forms that open a new one."""

from __future__ import annotations

from urllib.parse import urlencode

from aiohttp import web

from bot.sandbox import shapes
from bot.sandbox.acts import issues, labels
from bot.sandbox.answers import Refusal
from bot.sandbox.code import refs
from bot.sandbox.gitstore import ObjectMissing
from bot.sandbox.pages import issue_forms, label_colours, markdown, places
from bot.sandbox.pages.issue_forms import FOLDER, Form, NotAForm
from bot.sandbox.pages.places import Home
from bot.sandbox.pages.repository_head import head
from bot.sandbox.pages.site import Deed, Missing, Site, Visit
from bot.sandbox.pages.texts import EMOJI, surroundings
from bot.sandbox.pages.thread_views import thread_view
from bot.sandbox.records import Label


def routes(site: Site) -> list[web.RouteDef]:
    """Reading and opening issues."""
    at = "/{owner}/{repo}/issues"
    return [
        web.get(at + "/new", site.reading(new)),
        web.get(at + "/new/choose", site.reading(choose)),
        web.post(at + "/new", site.doing(open_one)),
        web.get(at + r"/{number:\d+}", site.reading(show)),
    ]


async def show(visit: Visit) -> web.StreamResponse:
    """An issue with its conversation."""
    where = places.home(visit)
    record = places.issue(visit, where)
    if record.is_pull:
        raise web.HTTPFound(f"{where.page}/pull/{record.number}")
    return visit.page(
        "issue.html",
        repository=head(visit.view, where),
        tab="issues",
        thread=thread_view(visit, where, record),
        all_labels=all_labels(visit, where),
        emoji=EMOJI,
    )


def all_labels(visit: Visit, where: Home) -> list[label_colours.Tag]:
    """The labels there are to choose from."""
    rows = visit.view[Label].by(repository_id=where.record.id)
    return [label_colours.tag_of(row) for row in sorted(rows, key=lambda row: row.name.lower())]


async def choose(visit: Visit) -> web.StreamResponse:
    """Which form to open an issue with."""
    where = places.home(visit)
    forms, wrong = forms_of(visit, where)
    return visit.page(
        "choose_form.html", repository=head(visit.view, where), tab="issues", forms=forms, wrong=wrong,
        query=urlencode(visit.request.query),
    )  # fmt: skip


async def new(visit: Visit) -> web.StreamResponse:
    """A form, filled with what the address says, or a blank one."""
    where = places.home(visit)
    query = visit.request.query
    form = _chosen(visit, where, query.get("template", ""))
    around = surroundings(visit.view, where)
    texts = {f.id: markdown.rendered(f.value, around) for f in form.fields if f.kind == "markdown"} if form else {}
    return visit.page(
        "new_issue.html", repository=head(visit.view, where), tab="issues", form=form, texts=texts, given=query,
        may_open=visit.may("issues/create", where.record),
    )  # fmt: skip


def open_one(deed: Deed) -> str:
    """Open it in the person's name; the form's labels come with it, as far as the repository has them.

    Source: Syntax for issue forms, "labels".
    """
    where = places.home(deed.visit)
    deed.require("issues/create", where.record)
    form = _chosen(deed.visit, where, deed.text("template"))
    if form and (lacking := issue_forms.missing(form, deed.form)):
        raise Refusal(422, f"Please fill in: {', '.join(lacking)}.")
    body = issue_forms.body(form, deed.form) if form else deed.text("body")
    known = [name for name in (form.labels if form else ()) if labels.find(deed.tx, where.record, name)]
    opened = issues.open_issue(deed.tx, deed.me, where.record, title=deed.text("title"), body=body, labels=known,
                               assignees=form.assignees if form else ())  # fmt: skip
    return shapes.issue_url(deed.tx, opened, web=True).removeprefix(deed.tx.links.web)


def forms_of(visit: Visit, where: Home) -> tuple[list[Form], list[str]]:
    """The forms on the default branch, and what is wrong with files that are none."""
    forms, wrong = [], []
    for name, text in _files(visit, where):
        try:
            forms.append(issue_forms.read(name, text))
        except NotAForm as error:
            wrong.append(str(error))
    return forms, wrong


def _files(visit: Visit, where: Home) -> list[tuple[str, str]]:
    tip = refs.branch(visit.view, where.record, where.record.default_branch)
    repo = visit.sandbox.git_of(where.record)
    try:
        entries = repo.tree(f"{tip.oid}:{FOLDER}") if tip else []
    except ObjectMissing:
        return []
    names = [e for e in entries if e.path.endswith((".yml", ".yaml")) and not e.path.startswith("config.")]
    return [(e.path, repo.blob(e.oid).decode("utf-8", "replace")) for e in names]


def _chosen(visit: Visit, where: Home, name: str) -> Form | None:
    if not name:
        return None
    form = next((f for f in forms_of(visit, where)[0] if f.file == name), None)
    if form is None:
        raise Missing(f"no issue form {name} in {FOLDER} of {where.name}")
    return form
