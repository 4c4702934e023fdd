// Two comforts; every page is complete without them.

// A link to a question opens its answer.
function openTarget() {
  const target = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
  const answer = target && target.closest("details");
  if (answer && !answer.open) {
    answer.open = true;
    answer.scrollIntoView();
  }
}
addEventListener("hashchange", openTarget);
openTarget();

// The table of contents shows where the reader is.
const entries = new Map();
for (const link of document.querySelectorAll(".contents-beside a")) {
  const heading = document.getElementById(decodeURIComponent(link.hash.slice(1)));
  if (heading) entries.set(heading, link);
}
function markCurrent() {
  let current;
  for (const heading of entries.keys()) {
    if (!current || heading.getBoundingClientRect().top < innerHeight / 4) current = heading;
  }
  for (const [heading, link] of entries) {
    if (heading === current) link.setAttribute("aria-current", "true");
    else link.removeAttribute("aria-current");
  }
}
if (entries.size) {
  let waiting = false;
  addEventListener("scroll", () => {
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(() => { waiting = false; markCurrent(); });
  }, { passive: true });
  markCurrent();
}
