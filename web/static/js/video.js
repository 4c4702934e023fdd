// A video of another site loads when its reader starts it, and not before.
document.addEventListener("DOMContentLoaded", () => {
  for (const link of document.querySelectorAll("a[data-player]")) {
    link.setAttribute("role", "button");
    link.addEventListener("keydown", (event) => {
      if (event.key !== " ") return;
      event.preventDefault();
      link.click();
    });
    link.addEventListener("click", (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      const caption = link.closest("figure").querySelector("figcaption");
      const player = Object.assign(document.createElement("iframe"), {
        title: caption.textContent,
        allow: "autoplay; encrypted-media; fullscreen; picture-in-picture",
        referrerPolicy: "strict-origin-when-cross-origin", // some players refuse a page that does not say where it is
        src: link.dataset.player,
      });
      link.replaceWith(player);
      player.focus();
    });
  }
});
