// A link to a question opens its answer, also when it is followed again; on paper every answer and definition is open.
{
  const openTarget = () => {
    let id = location.hash.slice(1);
    try { id = decodeURIComponent(id); } catch { /* not percent-encoded: an id as it stands */ }
    const target = id && document.getElementById(id);
    const answer = target && target.closest("details");
    if (answer && !answer.open) {
      answer.open = true;
      answer.scrollIntoView();
    }
  };
  addEventListener("hashchange", openTarget);
  document.addEventListener("DOMContentLoaded", openTarget);
  // The same address again is no change of it.
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[href*='#']");
    if (link && link.href === location.href) setTimeout(openTarget);
  });

  let closed = [];
  addEventListener("beforeprint", () => {
    closed = [...document.querySelectorAll(":is(.faq, .terms):not([open])")];
    for (const answer of closed) answer.open = true;
  });
  addEventListener("afterprint", () => {
    for (const answer of closed) answer.open = false;
  });
}
