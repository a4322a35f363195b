// What the pages have beyond links and forms: keys, brushing over years, stepping through matches,
// copying. Everything else works without.
"use strict";

const items = [...document.querySelectorAll("[data-item]")];
const typing = (target) => target.matches("input, textarea, select");

function move(step) {
  const now = items.findIndex((item) => item.contains(document.activeElement));
  const next = now < 0 ? (step > 0 ? 0 : items.length - 1) : now + step;
  items[next]?.querySelector("a")?.focus();
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (typing(event.target)) {
    if (event.key === "Escape") event.target.blur();
    return;
  }
  const acts = {
    "/": () => document.getElementById("asked")?.select(),
    j: () => move(1),
    k: () => move(-1),
    n: () => document.getElementById("next")?.click(),
    p: () => document.getElementById("previous")?.click(),
  };
  if (Object.hasOwn(acts, event.key)) {
    event.preventDefault();
    acts[event.key]();
  }
});

// Brushing: from one year to another in one stroke; within one year it is a click.
for (const chart of document.querySelectorAll("[data-brush]")) {
  const bars = [...chart.querySelectorAll("[data-year]")];
  let from = null;
  let to = null;
  const at = (event) => {
    const box = chart.getBoundingClientRect();
    const place = Math.floor(((event.clientX - box.left) / box.width) * bars.length);
    return Math.min(bars.length - 1, Math.max(0, place));
  };
  const show = () => {
    const [first, last] = from === null ? [1, 0] : [Math.min(from, to), Math.max(from, to)];
    bars.forEach((bar, place) => bar.classList.toggle("brushed", place >= first && place <= last));
  };
  const end = () => {
    from = null;
    show();
  };
  chart.addEventListener("pointerdown", (event) => {
    if (event.button !== 0) return;
    from = to = at(event);
    event.preventDefault();
  });
  window.addEventListener("pointermove", (event) => {
    if (from === null) return;
    to = at(event);
    if (to !== from) show();
  });
  window.addEventListener("pointercancel", end);
  window.addEventListener("pointerup", () => {
    if (from === null) return;
    const years = [from, to].map((place) => Number(bars[place].dataset.year)).sort();
    if (years[0] !== years[1]) {
      const address = new URL(bars[from].getAttribute("href"), location.href);
      address.searchParams.set("year", `${years[0]}..${years[1]}`);
      location.assign(address);
    }
    end();
  });
  chart.addEventListener("dragstart", (event) => event.preventDefault());
}

// Stepping through the matches of a report.
const stepper = document.getElementById("stepper");
if (stepper) {
  const matches = [...document.querySelectorAll("article mark[id]")];
  const place = document.getElementById("place");
  const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  let here = -1;
  const go = (to) => {
    matches[here]?.classList.remove("here");
    here = (to + matches.length) % matches.length;
    matches[here].classList.add("here");
    matches[here].scrollIntoView({ block: "center", behavior: "instant" });
    place.textContent = `第 ${here + 1} 处`;
  };
  const behind = (match) =>
    !target || target === match || target.contains(match) ||
    Boolean(target.compareDocumentPosition(match) & Node.DOCUMENT_POSITION_FOLLOWING);
  for (const [id, step] of [["previous", -1], ["next", 1]]) {
    const button = document.getElementById(id);
    button.hidden = false;
    button.addEventListener("click", () => {
      if (here < 0) go(Math.max(0, matches.findIndex(behind)) + (step < 0 ? -1 : 0));
      else go(here + step);
    });
  }
}

const copy = document.getElementById("copy");
if (copy && navigator.clipboard) {
  copy.hidden = false;
  copy.addEventListener("click", async () => {
    await navigator.clipboard.writeText(document.getElementById("citation").textContent);
    copy.textContent = "已复制";
  });
}
