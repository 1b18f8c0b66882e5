// Files being made: asks the server every two seconds until each is done or has failed. Without this script one reloads.
(() => {
  "use strict";
  const box = document.querySelector("[data-poll]");
  if (!box) return;
  const waiting = document.querySelector("[data-until-done]");
  const all = (...states) => [...box.querySelectorAll("[data-job]")].every((file) => states.includes(file.dataset.job));
  const isOver = () => all("done", "failed");
  const ask = async () => {
    if (isOver()) return;
    try {
      const answer = await fetch(box.dataset.poll, { headers: { "X-Requested-With": "fetch" } });
      if (answer.ok && !answer.redirected) {
        const text = await answer.text();
        if (text !== box.dataset.shown) {
          box.dataset.shown = text;
          const held = box.contains(document.activeElement) && document.activeElement.id;
          box.innerHTML = text;
          if (held) document.getElementById(held)?.focus();
          if (waiting) waiting.hidden = all("done");
        }
      }
    } catch { /* the connection is away for a moment: ask again */ }
    if (!isOver()) setTimeout(ask, 2000);
  };
  setTimeout(ask, 1000);
})();
