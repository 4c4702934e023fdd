// A term shows its definition beside itself: on hover, on focus, on a tap. Without scripts it leads to the same words.
document.addEventListener("DOMContentLoaded", () => {
  const EDGE = 8;
  const note = document.createElement("div");
  note.className = "term-note";
  note.hidden = true;
  note.popover = "manual"; // where the browser knows it, the note lies above everything, also above a table's first column
  let term; // whose definition shows
  let timer;
  let isTouch;
  let wasShown; // whether it did when the finger came down

  const place = () => {
    if (!term) return;
    const word = term.getBoundingClientRect();
    const { clientWidth, clientHeight } = document.documentElement;
    if (word.bottom < 0 || word.top > clientHeight) { hide(); return; }
    const below = clientHeight - word.bottom - EDGE * 1.5;
    const above = word.top - EDGE * 1.5;
    note.style.maxHeight = "none";
    const height = note.offsetHeight;
    const isBelow = height <= below || below >= above;
    note.style.maxHeight = `${isBelow ? below : above}px`;
    note.style.top = `${isBelow ? word.bottom + EDGE / 2 : word.top - EDGE / 2 - Math.min(height, above)}px`;
    const line = term.getClientRects()[0];
    const start = getComputedStyle(term).direction === "rtl" ? line.right - note.offsetWidth : line.left;
    note.style.left = `${Math.max(EDGE, Math.min(start, clientWidth - note.offsetWidth - EDGE))}px`;
  };
  const show = (wanted) => {
    clearTimeout(timer);
    if (wanted === term) return;
    hide();
    const entry = document.getElementById(decodeURIComponent(wanted.hash.slice(1)));
    if (!entry) return;
    term = wanted;
    const name = document.createElement("strong");
    name.textContent = entry.querySelector("dt").textContent;
    const definition = document.createElement("span");
    definition.textContent = entry.querySelector("dd p").textContent;
    const link = document.createElement("span");
    link.className = "term-links";
    link.append(entry.querySelector(".term-links a").cloneNode(true));
    const around = entry.querySelector(".term-links").closest("[lang]");
    link.lang = around.lang;
    link.dir = around.dir;
    note.replaceChildren(name, definition, link);
    term.after(note); // next in the order of reading and of the Tab key
    note.hidden = false;
    if (note.showPopover) note.showPopover();
    place();
  };
  const hide = () => {
    clearTimeout(timer);
    if (!term) return;
    term = undefined;
    note.hidden = true;
    note.remove();
  };
  const isOurs = (target) => target instanceof Element && (target.closest(".term") === term || note.contains(target));

  const soon = (action, delay) => { clearTimeout(timer); timer = setTimeout(action, delay); };
  document.addEventListener("pointerover", (event) => {
    if (event.pointerType !== "mouse" || !(event.target instanceof Element)) return;
    const word = event.target.closest(".term");
    if (word) soon(() => show(word), 120);
    else if (note.contains(event.target)) clearTimeout(timer);
    else if (term && !isOurs(document.activeElement)) soon(hide, 300);
    else clearTimeout(timer);
  });
  document.addEventListener("focusin", (event) => {
    const word = event.target.closest(".term");
    if (word) show(word);
    else if (term && !isOurs(event.target)) hide();
  });
  document.addEventListener("focusout", (event) => {
    if (term && !event.relatedTarget && isOurs(event.target) && !note.matches(":hover")) soon(hide, 300);
  });
  document.addEventListener("pointerdown", (event) => {
    const word = event.target.closest(".term");
    isTouch = event.pointerType !== "mouse";
    wasShown = word && word === term;
    if (term && !isOurs(event.target)) hide();
  });
  document.addEventListener("click", (event) => {
    const word = event.target.closest(".term");
    if (!word) return;
    // With a mouse it shows before the click; Enter (no pointer: detail 0) goes to the entry.
    if (event.detail && isTouch) {
      event.preventDefault();
      if (wasShown) hide();
      else show(word);
    } else hide();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !term) return;
    const word = term;
    const isInside = note.contains(document.activeElement);
    hide();
    if (isInside) { word.focus(); hide(); }
  });
  addEventListener("scroll", place, { passive: true, capture: true });
  addEventListener("resize", place);
});
