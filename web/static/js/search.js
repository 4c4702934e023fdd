// The search field: suggestions while typing, recent searches, and keys that lead to it. An editable combobox with list
// autocomplete and manual selection after the ARIA Authoring Practices. Without this script the form searches as well.
document.addEventListener("DOMContentLoaded", () => {
  const form = document.querySelector("form.search");
  if (!form) return;
  const field = form.elements.q;
  const template = form.querySelector("template");
  const texts = template.dataset;
  form.append(template.content);
  const box = form.querySelector(".options");
  const [heading, list] = box.children;
  const status = form.querySelector("[role=status]");
  const PAUSE = 80;
  const MOST_RECENT = 5;

  // An input method has its own use for every key. Safari reports the key that ends a composition after its end, so that
  // only the code 229 tells. Enter then takes the word over; it must not search for half a sentence.
  const isComposing = (event) => event.isComposing || event.keyCode === 229;

  // Some in-app browsers refuse to keep anything.
  const kept = (name) => {
    try { return JSON.parse(localStorage.getItem(name)); } catch { return null; }
  };
  const keep = (name, value) => {
    try { localStorage.setItem(name, JSON.stringify(value)); } catch { /* it lasts as long as the page */ }
  };

  // The list

  let options = [];
  let active = -1;
  const activate = (at) => {
    if (options[active]) options[active].removeAttribute("aria-selected");
    active = at;
    if (!options[active]) return field.removeAttribute("aria-activedescendant");
    options[active].setAttribute("aria-selected", "true");
    options[active].scrollIntoView({ block: "nearest" });
    field.setAttribute("aria-activedescendant", options[active].id);
  };
  const close = () => {
    activate(-1);
    box.hidden = true;
    field.setAttribute("aria-expanded", "false");
    status.textContent = "";
  };
  // A phone's keyboard covers the lower half of the page; the list ends above it.
  const seen = window.visualViewport;
  const fit = () => {
    const room = seen.offsetTop + seen.height - box.getBoundingClientRect().top - 12;
    box.style.maxBlockSize = `max(9rem, min(26rem, ${room}px))`;
  };
  seen.addEventListener("resize", () => { if (!box.hidden) fit(); });

  const open = (shown, count, label, isRecent) => {
    activate(-1);
    options = shown;
    options.forEach((option, at) => { option.id = `${list.id}-${at}`; });
    list.replaceChildren(...options);
    list.setAttribute("aria-label", label);
    heading.hidden = !isRecent;
    box.hidden = false;
    box.scrollTop = 0;
    fit();
    field.setAttribute("aria-expanded", "true");
    status.textContent = count;
  };
  const element = (name, properties, ...children) => {
    const made = Object.assign(document.createElement(name), properties);
    made.append(...children);
    return made;
  };
  const option = (name, properties, ...children) => {
    const made = element(name, { className: "option", tabIndex: -1, ...properties }, ...children);
    made.setAttribute("role", "option");
    return made;
  };
  const marked = (text, highlights = []) => {
    const characters = [...text]; // highlights count code points
    const pieces = [];
    let position = 0;
    for (const [start, end] of highlights) {
      pieces.push(characters.slice(position, start).join(""));
      pieces.push(element("mark", {}, characters.slice(start, end).join("")));
      position = end;
    }
    return [...pieces, characters.slice(position).join("")];
  };

  // Suggestions

  const answers = new Map();
  let timer, request;
  const stop = () => {
    clearTimeout(timer);
    if (request) request.abort();
  };
  const showSuggestions = (typed, suggestions) => {
    if (!suggestions.length) return close();
    const shown = suggestions.map(({ text, kind, url, highlights, locale }) => {
      const words = element("span", locale ? { lang: locale, dir: "auto" } : {}, ...marked(text, highlights));
      return option("a", { href: url }, words, element("small", {}, texts[kind] || ""));
    });
    const everything = texts.searchFor.replace("%s", () => typed);
    shown.push(option("button", { type: "submit" }, element("span", {}, everything)));
    open(shown, texts.counts.split("|")[suggestions.length - 1] || "", texts.label, false);
  };
  const suggest = () => {
    stop();
    const typed = field.value.trim();
    if (!typed) return showRecent();
    if (answers.has(typed)) return showSuggestions(typed, answers.get(typed));
    timer = setTimeout(async () => {
      request = new AbortController();
      const { signal } = request;
      try {
        const response = await fetch(`${form.dataset.suggest}&q=${encodeURIComponent(typed)}`, { signal });
        const { suggestions } = await response.json();
        answers.set(typed, suggestions);
        if (!signal.aborted) showSuggestions(typed, suggestions);
      } catch {
        if (!signal.aborted) close(); // offline, or refused: searching itself will say why
      }
    }, PAUSE);
  };

  // Recent searches, which never leave the browser

  const recent = () => {
    const searches = kept("searches");
    return Array.isArray(searches) ? searches.map(String).slice(0, MOST_RECENT) : [];
  };
  const showRecent = () => {
    const searches = recent();
    if (!searches.length) return close();
    const shown = searches.map((text) => {
      const url = `${form.action}?q=${encodeURIComponent(text)}`;
      return option("a", { href: url }, element("span", { dir: "auto" }, text));
    });
    const clear = option("button", { type: "button" }, element("span", {}, texts.clear));
    clear.addEventListener("click", () => {
      keep("searches", []);
      close();
      status.textContent = texts.cleared;
    });
    open([...shown, clear], texts.recentCounts.split("|")[searches.length - 1], heading.textContent, true);
  };
  const searched = field.defaultValue.trim();
  if (searched) keep("searches", [searched, ...recent().filter((text) => text !== searched)].slice(0, MOST_RECENT));

  // Keys in the field

  const last = () => options.length - 1;
  const keys = {
    ArrowDown: (event) => {
      if (box.hidden) suggest();
      else if (!event.altKey) activate(active < last() ? active + 1 : -1);
      return true;
    },
    ArrowUp: (event) => {
      if (box.hidden) return false;
      if (event.altKey) close();
      else activate(active < 0 ? last() : active - 1);
      return true;
    },
    Home: () => active >= 0 && (activate(0), true),
    End: () => active >= 0 && (activate(last()), true),
    ArrowLeft: () => activate(-1),
    ArrowRight: () => activate(-1),
    Enter: () => active >= 0 && (options[active].click(), true),
    Escape: () => {
      stop();
      if (!box.hidden) close();
      else if (field.value) field.value = "";
      else return false;
      return true;
    },
  };
  field.addEventListener("keydown", (event) => {
    if (isComposing(event)) {
      if (event.key === "Enter") event.preventDefault();
    } else if (keys[event.key] && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
      if (keys[event.key](event)) event.preventDefault();
    }
  });

  // Also while composing: pinyin in the field finds titles before any character is chosen, and on most phones all typing
  // is composing. Only the list changes, never the field.
  field.addEventListener("input", suggest);
  field.addEventListener("focus", () => { if (!field.value.trim()) showRecent(); });
  field.addEventListener("blur", () => { stop(); close(); });
  box.addEventListener("mousedown", (event) => event.preventDefault()); // a click leaves the focus in the field
  addEventListener("pagehide", close); // the way back shows the page, not the list

  field.setAttribute("role", "combobox");
  field.setAttribute("aria-autocomplete", "list");
  field.setAttribute("aria-controls", list.id);
  close();

  // Keys that lead to the field from anywhere. Software that types what it hears may type a slash, so it can be switched
  // off (WCAG 2.1.4).

  const slash = form.querySelector(".slash");
  const hasSlash = () => slash.getAttribute("aria-pressed") === "true";
  const setSlash = (isOn) => {
    slash.setAttribute("aria-pressed", String(isOn));
    field.setAttribute("aria-keyshortcuts", `${isOn ? "/ " : ""}Control+K Meta+K`);
  };
  setSlash(kept("slash") !== false);
  slash.hidden = false;
  slash.addEventListener("click", () => { setSlash(!hasSlash()); keep("slash", hasSlash()); });
  document.addEventListener("keydown", (event) => {
    if (isComposing(event) || event.altKey) return;
    const { ctrlKey, metaKey, key, target } = event;
    const isCommand = ctrlKey !== metaKey && !event.shiftKey && (key === "k" || key === "K");
    const isTyping = target.closest && target.closest("input, textarea, select, [contenteditable]");
    const isSlash = key === "/" && !ctrlKey && !metaKey && !isTyping && hasSlash();
    if (!isCommand && !isSlash) return;
    event.preventDefault();
    field.focus();
    field.select();
  });
});
