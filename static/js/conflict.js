// The page of two texts: what was decided here need not be offered again by the form.
(() => {
  "use strict";
  const page = document.querySelector("[data-decides]");
  if (!page) return;
  const forget = () => { try { localStorage.removeItem(page.dataset.decides); } catch { /* nothing kept */ } };
  page.addEventListener("submit", forget);
  page.querySelector("[data-keep-stored]").addEventListener("click", forget);
})();
