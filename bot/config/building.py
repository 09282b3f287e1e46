"""From the shape of the file to the Config that the rest of the bot reads."""

from types import MappingProxyType

from bot.config.ladder import Audience, GateItem, GateKind, Link, StageRule, Timings
from bot.config.model import Access, Api, Commands, Config, Links, Versioning
from bot.config.shape import (
    AccessShape,
    ApiShape,
    FileShape,
    GateShape,
    LinksShape,
    StageShape,
    TimingsShape,
    VersioningShape,
)


def build(file: FileShape) -> Config:
    """The settings of a file that was found in order."""
    return Config(
        version=file.version,
        preset=file.preset,
        mode=file.mode,
        observe_until=file.observe_until,
        developer_network=file.developer_network,
        owners=file.owners,
        governance=file.governance,
        approvers=file.approvers,
        apis=MappingProxyType({name: _api(api, file) for name, api in file.apis.items()}),
        stages=tuple(_stage(name, stage, cap=file.access.cap) for name, stage in file.stages.items()),
        versioning=_versioning(file.versioning),
        access=_access(file.access),
        commands=Commands(file.commands.bots),
        stage_marks=file.stage_marks,
        risky=file.risky,
        sunset_days=file.sunset_days,
    )


def gate_items(gate: GateShape) -> tuple[GateItem, ...]:
    """The conditions that are asked for, in the order in which a card lists them."""
    return tuple(item for kind in GateKind for item in _items(gate, kind) if item.at_least)


def _items(gate: GateShape, kind: GateKind) -> tuple[GateItem, ...]:
    match kind:
        case GateKind.LINK:
            return tuple(GateItem(kind, link=link) for link in Link if link in gate.links)
        case GateKind.BUSINESS_DAYS_OPEN:
            return (GateItem(kind, gate.business_days_open, calendar_days_or=gate.calendar_days_or or None),)
        case _:
            return (GateItem(kind, int(getattr(gate, kind.value))),)


def _stage(name: str, stage: StageShape, *, cap: int) -> StageRule:
    return StageRule(
        name=name,
        label=stage.label,
        color=stage.color,
        summary=stage.summary,
        audience=stage.audience,
        gate=gate_items(stage.gate),
        breaking=stage.breaking,
        notice_days=stage.notice_days,
        removal_notice_days=stage.removal_notice_days,
        additions_forbidden=stage.additions_forbidden,
        tell_participants=stage.tell_participants,
        approved_by=stage.approved_by,
        cap=cap if stage.audience is Audience.INVITED else None,
        timings=_timings(stage.timings),
    )


def _timings(timings: TimingsShape) -> Timings:
    """Zero means never."""
    return Timings(**{name: days or None for name, days in timings})


def _api(api: ApiShape, file: FileShape) -> Api:
    return Api(
        description=api.description,
        owners=api.owners,
        stage=api.stage,
        links=_links(api.links),
        versioning=_versioning(api.versioning or file.versioning),
        access=_access(api.access or file.access),
    )


def _links(links: LinksShape) -> Links:
    return Links(links.docs, links.changelog, links.support)


def _versioning(versioning: VersioningShape) -> Versioning:
    return Versioning(versioning.strategy, versioning.open)


def _access(access: AccessShape) -> Access:
    return Access(access.grant, access.cap, access.batch, access.team, access.repository)
