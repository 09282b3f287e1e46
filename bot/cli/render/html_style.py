"""How the page of `--format html` looks."""

STYLE = """
:root { color-scheme: light dark; --ink: #1f2328; --paper: #fff; --soft: #59636e; --line: #d1d9e0; --fill: #f6f8fa;
  --breaking: #cf222e; --risky: #9a6700; --safe: #1a7f37; --lifecycle: #8250df; --unread: #0969da; --doc: #59636e; }
@media (prefers-color-scheme: dark) { :root { --ink: #e6edf3; --paper: #0d1117; --soft: #9198a1; --line: #3d444d;
  --fill: #161b22; --breaking: #ff7b72; --risky: #d29922; --safe: #3fb950; --lifecycle: #bc8cff; --unread: #58a6ff;
  --doc: #9198a1; } }
body { margin: 0; background: var(--paper); color: var(--ink); font: 16px/1.5 system-ui, sans-serif;
  overflow-wrap: anywhere; }
main { max-width: 60rem; margin: 0 auto; padding: 1.5rem; }
header { border-left: .4rem solid var(--tone); padding-left: 1rem; }
h1 { margin: 0; font-size: 1.6rem; color: var(--tone); } header p { margin: .2rem 0 0; color: var(--soft); }
h2 { font-size: 1.1rem; margin: 2rem 0 0; }
h3 { font-size: 1rem; font-weight: 600; margin: .3rem 0 .6rem; }
article { border: 1px solid var(--line); border-left: .4rem solid var(--tone); border-radius: .4rem;
  padding: .6rem 1rem; margin: .8rem 0; }
.breaking { --tone: var(--breaking); } .risky { --tone: var(--risky); } .safe { --tone: var(--safe); }
.lifecycle { --tone: var(--lifecycle); } .unread { --tone: var(--unread); } .doc { --tone: var(--doc); }
.head { margin: 0; display: flex; gap: .6rem; flex-wrap: wrap; align-items: baseline; font-size: .9rem; }
.head b { color: var(--tone); } .place { margin-left: auto; color: var(--soft); font-family: ui-monospace, monospace;
  font-size: .85rem; }
code, pre { font-family: ui-monospace, monospace; font-size: .88em; background: var(--fill); border-radius: .3rem; }
code { padding: .1em .3em; } pre { padding: .6rem .8rem; white-space: pre-wrap; margin: 0; }
article p { margin: .5rem 0; } .is { color: var(--breaking); }
.names, footer, details { color: var(--soft); font-size: .9rem; } footer { margin-top: 2rem; }
ul { margin: .3rem 0; padding-left: 1.2rem; columns: 2; font-family: ui-monospace, monospace; font-size: .85rem; }
"""
