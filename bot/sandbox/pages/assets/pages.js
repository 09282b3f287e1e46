// Comfort only: every page works without this. Switching at once, ranges of lines, and following what the App does.
"use strict";

document.documentElement.classList.add("with-script");
for (const select of document.querySelectorAll("[data-submits]")) {
  select.addEventListener("change", () => select.form.submit());
}

// #L12-L15 marks these lines; a click with the shift key makes such a range.
function chooseLines() {
  for (const row of document.querySelectorAll("tr.chosen")) row.classList.remove("chosen");
  const found = /^#L(\d+)(?:-L(\d+))?$/.exec(location.hash);
  if (!found) return;
  const first = Number(found[1]), last = Number(found[2] || first);
  for (let n = first; n <= last; n++) document.getElementById("L" + n)?.classList.add("chosen");
  if (found[2]) document.getElementById("L" + first)?.scrollIntoView({ block: "center" });
}
addEventListener("hashchange", chooseLines);
chooseLines();
document.addEventListener("click", (event) => {
  const number = event.target.closest?.(".source .number a");
  const before = /^#L(\d+)/.exec(location.hash);
  if (!number || !event.shiftKey || !before) return;
  event.preventDefault();
  const ends = [Number(before[1]), Number(number.dataset.line)].sort((a, b) => a - b);
  location.hash = `L${ends[0]}-L${ends[1]}`;
});

// A menu closes when one clicks elsewhere or presses Escape.
const openMenus = () => document.querySelectorAll(".menu[open]");
document.addEventListener("click", (event) => {
  for (const menu of openMenus()) if (!menu.contains(event.target)) menu.open = false;
});
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") for (const menu of openMenus()) { menu.open = false; menu.querySelector("summary").focus(); }
});

// What the App writes appears by itself: parts that changed are exchanged, parts somebody is working in are left alone.
const regions = () => [...document.querySelectorAll("[data-live]")];
const source = new Map();
const key = (region, part) => region.dataset.live + " " + part.id;
for (const region of regions()) for (const part of region.children) source.set(key(region, part), part.outerHTML);

function exchange(region, fresh) {
  let before = null;
  const kept = new Set();
  for (const part of [...fresh.children]) {
    const html = part.outerHTML, name = key(region, part), old = document.getElementById(part.id);
    kept.add(part.id);
    if (!old) before ? before.after(part) : region.prepend(part);
    else if (source.get(name) !== html && !busy(old)) { keepOpen(old, part); old.replaceWith(part); }
    else { before = old; continue; }
    if (!old || words(old) !== words(part)) part.classList.add("fresh");
    source.set(name, html);
    before = document.getElementById(part.id);
  }
  for (const part of [...region.children]) if (!kept.has(part.id) && !busy(part)) part.remove();
}
function keepOpen(old, part) {
  const were = [...old.querySelectorAll("details")], are = [...part.querySelectorAll("details")];
  if (were.length === are.length) are.forEach((one, at) => { one.open = were[at].open; });
}
// "3 minutes ago" becomes "4 minutes ago" without anybody being called.
function words(part) {
  const copy = part.cloneNode(true);
  for (const time of copy.querySelectorAll("time")) time.remove();
  return copy.textContent;
}
const busy = (part) => part.contains(document.activeElement) || part.querySelector("details.edit[open], details.menu[open], details.edit-labels[open]");

async function follow() {
  if (document.visibilityState !== "visible") return;
  try {
    const answer = await fetch(location.href, { headers: { "X-Sandbox-Following": "1" } });
    if (!answer.ok) return;
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
    for (const region of regions()) {
      const found = fresh.querySelector(`[data-live="${region.dataset.live}"]`);
      if (found) exchange(region, found);
    }
    for (const part of document.querySelectorAll("[data-part]")) {
      const found = fresh.querySelector(`[data-part="${part.dataset.part}"]`);
      if (found) part.replaceWith(found);
    }
  } catch { /* the sandbox was ended; the page stays as it is */ }
}
if (regions().length) setInterval(follow, 2000);
