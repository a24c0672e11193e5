"""What the page looks like: light and dark, on wide screens and narrow ones."""

from __future__ import annotations

STYLE = """
:root { color-scheme: light dark; --back: #f4f5f8; --card: #fff; --text: #1d2130; --soft: #5b6275; --line: #dde0e8;
  --failed: #b3261e; --skipped: #8a5a00; --applied: #17703a; --unchanged: #4b5568; }
@media (prefers-color-scheme: dark) { :root { --back: #14161c; --card: #1e212a; --text: #e8eaf1; --soft: #a3aabc;
  --line: #333846; --failed: #ff9a92; --skipped: #f3c266; --applied: #7ddb9d; --unchanged: #b4bccd; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--back); color: var(--text); font: 15px/1.5 system-ui, "Segoe UI", sans-serif; }
header, main, footer { max-width: 1240px; margin: 0 auto; padding: 0 20px; }
header { padding-top: 32px; }
h1 { margin: 0 0 4px; font-size: 28px; line-height: 1.25; }
h2 { margin: 32px 0 12px; font-size: 18px; }
h3 { margin: 0; font-size: 16px; line-height: 1.35; }
p, dl { margin: 0; }
.lead { color: var(--soft); max-width: 75ch; }
.counts { display: flex; flex-wrap: wrap; gap: 10px; margin: 18px 0; padding: 0; list-style: none; }
.counts a { display: block; padding: 8px 16px; background: var(--card); border: 1px solid var(--line);
  border-radius: 10px; color: inherit; text-decoration: none; }
.counts b { font-size: 20px; margin-right: 6px; }
.facts { display: grid; grid-template-columns: max-content 1fr; gap: 2px 14px; font-size: 14px; }
.facts dt { color: var(--soft); }
.facts dd { margin: 0; overflow-wrap: anywhere; }
.cards { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 272px), 1fr)); gap: 14px; }
ul.cards { margin: 0; padding: 0; list-style: none; }
li.card .account { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.causes { display: grid; gap: 14px; }
.causes .card { min-width: 0; }
.causes tbody th { min-width: 15em; }
details { margin-top: 10px; }
summary { cursor: pointer; color: var(--soft); font-size: 14px; }
details .table { margin-top: 8px; }
.failed .cards { grid-template-columns: repeat(auto-fill, minmax(min(100%, 400px), 1fr)); }
.card { background: var(--card); border: 1px solid var(--line); border-radius: 12px; padding: 14px; min-width: 0;
  border-top: 3px solid var(--tone); overflow-wrap: anywhere; }
.who { display: flex; justify-content: space-between; align-items: flex-start; gap: 10px; }
.badge { flex: none; padding: 1px 9px; border: 1px solid var(--tone); border-radius: 99px; color: var(--tone);
  font-size: 12px; font-weight: 600; }
.account { color: var(--soft); font: 13px/1.5 ui-monospace, Consolas, monospace; }
.pictures { display: flex; align-items: flex-start; gap: 10px; margin-top: 12px; }
figure { margin: 0; width: 96px; text-align: center; }
figure img, .none { width: 96px; height: 96px; border-radius: 10px; display: block; object-fit: contain; }
.none { display: grid; place-items: center; border: 1px dashed var(--soft); color: var(--soft); font-size: 13px; }
figcaption { margin-top: 4px; color: var(--soft); font-size: 12px; line-height: 1.35; overflow-wrap: normal; }
.arrow { line-height: 96px; color: var(--soft); font-size: 20px; }
.way { --tone: var(--line); }
.way .pictures { flex-wrap: wrap; margin-top: 0; }
.stations td { white-space: pre-line; }
@media (min-width: 721px) { .stations thead th:first-child { min-width: 11em; }
  .stations thead th:nth-child(2) { min-width: 8em; } .stations thead th:nth-child(3) { min-width: 15em; } }
.body { display: flex; flex-wrap: wrap; gap: 0 14px; }
.body .pictures { margin-bottom: 4px; }
.text { flex: 1 1 150px; margin-top: 10px; }
.advice { margin-top: 8px; padding-left: 10px; border-left: 3px solid var(--tone); }
.note { margin-top: 6px; color: var(--soft); font-size: 13px; }
.above { margin-bottom: 12px; }
.table { background: var(--card); border: 1px solid var(--line); border-radius: 12px; overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-size: 14px; }
th, td { padding: 9px 14px; border-top: 1px solid var(--line); text-align: left; vertical-align: top;
  overflow-wrap: anywhere; }
thead th { border-top: 0; color: var(--soft); font-size: 13px; font-weight: 600; }
tbody th { border-left: 3px solid var(--tone); font: 600 13px/1.6 ui-monospace, Consolas, monospace; }
td .tone { color: var(--tone); font-weight: 600; }
.commands { margin-top: 14px; }
.commands code { display: block; padding: 3px 0; color: var(--soft); font: 13px/1.5 ui-monospace, Consolas, monospace;
  overflow-wrap: anywhere; }
@media (max-width: 720px) { thead { position: absolute; clip-path: inset(50%); }
  tr, tbody th, td { display: block; }
  tbody th, td { border-top: 0; border-left: 3px solid var(--tone); padding: 4px 14px; }
  tbody tr { border-top: 1px solid var(--line); } tbody tr:first-child { border-top: 0; }
  tbody th { padding-top: 12px; } td:last-child { padding-bottom: 12px; }
  td:empty { display: none; }
  td::before { content: attr(data-label) ": "; color: var(--soft); } }
footer { padding: 28px 20px 40px; color: var(--soft); font-size: 13px; }
"""
