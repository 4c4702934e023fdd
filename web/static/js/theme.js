// Light and dark: the system's, or what the reader chose. Runs before the page is drawn, so that nothing flashes.
{
  const root = document.documentElement;
  const system = matchMedia("(prefers-color-scheme: dark)");
  const isDark = () => (root.dataset.theme || (system.matches ? "dark" : "light")) === "dark";

  // The choice is kept in the browser; some in-app browsers refuse to keep anything.
  const remembered = () => {
    try { return localStorage.getItem("theme"); } catch { return null; }
  };
  const remember = (theme) => {
    try {
      if (theme) localStorage.setItem("theme", theme);
      else localStorage.removeItem("theme");
    } catch { /* the choice lasts as long as the page */ }
  };

  // What only scripts can do shows from the first frame, so that nothing moves when they have started.
  root.dataset.scripts = "on";

  const chosen = remembered();
  if (chosen === "dark" || chosen === "light") root.dataset.theme = chosen;

  document.addEventListener("DOMContentLoaded", () => {
    const button = document.querySelector(".theme-switch");
    const papers = [...document.querySelectorAll('meta[name="theme-color"]')].map((meta) => [meta, meta.content]);
    const show = () => {
      button.setAttribute("aria-pressed", String(isDark()));
      const chosenPaper = root.dataset.theme && getComputedStyle(root).getPropertyValue("--paper").trim();
      for (const [meta, own] of papers) meta.content = chosenPaper || own;
    };
    button.addEventListener("click", () => {
      const theme = isDark() ? "light" : "dark";
      const isSystems = (theme === "dark") === system.matches;
      if (isSystems) delete root.dataset.theme; // from now on the system decides again
      else root.dataset.theme = theme;
      remember(isSystems ? null : theme);
      show();
    });
    system.addEventListener("change", show);
    show();
  });
}
