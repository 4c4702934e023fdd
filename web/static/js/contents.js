// The table of contents shows where the reader is.
document.addEventListener("DOMContentLoaded", () => {
  const entries = new Map();
  for (const link of document.querySelectorAll(".contents-beside a")) {
    const heading = document.getElementById(decodeURIComponent(link.hash.slice(1)));
    if (heading) entries.set(heading, link);
  }
  if (!entries.size) return;

  const markCurrent = () => {
    let current;
    for (const heading of entries.keys()) {
      if (!current || heading.getBoundingClientRect().top < innerHeight / 4) current = heading;
    }
    for (const [heading, link] of entries) {
      if (heading === current) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    }
  };
  let isWaiting = false;
  addEventListener("scroll", () => {
    if (isWaiting) return;
    isWaiting = true;
    requestAnimationFrame(() => { isWaiting = false; markCurrent(); });
  }, { passive: true });
  markCurrent();
});
