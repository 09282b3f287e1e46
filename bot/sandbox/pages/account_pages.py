"""People, organizations, teams, the App, and everybody's avatar."""

from __future__ import annotations

from aiohttp import web

from bot.sandbox.pages import faces
from bot.sandbox.pages.list_pages import repositories
from bot.sandbox.pages.site import Missing, Site, Visit
from bot.sandbox.records import Account, Installation, Member, Team, TeamMember


def routes(site: Site) -> list[web.RouteDef]:
    """Who there is."""
    return [
        web.get(r"/avatars/{id:\d+}", site.reading(avatar)),
        web.get("/apps/{slug}", site.reading(app)),
        web.get("/orgs/{org}/teams/{team}", site.reading(team)),
        web.get(r"/{login:[A-Za-z0-9][A-Za-z0-9-]*}", site.reading(account)),
    ]


async def avatar(visit: Visit) -> web.StreamResponse:
    """Initials on a colour."""
    found = visit.view[Account].get(visit.number("id"))
    if found is None:
        raise Missing(f"no account {visit.part('id')}")
    headers = {"Cache-Control": "private, max-age=3600", "Content-Security-Policy": "default-src 'none'"}
    return web.Response(text=faces.drawn(found), content_type="image/svg+xml", headers=headers)


async def account(visit: Visit) -> web.StreamResponse:
    """A person or an organization: what they own, where they belong."""
    found = next((a for a in visit.view[Account] if a.login.lower() == visit.part("login").lower()), None)
    if found is None or found.type == "Bot":
        raise Missing(f"nobody called {visit.part('login')}")
    return visit.page(
        "account.html",
        account=faces.face(visit.view, found),
        is_organization=found.type == "Organization",
        repositories=repositories(visit, found),
        teams=_teams(visit, found),
        members=_members(visit, found),
    )


async def app(visit: Visit) -> web.StreamResponse:
    """The App: what it may do and what it is told."""
    if visit.part("slug") != visit.sandbox.slug:
        raise Missing(f"no App called {visit.part('slug')}")
    bot = visit.view[Account].get(visit.sandbox.bot_id)
    found = [(visit.view[Account][i.account_id].login, i) for i in visit.view[Installation]]
    return visit.page("app.html", app=faces.face(visit.view, bot), installations=found)


async def team(visit: Visit) -> web.StreamResponse:
    """A team and who is in it."""
    home = visit.view[Account].one(login=visit.part("org"))
    found = visit.view[Team].one(organization_id=home.id, slug=visit.part("team")) if home else None
    if found is None:
        raise Missing(f"no team {visit.part('team')} in {visit.part('org')}")
    places = visit.view[TeamMember].by(team_id=found.id)
    people = [(faces.face(visit.view, visit.view[Account][p.user_id]), p.state) for p in places]
    return visit.page("team.html", team=found, organization=visit.part("org"), people=people)


def _teams(visit: Visit, found: Account) -> list[tuple[str, Team]]:
    """The teams of an organization, or those a person is in."""
    if found.type == "Organization":
        return [(found.login, team) for team in visit.view[Team].by(organization_id=found.id)]
    mine = [visit.view[Team][p.team_id] for p in visit.view[TeamMember].by(user_id=found.id, state="active")]
    return [(visit.view[Account][team.organization_id].login, team) for team in mine]


def _members(visit: Visit, found: Account) -> list[tuple[faces.Face, str]]:
    rows = visit.view[Member].by(organization_id=found.id)
    told = [(faces.face(visit.view, visit.view[Account][m.user_id]), m) for m in rows]
    return [(who, "owner" if m.role == "admin" else m.state.replace("active", "member")) for who, m in told]
