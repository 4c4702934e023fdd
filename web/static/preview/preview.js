// Follows what is saved: asks for news, waits for the answer, and loads the page again where it was.

{
  const PLACE = "preview-place";
  const FOLDED = "preview-folded";
  const RETRY = 1000;

  const panel = () => document.getElementById("preview");
  const list = () => panel().querySelector(".preview-list");
  const pause = () => new Promise((done) => setTimeout(done, RETRY));
  let asking = null;

  const details = () => [...document.querySelectorAll("main details")];

  // The place on the page is that of the heading one reads under: what changes above it does not move it.
  function leave() {
    const headings = [...document.querySelectorAll(".prose :is(h2, h3)[id]")];
    const nearest = headings.filter((each) => each.getBoundingClientRect().top < innerHeight / 2).pop();
    const place = { path: location.pathname, y: scrollY, open: details().map((each) => each.open) };
    if (nearest && scrollY > 0) Object.assign(place, { id: nearest.id, top: nearest.getBoundingClientRect().top });
    sessionStorage.setItem(PLACE, JSON.stringify(place));
    history.scrollRestoration = "manual";
    location.reload();
  }

  function comeBack() {
    const place = JSON.parse(sessionStorage.getItem(PLACE) || "null");
    sessionStorage.removeItem(PLACE);
    if (!place || place.path !== location.pathname) return;
    const now = details();
    if (now.length === place.open.length) now.forEach((each, at) => { each.open = place.open[at]; });
    const same = place.id && document.getElementById(place.id);
    const top = same ? scrollY + same.getBoundingClientRect().top - place.top : place.y;
    scrollTo({ top, behavior: "instant" });
    // Browsers put back the old place whenever they have loaded everything, unless told not to: until the reader moves.
    const giveBack = () => { history.scrollRestoration = "auto"; };
    for (const moved of ["wheel", "touchstart", "pointerdown", "keydown"]) addEventListener(moved, giveBack, { once: true, passive: true });
  }

  // Problems come and go without the rest of the page.
  async function exchangePanel() {
    const response = await fetch(location.href, { cache: "no-store" });
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    const fresh = page.getElementById("preview");
    if (fresh.dataset.content !== panel().dataset.content) return leave();
    const scrolled = list()?.scrollTop ?? 0;
    const focused = document.activeElement?.closest("#preview :is(a, summary, .preview-list)")?.localName;
    panel().replaceWith(document.importNode(fresh, true));
    fold();
    list()?.scrollTo(0, scrolled);
    if (focused) panel().querySelector(focused === "div" ? ".preview-list" : focused)?.focus({ preventScroll: true });
  }

  function fold() {
    const problems = panel().querySelector("details");
    if (!problems) return;
    const chosen = sessionStorage.getItem(FOLDED);
    if (chosen) problems.open = chosen === "no";
    problems.querySelector("summary").addEventListener("click", () => {
      sessionStorage.setItem(FOLDED, problems.open ? "yes" : "no"); // it is still as it was before
    });
  }

  // Only a tab that is seen asks: browsers open six connections to a host, and each question holds one.
  async function follow() {
    if (asking) return;
    asking = new AbortController();
    const { signal } = asking;
    while (!signal.aborted) {
      const { mark, content, run, news } = panel().dataset;
      try {
        const response = await fetch(`${news}?seen=${mark}`, { signal, cache: "no-store" });
        if (!response.ok) throw new Error(response.status);
        const said = await response.json();
        panel().querySelector(".preview-connection").textContent = "";
        if (said.run !== run || String(said.content) !== content) return leave();
        if (said.mark !== mark) await exchangePanel();
      } catch {
        if (signal.aborted) return;
        panel().querySelector(".preview-connection").textContent = "not connected";
        await pause();
      }
    }
  }

  document.addEventListener("DOMContentLoaded", () => {
    if (!panel()) return;
    comeBack();
    fold();
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "visible") return follow();
      if (asking) asking.abort();
      asking = null;
    });
    if (document.visibilityState === "visible") follow();
  });
}
