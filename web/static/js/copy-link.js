// The link beside a heading copies the address of its section. Where nothing can be copied, it only leads there.
document.addEventListener("DOMContentLoaded", () => {
  const status = document.querySelector(".copied");
  const canonical = document.querySelector("link[rel=canonical]");
  let waiting;
  const say = (words) => {
    status.textContent = words;
    clearTimeout(waiting);
    waiting = setTimeout(() => { status.textContent = ""; }, 3000);
  };
  document.addEventListener("click", (event) => {
    const link = event.target.closest(".link-here");
    if (!link || !navigator.clipboard || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    const address = new URL(link.hash, canonical ? canonical.href : location.href).href;
    navigator.clipboard.writeText(address).then(
      () => {
        history.replaceState(history.state, "", link.hash);
        say(status.dataset.words);
      },
      () => { location.hash = link.hash; },
    );
  });
});
