from pathlib import Path

import pytest

from tests.docs.pages import PAGES, ROOT, anchors, links, name_of

EVERY_LINK = [
    pytest.param(page, target, id=f"{name_of(page)}: {target}")
    for page in PAGES
    for target in dict.fromkeys(links(page))
]


@pytest.mark.parametrize(("page", "target"), EVERY_LINK)
def test_a_link_leads_somewhere(page: Path, target: str):
    path, _, anchor = target.partition("#")
    there = (page.parent / path).resolve() if path else page
    assert there.exists()
    if anchor:
        assert anchor in anchors(there)


def test_every_page_can_be_reached_from_the_readme():
    reached, ahead = set[Path](), [ROOT / "README.md"]
    while ahead:
        page = ahead.pop()
        if page not in reached and page.suffix == ".md" and page.exists():
            reached.add(page)
            ahead += [(page.parent / target.partition("#")[0]).resolve() for target in links(page)]
    assert set(PAGES) <= reached
