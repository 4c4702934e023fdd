// A link to a question opens its answer.
{
  const openTarget = () => {
    const target = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    const answer = target && target.closest("details");
    if (answer && !answer.open) {
      answer.open = true;
      answer.scrollIntoView();
    }
  };
  addEventListener("hashchange", openTarget);
  document.addEventListener("DOMContentLoaded", openTarget);
}
