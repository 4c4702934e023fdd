// A picture opens at its full size over the page. Browsers without dialogs follow the link to its file.
document.addEventListener("DOMContentLoaded", () => {
  const dialog = document.querySelector(".larger");
  if (!dialog || !dialog.showModal) return;
  const [view, title, close] = [".larger-view", "p", "button"].map((part) => dialog.querySelector(part));
  let putBack = () => {};

  const open = (link) => {
    const figure = link.closest("figure");
    const picture = link.parentElement;
    const shown = picture.querySelector("img, svg");
    const caption = figure.querySelector("figcaption");
    title.textContent = caption ? caption.textContent : shown.getAttribute("alt") || shown.getAttribute("aria-label");
    if (shown.matches("svg")) {
      // The drawing itself is moved, so that its ids stay unique and it keeps the reader's theme.
      picture.style.minBlockSize = `${picture.offsetHeight}px`;
      picture.style.minInlineSize = `${picture.offsetWidth}px`;
      view.append(shown);
      shown.style.inlineSize = `${1.5 * shown.viewBox.baseVal.width}px`;
      putBack = () => {
        shown.style.inlineSize = picture.style.minBlockSize = picture.style.minInlineSize = "";
        picture.prepend(shown);
      };
    } else {
      view.append(Object.assign(new Image(), { src: link.href, alt: shown.alt }));
      putBack = () => view.replaceChildren();
    }
    dialog.showModal();
  };

  document.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    const drawing = event.target.closest(".picture .drawing");
    // A click on a drawing opens it too, unless it ended a selection of words.
    const link = drawing ? getSelection().isCollapsed && drawing.nextElementSibling : event.target.closest(".enlarge");
    if (link) {
      event.preventDefault();
      link.focus();
      open(link);
    } else if (event.target === dialog) dialog.close();
  });
  close.addEventListener("click", () => dialog.close());
  dialog.addEventListener("close", () => putBack());
});
